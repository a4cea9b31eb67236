// Content-addressed files in a folder (an S3 store stands behind the same type later): written once, named by
// the SHA-256 of their bytes, durable when put() returns.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/loop.hpp"

namespace hatang::files {

class Store {
  public:
    Store(Loop&, std::string folder);
    // Writes the bytes (temporary file, fsync, rename, fsync of the folder) and gives their name. Same bytes,
    // same name.
    task<std::string> put(std::string bytes);
    task<std::optional<std::string>> get(std::string name);
    bool valid_name(std::string_view name) const;  // 64 lower-case hexadecimal digits

  private:
    Loop& loop_;
    std::string folder_;
};

}  // namespace hatang::files
