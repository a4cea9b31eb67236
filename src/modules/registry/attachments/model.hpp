// Attachments as the interface reads and writes them.
#pragma once

#include "registry/assets/model.hpp"

namespace hatang::registry {

struct AttachmentView {
    std::int64_t id = 0, version = 0, asset_id = 0;
    std::string kind, media_type, file_name;
    std::int64_t bytes = 0;
    std::optional<std::string> caption;
    Instant added_at;
    std::string added_by;
};
struct AttachmentList {
    std::vector<AttachmentView> items;
};
struct AttachmentPatch {
    json::Patch<std::string> caption;
};

}  // namespace hatang::registry

namespace hatang::json {

template <>
struct Describe<registry::AttachmentView> {
    using T = registry::AttachmentView;
    static constexpr std::string_view name = "Attachment";
    static constexpr auto fields = std::tuple{
        field("id", &T::id, "Attachment"),
        field("version", &T::version, "Counts the changes; the ETag"),
        field("asset_id", &T::asset_id, "Its asset"),
        field("kind", &T::kind, "photo or document"),
        field("media_type", &T::media_type, "Of the stored bytes; photos are JPEG without metadata"),
        field("file_name", &T::file_name, "Name of the file"),
        field("bytes", &T::bytes, "Size"),
        field("caption", &T::caption, "What it shows"),
        field("added_at", &T::added_at, "When"),
        field("added_by", &T::added_by, "Who")};
};
template <>
struct Describe<registry::AttachmentList> {
    static constexpr std::string_view name = "AttachmentList";
    static constexpr auto fields =
        std::tuple{field("items", &registry::AttachmentList::items, "Newest first")};
};
template <>
struct Describe<registry::AttachmentPatch> {
    static constexpr std::string_view name = "AttachmentPatch";
    static constexpr auto fields =
        std::tuple{field("caption", &registry::AttachmentPatch::caption, "What it shows",
                         Limits{.length_max = registry::limits::caption_characters_max, .length_min = 1})};
};

}  // namespace hatang::json
