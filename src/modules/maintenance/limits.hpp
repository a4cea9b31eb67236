// The limits of this module, with their reasons.
#pragma once

#include <cstddef>
#include <cstdint>

namespace hatang::maintenance {

// A photo of a 48-megapixel phone is 6–9 MB as JPEG.
inline constexpr std::size_t photo_bytes_max = 10u << 20;
// Notes of one work order; its page shows them all.
inline constexpr std::int64_t notes_max = 1'000;

}  // namespace hatang::maintenance
