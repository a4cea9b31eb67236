// Text files that travel inside the program: migrations and catalogue data. cmake/module.cmake makes one
// function per module.
#pragma once

#include <span>
#include <string_view>

namespace hatang {

struct EmbeddedFile {
    std::string_view path;  // relative to the module's folder: "schema/0001_tables.sql"
    std::string_view text;
};

}  // namespace hatang
