// What a request for features asks: its parameters, read and checked. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "geo/crs.hpp"
#include "http/router.hpp"
#include "json/describe.hpp"
#include "registry/features/collection.hpp"

namespace hatang::registry {

struct KnownQuery {
    std::optional<std::string> bbox, bbox_crs, crs, datetime;
    std::optional<std::int64_t> limit;
    std::optional<std::string> cursor, f, filter, filter_lang, filter_crs, sortby, properties, matched;
};
// Parameters of other names are properties of the collection: property = value. Which there are, only the
// handler knows; it refuses the rest.
struct ItemsQuery : KnownQuery {
    std::vector<std::pair<std::string, std::string>> others;
};
struct ItemQuery {
    std::optional<std::string> crs, f, properties;
};
struct FormatQuery {
    std::optional<std::string> f;
};

enum class Matched { cheap, exact, estimate, none };

struct SortKey {
    const Property* property = nullptr;  // null: the id
    bool descending = false;
};

// The end of an OGC datetime (17-069r4, 7.15.4): works whose present state began later are left out. A date
// is the whole day in Hà Nội. Nothing: open end. Throws invalid_parameter.
std::optional<Instant> datetime_end(std::string_view text);

// Numbers between commas. Throws invalid_parameter at `where`.
std::vector<double> number_list(std::string_view text, const std::string& where);

// By URI. Throws invalid_parameter at `where` with all that are served.
const geo::NamedCrs& crs_parameter(const std::optional<std::string>&, const std::string& where);
// "<http://www.opengis.net/def/crs/EPSG/0/5897>" of a Content-Crs header; CRS84 without one.
const geo::NamedCrs& content_crs(std::string_view header);

Matched matched_parameter(const std::optional<std::string>&);

// "+name,-lanes": the properties to sort by; the id comes last by itself.
std::vector<SortKey> sort_parameter(const std::optional<std::string>&, const Collection&);

// "name,lanes": which properties to give; empty: all.
std::vector<bool> properties_parameter(const std::optional<std::string>&, const Collection&);

// The value of "lanes=2" as the property's type. Throws unknown_parameter, invalid_parameter.
db::Param value_parameter(const Property&, const std::string& text);

}  // namespace hatang::registry

namespace hatang::json {

template <>
struct Describe<registry::KnownQuery> {
    using T = registry::KnownQuery;
    static constexpr std::string_view name = "ItemsQuery";
    static constexpr Limits long_text{.length_max = 16'000};
    static constexpr auto fields = std::tuple{
        field("bbox", &T::bbox, "Four numbers (six with heights) in the axes of bbox-crs"),
        field("bbox-crs", &T::bbox_crs, "URI; CRS84 when absent"),
        field("crs", &T::crs, "URI of the answer's system; CRS84 when absent"),
        field("datetime", &T::datetime, "RFC 3339 instant, date or interval"),
        field("limit", &T::limit, "Features per page; at most 10000 are given"),
        field("cursor", &T::cursor, "Position of the next link", long_text),
        field("f", &T::f, "json, html, jsonseq or fgb"),
        field("filter", &T::filter, "CQL2", long_text),
        field("filter-lang", &T::filter_lang, "cql2-text or cql2-json"),
        field("filter-crs", &T::filter_crs, "URI of the geometries in the filter; CRS84 when absent"),
        field("sortby", &T::sortby, "Sortables with + or -"),
        field("properties", &T::properties, "Which properties to give", long_text),
        field("numberMatched", &T::matched, "exact, estimate or none; absent: exact where that is cheap")};
};
template <>
struct Describe<registry::ItemsQuery> : Describe<registry::KnownQuery> {};
template <>
struct Describe<registry::ItemQuery> {
    using T = registry::ItemQuery;
    static constexpr std::string_view name = "ItemQuery";
    static constexpr auto fields = std::tuple{
        field("crs", &T::crs, "URI of the answer's system; CRS84 when absent"),
        field("f", &T::f, "json or html"),
        field("properties", &T::properties, "Which properties to give", Limits{.length_max = 16'000})};
};
template <>
struct Describe<registry::FormatQuery> {
    static constexpr std::string_view name = "FormatQuery";
    static constexpr auto fields = std::tuple{field("f", &registry::FormatQuery::f, "json or html")};
};

}  // namespace hatang::json

namespace hatang::http::detail {

template <>
inline registry::ItemsQuery read_query<registry::ItemsQuery>(const Request& request) {
    Request known;
    registry::ItemsQuery out;
    for (const auto& parameter : request.query) {
        const bool described =
            std::apply([&](const auto&... f) { return (... || (f.name == parameter.first)); },
                       json::Describe<registry::KnownQuery>::fields);
        (described ? known.query : out.others).push_back(parameter);
    }
    static_cast<registry::KnownQuery&>(out) = read_query<registry::KnownQuery>(known);
    return out;
}

}  // namespace hatang::http::detail
