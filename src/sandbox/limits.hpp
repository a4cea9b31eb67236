// Bounds of a program in the sandbox.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace hatang::sandbox::limits {

// The OpenStreetMap reader of GDAL wants 400 MB for a city; its libraries map 300 MB by themselves.
inline constexpr std::uint64_t memory_bytes = std::uint64_t{2} << 30;
inline constexpr std::uint64_t file_bytes = std::uint64_t{2} << 30;
inline constexpr std::uint64_t folder_bytes = std::uint64_t{6} << 30;
inline constexpr std::size_t output_bytes = 4 << 20;  // descriptions of layers are a few kB each
inline constexpr std::size_t error_bytes = 16 << 10;
inline constexpr int cpu_s = 300, wall_s = 600;  // the roads of a city convert in 2 s
inline constexpr int open_files = 64;
inline constexpr std::chrono::milliseconds look_every{20}, ask_every{500};

}  // namespace hatang::sandbox::limits
