// Programs that misbehave in each way, and what stops them.
#include "sandbox/sandbox.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "base/error.hpp"
#include "base/text.hpp"

namespace hatang::sandbox {
namespace {

struct Box {
    Loop loop{1};
    std::string outer =
        (std::filesystem::temp_directory_path() / ("hatang-sandbox-" + random_hex(8))).string();
    std::string folder = outer + "/job";
    Box() {
        std::filesystem::create_directory(outer);
        ::chmod(outer.c_str(), 0700);  // as a data folder is: the account of the sandbox cannot enter it
        make_folder(folder);
    }
    ~Box() { std::filesystem::remove_all(outer); }
    Outcome bash(std::string script, Limits limits = {}, std::function<task<void>()> wanted = {}) {
        Command command{{"/bin/bash", "-c", std::move(script)}, folder, limits};
        return loop.run_until(run(loop, command, std::move(wanted)));
    }
};

}  // namespace

TEST_CASE("a program reads its folder, writes there, and gives its output and its status") {
    Box box;
    const Outcome good = box.bash("echo xin chào; echo lỗi >&2; echo 1 > made; exit 3");
    CHECK(good.status == 3);
    CHECK(good.beyond.empty());
    CHECK(good.out == "xin chào\n");
    CHECK(good.err == "lỗi\n");
    CHECK(std::filesystem::exists(box.folder + "/made"));
}

TEST_CASE("the environment is empty, the account another, and there is no way up") {
    Box box;
    ::setenv("HATANG_TEST_SECRET", "1", 1);
    CHECK(box.bash("echo \"${HATANG_TEST_SECRET}${HOME}\"").out == "\n");
    if (::geteuid() == 0) CHECK(box.bash("echo $UID").out != "0\n");
    std::ofstream(box.outer + "/secret") << "x";
    CHECK(box.bash("read line < ../secret").status != 0);
    if (facts().files_confined) {
        CHECK(box.bash("read line < /etc/passwd").status != 0);
        CHECK(box.bash("echo 1 > /tmp/hatang-sandbox-escape").status != 0);
        CHECK(!std::filesystem::exists("/tmp/hatang-sandbox-escape"));
    }
}

TEST_CASE("no network, no further process") {
    Box box;
    if (facts().network_off) {
        // Connection refused on loopback would mean that there is one; here it is down.
        const Outcome none = box.bash("exec 3<>/dev/tcp/127.0.0.1/9");
        CHECK(none.err.find("unreachable") != std::string::npos);
    }
    // Root without another account would be free of this limit.
    CHECK(box.bash("/bin/true & wait $!").status != 0);
}

TEST_CASE("memory, processor time, wall time, files and output end it") {
    Box box;
    CHECK(box.bash("x=y; while :; do x=$x$x; done", {.memory_bytes = 256 << 20}).beyond == "memory");
    CHECK(box.bash("while :; do :; done", {.cpu_s = 1}).beyond == "cpu_time");
    CHECK(box.bash("read -t 30 line < <(:) ; while :; do read -t 1 <> /dev/null; done",
                   {.cpu_s = 60, .wall_s = 1})
              .beyond == "wall_time");
    CHECK(box.bash("printf '%9999999s' x > big", {.file_bytes = 1 << 20}).beyond == "file_size");
    CHECK(box.bash("while :; do printf '%99999s' x; done", {.output_bytes = 1 << 20}).beyond == "output");
    CHECK(box.bash("for i in {1..99}; do printf '%999999s' x > f$i; done; while :; do :; done",
                   {.folder_bytes = 10 << 20, .cpu_s = 30})
              .beyond == "folder_size");
}

TEST_CASE("who no longer wants it ends it") {
    Box box;
    struct Enough {};
    const auto stop = []() -> task<void> {
        throw Enough();
        co_return;
    };
    CHECK_THROWS_AS(box.bash("while :; do :; done", {}, stop), Enough);
}

TEST_CASE("a program that is not there") {
    Box box;
    const auto start = [&] {
        return box.loop.run_until(run(box.loop, {{"/usr/bin/hatang-no-such-tool"}, box.folder}));
    };
    try {
        start();
        FAIL("started");
    } catch (const Error& e) {
        CHECK(e.code == Code::sandbox_failed);
    }
}

}  // namespace hatang::sandbox
