// Foreign programs that read hostile files: as another account, without network, with an empty environment,
// able to write nothing but one folder, within limits of memory, time, files and output.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/loop.hpp"
#include "sandbox/limits.hpp"

namespace hatang::sandbox {

struct Limits {
    std::uint64_t memory_bytes = limits::memory_bytes;
    std::uint64_t file_bytes = limits::file_bytes;      // of each file
    std::uint64_t folder_bytes = limits::folder_bytes;  // of the folder, looked at twice a second
    std::size_t output_bytes = limits::output_bytes;  // of standard output; of standard error the end is kept
    int cpu_s = limits::cpu_s, wall_s = limits::wall_s;
    int open_files = limits::open_files;
};

struct Command {
    std::vector<std::string> argv;  // argv[0]: the path of the program
    std::string folder;             // its working folder, made by make_folder(); names in argv are below it
    Limits limits = {};
    std::vector<std::string> environment = {};  // "NAME=value"
};

struct Outcome {
    int status = 0;      // of exit; 128 + signal when a signal ended it
    std::string beyond;  // the limit that ended it: "memory", "cpu_time", …; empty: none
    std::string out, err;
    double cpu_s = 0;
    bool good() const { return status == 0 && beyond.empty(); }
};

// `still_wanted` is awaited twice a second; what it throws ends the program and passes on. Throws
// sandbox_failed when the program could not be started.
task<Outcome> run(Loop&, Command, std::function<task<void>()> still_wanted = {});

// Makes an empty folder that the account of the sandbox owns; its parent is there. Blocks.
void make_folder(const std::string&);

// What protects on this machine, found out once by trying. Memory, time, files and output are always limited.
struct Facts {
    std::string account;          // empty: the programs run as ourselves
    bool network_off = false;     // a network namespace of its own
    bool files_confined = false;  // Landlock
};
const Facts& facts();

}  // namespace hatang::sandbox
