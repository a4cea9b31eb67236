#include "registry/features/parameters.hpp"

#include <charconv>
#include <cmath>

#include "base/text.hpp"

namespace hatang::registry {
namespace {

constexpr std::int64_t hanoi_us = 7 * kHour;  // no summer time since 1975

template <class Number>
std::optional<Number> read_number(std::string_view text) {
    Number n{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
    if (text.empty() || error != std::errc() || end != text.data() + text.size()) return {};
    return n;
}

Error refused(const std::string& where, std::string_view got, std::string expected) {
    return Error(Code::invalid_parameter, where, {std::string(got.substr(0, 100)), std::move(expected)});
}

struct Span {
    Instant first, last;  // both included
};
std::optional<Span> instant_or_day(std::string_view text) {
    if (const auto at = parse_rfc3339(text)) return Span{*at, *at};
    if (text.size() != 10) return {};
    const auto midnight = parse_rfc3339(std::string(text) + "T00:00:00Z");
    if (!midnight) return {};
    const Instant begin = *midnight + -hanoi_us;
    return Span{begin, begin + (kDay - 1)};
}

template <class Each>
void each_part(std::string_view text, Each each) {
    for (;;) {
        const std::size_t comma = text.find(',');
        each(text.substr(0, comma));
        if (comma == std::string_view::npos) return;
        text.remove_prefix(comma + 1);
    }
}

std::string served_crs() {
    std::string all;
    for (const geo::NamedCrs& named : geo::named_crs) all.append(all.empty() ? "" : ", ").append(named.uri);
    return all;
}

std::string names_of(const Collection& c) {
    std::string all;
    for (const Property& p : c.properties) all.append(all.empty() ? "" : ", ").append(p.name);
    return all;
}

}  // namespace

std::optional<Instant> datetime_end(std::string_view text) {
    const auto read = [&](std::string_view part, bool open_allowed) -> std::optional<Span> {
        if (open_allowed && (part.empty() || part == "..")) return {};
        const auto span = instant_or_day(part);
        if (!span) throw refused("datetime", text, "2026-11-24T00:00:00Z, 2026-11-24, …/…, ../…, …/..");
        return span;
    };
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos) return read(text, false)->last;
    const auto begin = read(text.substr(0, slash), true), end = read(text.substr(slash + 1), true);
    if (begin && end && end->last < begin->first) throw refused("datetime", text, "begin ≤ end");
    if (!end) return {};
    return end->last;
}

std::vector<double> number_list(std::string_view text, const std::string& where) {
    std::vector<double> out;
    each_part(text, [&](std::string_view part) {
        const auto number = read_number<double>(part);
        if (!number || !std::isfinite(*number) || out.size() == 6)
            throw refused(where, text,
                          "4 / 6 số thập phân, cách nhau bằng dấu phẩy · decimal numbers with commas");
        out.push_back(*number);
    });
    return out;
}

const geo::NamedCrs& crs_parameter(const std::optional<std::string>& uri, const std::string& where) {
    if (!uri) return geo::crs84();
    if (const geo::NamedCrs* named = geo::crs_of_uri(*uri)) return *named;
    throw refused(where, *uri, served_crs());
}

const geo::NamedCrs& content_crs(std::string_view header) {
    if (header.empty()) return geo::crs84();
    std::string_view uri = header;
    if (uri.starts_with('<') && uri.ends_with('>')) uri = uri.substr(1, uri.size() - 2);
    if (const geo::NamedCrs* named = geo::crs_of_uri(uri)) return *named;
    throw refused("Content-Crs", header, served_crs());
}

Matched matched_parameter(const std::optional<std::string>& text) {
    if (!text) return Matched::cheap;
    if (*text == "exact") return Matched::exact;
    if (*text == "estimate") return Matched::estimate;
    if (*text == "none") return Matched::none;
    throw refused("numberMatched", *text, "exact, estimate, none");
}

std::vector<SortKey> sort_parameter(const std::optional<std::string>& text, const Collection& c) {
    std::vector<SortKey> keys;
    if (!text) return keys;
    each_part(*text, [&](std::string_view part) {
        SortKey key;
        // A plus of a query that was not encoded arrives as a blank.
        if (part.starts_with('-')) key.descending = true;
        if (part.starts_with('-') || part.starts_with('+') || part.starts_with(' ')) part.remove_prefix(1);
        const auto place = part == "id" ? std::nullopt : c.find(part);
        if (place) key.property = &c.properties[*place];
        if ((part != "id" && !place) || (key.property && key.property->order.empty()))
            throw refused("sortby", part, names_of(c));
        // Behind the id and behind itself a key orders nothing.
        if (!keys.empty() && !keys.back().property) return;
        for (const SortKey& earlier : keys)
            if (earlier.property == key.property) return;
        if (keys.size() == 8) throw refused("sortby", *text, "≤ 8");
        keys.push_back(key);
    });
    return keys;
}

std::vector<bool> properties_parameter(const std::optional<std::string>& text, const Collection& c) {
    std::vector<bool> chosen;
    if (!text) return chosen;
    chosen.resize(c.properties.size());
    if (text->empty()) return chosen;
    each_part(*text, [&](std::string_view part) {
        if (part == "id" || part == "geometry") return;  // always there
        const auto place = c.find(part);
        if (!place) throw refused("properties", part, names_of(c));
        chosen[*place] = true;
    });
    return chosen;
}

db::Param value_parameter(const Property& p, const std::string& text) {
    switch (p.type) {
        case Property::Type::integer:
            if (const auto n = read_number<std::int64_t>(text)) return *n;
            throw refused(p.name, text, "integer");
        case Property::Type::number:
            if (const auto n = read_number<double>(text); n && std::isfinite(*n)) return *n;
            throw refused(p.name, text, "number");
        case Property::Type::boolean:
            if (text == "true" || text == "false") return text == "true";
            throw refused(p.name, text, "true, false");
        case Property::Type::instant:
            if (const auto at = parse_rfc3339(text)) return *at;
            throw refused(p.name, text, "2026-11-24T00:00:00Z");
        case Property::Type::text:
        case Property::Type::texts:
            return to_nfc(text);
        case Property::Type::json:
            break;
    }
    throw Error(Code::unknown_parameter, p.name, {p.name});
}

}  // namespace hatang::registry
