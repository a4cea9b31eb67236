// Bounds of photos, with their reasons.
#pragma once

#include <cstdint>

namespace hatang::images {

// Decoding takes 3–4 bytes a pixel: keeps one photo below some 400 MB, and no real camera of a crew has more.
inline constexpr std::int64_t photo_pixels_max = 100'000'000;
// Longer side of the stored photo: enough to see a crack, small enough for a phone on the road.
inline constexpr int photo_side_px = 1'600;
// Longer side in a grid of photos, at twice the density of a desk screen.
inline constexpr int thumbnail_side_px = 400;
inline constexpr int photo_quality = 85;

}  // namespace hatang::images
