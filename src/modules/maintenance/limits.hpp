// The limits of this module, with their reasons.
#pragma once

#include <cstddef>
#include <cstdint>

namespace hatang::maintenance {

// A photo of a 48-megapixel phone is 6–9 MB as JPEG.
inline constexpr std::size_t photo_bytes_max = 10u << 20;
// Decoding takes 3–4 bytes a pixel: keeps one photo below some 400 MB, and no real camera of a crew has more.
inline constexpr std::int64_t photo_pixels_max = 100'000'000;
// Longer side of the stored photo: enough to see a crack, small enough for a phone on the road.
inline constexpr int photo_side_px = 1'600;
inline constexpr int photo_quality = 85;
// Notes of one work order; its page shows them all.
inline constexpr std::int64_t notes_max = 1'000;

}  // namespace hatang::maintenance
