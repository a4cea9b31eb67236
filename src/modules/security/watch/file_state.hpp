// What the check of the files found.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"

namespace hatang::security {

enum class FileState { changed, missing, added, unreadable };
struct FileDifference {
    std::string path;
    FileState state = FileState::changed;
};
struct Integrity {
    std::optional<Instant> checked_at;  // nothing: not yet since the start
    std::vector<FileDifference> files;
};

}  // namespace hatang::security
