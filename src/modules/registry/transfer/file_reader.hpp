// Reads a plain or gzip file piece by piece, within limits that hostile archives cannot break.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace hatang::registry {

class FileReader {
  public:
    // Throws unreadable_file.
    explicit FileReader(std::string path);
    ~FileReader();
    // The next piece, at most 256 KiB; empty at the end. Throws unreadable_file for damaged or cut-off gzip,
    // for a file that grows beyond import_file_bytes_max, or shrinks by more than gzip_ratio_max.
    const std::string& next();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace hatang::registry
