#include "images/photo.hpp"

#include <vips/vips.h>

#include <memory>
#include <mutex>

namespace hatang::images {
namespace {

struct Unref {
    void operator()(VipsImage* image) const { g_object_unref(image); }
};
using Image = std::unique_ptr<VipsImage, Unref>;
struct Free {
    void operator()(void* memory) const { g_free(memory); }
};

void start_vips() {
    static std::once_flag once;
    std::call_once(once, [] {
        if (VIPS_INIT("hatang")) throw Error(Code::unavailable, {}, {"libvips"});
        vips_block_untrusted_set(TRUE);
        // Two photos at once already use both blocking threads; threads below them gain nothing.
        vips_concurrency_set(1);
        vips_cache_set_max(0);
        // A bad photo is an answer to its sender, not a line in our log.
        g_log_set_handler(
            "VIPS", G_LOG_LEVEL_WARNING, [](const char*, GLogLevelFlags, const char*, void*) {}, nullptr);
    });
}

Error refused() {
    vips_error_clear();
    return Error(Code::unsupported_image);
}

}  // namespace

ImageKind image_kind(std::string_view bytes) {
    using namespace std::string_view_literals;
    if (bytes.starts_with("\xFF\xD8\xFF"sv)) return ImageKind::jpeg;
    if (bytes.starts_with("\x89PNG\r\n\x1A\n"sv)) return ImageKind::png;
    if (bytes.size() >= 12 && bytes.starts_with("RIFF"sv) && bytes.substr(8, 4) == "WEBP"sv)
        return ImageKind::webp;
    return ImageKind::other;
}

Result<std::string> clean_photo(std::string bytes, int side_px) {
    if (image_kind(bytes) == ImageKind::other) return Error(Code::unsupported_image);
    start_vips();
    // Reads the header; pixels are decoded while the JPEG is written. vips_thumbnail_buffer() would be faster
    // on large JPEGs but lets cut-off files pass.
    const Image photo(vips_image_new_from_buffer(bytes.data(), bytes.size(), "", "access",
                                                 VIPS_ACCESS_SEQUENTIAL, "fail_on", VIPS_FAIL_ON_TRUNCATED,
                                                 nullptr));
    if (!photo) return refused();
    const std::int64_t pixels =
        std::int64_t{vips_image_get_width(photo.get())} * vips_image_get_height(photo.get());
    if (pixels > photo_pixels_max)
        return Error(Code::out_of_range, {},
                     {std::to_string(pixels), "≤ " + std::to_string(photo_pixels_max)});

    VipsImage* small = nullptr;
    if (vips_thumbnail_image(photo.get(), &small, side_px, "height", side_px, "size", VIPS_SIZE_DOWN,
                             nullptr))
        return refused();
    const Image held(small);
    void* jpeg = nullptr;
    std::size_t size = 0;
    if (vips_jpegsave_buffer(small, &jpeg, &size, "Q", photo_quality, "strip", TRUE, "optimize_coding", TRUE,
                             nullptr))
        return refused();
    const std::unique_ptr<void, Free> owned(jpeg);
    return std::string(static_cast<const char*>(jpeg), size);
}

}  // namespace hatang::images
