// The pure part of OGC API Features (OGC 17-069r4): parameters, links, landing and collection documents.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue/api.hpp"
#include "json/describe.hpp"

namespace hatang::registry {

struct ItemsQuery {
    std::optional<std::string> bbox, datetime;
    std::optional<std::int64_t> limit;
    std::optional<std::string> cursor, f;
};

// The end of an OGC datetime (instant or interval, section 7.15.4): assets valid from later on are left out.
// Nothing: open end. Throws invalid_parameter.
std::optional<Instant> datetime_end(std::string_view text);

// The address of the page behind `cursor`, with the other parameters kept.
std::string next_href(std::string_view collection, const ItemsQuery&, std::string_view cursor);

std::string landing_json();
std::string conformance_json();
std::string collection_json(const catalogue::AssetClass&);
std::string collections_json(const std::vector<const catalogue::AssetClass*>&);

// `features` are GeoJSON texts.
std::string feature_collection_json(const std::vector<std::string_view>& features, std::int64_t matched,
                                    Instant at, std::string_view self_href,
                                    const std::optional<std::string>& next);

}  // namespace hatang::registry

namespace hatang::json {

template <>
struct Describe<registry::ItemsQuery> {
    using T = registry::ItemsQuery;
    static constexpr std::string_view name = "ItemsQuery";
    static constexpr auto fields =
        std::tuple{field("bbox", &T::bbox, "west,south,east,north in degrees"),
                   field("datetime", &T::datetime, "RFC 3339 instant or interval"),
                   field("limit", &T::limit, "Features per page; at most 10000 are given"),
                   field("cursor", &T::cursor, "Position of the next link"), field("f", &T::f, "json")};
};

}  // namespace hatang::json
