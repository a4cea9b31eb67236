// Photos from phones: hostile bytes in, a plain JPEG without metadata out.
#pragma once

#include <string>
#include <string_view>

#include "base/error.hpp"
#include "images/limits.hpp"

namespace hatang::images {

enum class ImageKind { jpeg, png, webp, other };
// By the first bytes; what the sender says about them does not count.
ImageKind image_kind(std::string_view bytes);

// Decodes, turns upright by its EXIF orientation, shrinks to `side_px` and writes a JPEG without metadata: a
// photo tells what was seen, never where the phone lives. Code::unsupported_image when it is not a whole
// JPEG, PNG or WebP, and Code::out_of_range when it has too many pixels. Burns CPU: for Loop::blocking.
Result<std::string> clean_photo(std::string bytes, int side_px = photo_side_px);

}  // namespace hatang::images
