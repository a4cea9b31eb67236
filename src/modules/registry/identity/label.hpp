// Labels as the interface reads and writes them.
#pragma once

#include "json/describe.hpp"
#include "registry/limits.hpp"
#include "registry/state.hpp"
#include "registry/transfer/export_store.hpp"

namespace hatang::registry {

struct LabelQuery {
    std::optional<std::string> layout;
};
struct LabelInput {
    ExportFilter filter;
    std::optional<std::string> layout;
    std::optional<std::int64_t> skip;
    std::optional<bool> dry_run;
};
struct LabelCount {
    std::int64_t labels = 0, without_code = 0, most = 0;
    std::optional<std::string> address;
};

// "https://hatang.example.vn" and "HT 0000 0001 C" → "https://hatang.example.vn/a/HT00000001C": what a QR
// code says. Dots and dashes go, they do not tell codes apart.
std::string short_address(std::string_view public_url, std::string_view code);

void add_label_routes(http::Router&, Context&);

}  // namespace hatang::registry

namespace hatang::json {

template <>
struct Describe<registry::LabelQuery> {
    static constexpr std::string_view name = "LabelQuery";
    static constexpr auto fields =
        std::tuple{field("layout", &registry::LabelQuery::layout,
                         "a4_24, a4_14, a4_8, single_62x29 or single_100x50; a4_24 when absent")};
};
template <>
struct Describe<registry::LabelInput> {
    using T = registry::LabelInput;
    static constexpr std::string_view name = "LabelInput";
    static constexpr auto fields =
        std::tuple{field("filter", &T::filter, "As in GET /api/v1/assets; {} is everything"),
                   field("layout", &T::layout, "As in GET /api/v1/assets/{id}/label"),
                   field("skip", &T::skip, "Places of the first sheet that stay empty"),
                   field("dry_run", &T::dry_run, "Tells how many there would be and prints nothing")};
};
template <>
struct Describe<registry::LabelCount> {
    using T = registry::LabelCount;
    static constexpr std::string_view name = "LabelCount";
    static constexpr auto fields =
        std::tuple{field("labels", &T::labels, "Assets with a code"),
                   field("without_code", &T::without_code, "Assets that have none yet"),
                   field("most", &T::most, "Labels in one file"),
                   field("address", &T::address, "Public address; null: not set, then nothing is printed")};
};

}  // namespace hatang::json
