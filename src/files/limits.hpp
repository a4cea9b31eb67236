#pragma once

#include <chrono>
#include <cstddef>

namespace hatang::files::limits {

// A file is held in memory once: photos and reports. Larger ones (models, archives) need a streaming store.
inline constexpr std::size_t file_bytes_max = 64 << 20;
// No writer is busy with one file for so long.
inline constexpr std::chrono::hours incoming_age_max{1};

}  // namespace hatang::files::limits
