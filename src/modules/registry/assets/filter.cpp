#include "registry/assets/filter.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/error.hpp"
#include "base/text.hpp"
#include "registry/limits.hpp"
#include "registry/quality/kinds.hpp"

namespace hatang::registry {
namespace {

template <class Number>
std::optional<Number> read_number(std::string_view text) {
    Number n{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
    if (error != std::errc() || end != text.data() + text.size()) return {};
    return n;
}

}  // namespace

std::array<double, 4> parse_bbox(std::string_view text) {
    const auto refuse = [&] {
        return Error(Code::invalid_parameter, "bbox",
                     {std::string(text.substr(0, 100)),
                      "west,south,east,north (-180…180, -90…90, west ≤ east, south ≤ north)"});
    };
    std::array<double, 4> box{};
    std::string_view rest = text;
    for (std::size_t i = 0; i < box.size(); ++i) {
        const std::size_t comma = rest.find(',');
        if ((comma == std::string_view::npos) != (i + 1 == box.size())) throw refuse();
        const auto number = read_number<double>(rest.substr(0, comma));
        if (!number || !std::isfinite(*number)) throw refuse();
        box[i] = *number;
        if (comma != std::string_view::npos) rest.remove_prefix(comma + 1);
    }
    const auto [west, south, east, north] = box;
    if (west < -180 || east > 180 || south < -90 || north > 90 || west > east || south > north)
        throw refuse();
    return box;
}

std::string parse_area(std::string_view text) {
    const auto refuse = [&] {
        return Error(Code::invalid_parameter, "within",
                     {std::string(text.substr(0, 100)),
                      "lon,lat;lon,lat;lon,lat… (3…" + std::to_string(limits::area_corners_max) + ")"});
    };
    std::string ring, first;
    std::size_t corners = 0;
    for (std::string_view rest = text; !rest.empty();) {
        const std::size_t end = std::min(rest.find(';'), rest.size());
        const std::string_view corner = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        const std::size_t comma = corner.find(',');
        if (comma == std::string_view::npos || ++corners > limits::area_corners_max) throw refuse();
        const auto lon = read_number<double>(corner.substr(0, comma));
        const auto lat = read_number<double>(corner.substr(comma + 1));
        if (!lon || !lat || !(std::abs(*lon) <= 180) || !(std::abs(*lat) <= 90)) throw refuse();
        const std::string position =
            std::string(corner.substr(0, comma)) + " " + std::string(corner.substr(comma + 1));
        if (first.empty()) first = position;
        ring += position + ",";
    }
    if (corners < 3) throw refuse();
    return "POLYGON((" + ring + first + "))";
}

std::string cursor_of(std::int64_t id) { return "i" + std::to_string(id); }

std::int64_t parse_cursor(std::string_view text) {
    const auto id = text.starts_with('i') ? read_number<std::int64_t>(text.substr(1)) : std::nullopt;
    if (!id || *id < 0)
        throw Error(Code::invalid_parameter, "cursor", {std::string(text.substr(0, 100)), "`next`"});
    return *id;
}

std::int64_t parse_limit(const std::optional<std::int64_t>& limit, std::int64_t usual, std::int64_t most) {
    if (limit && (*limit < 1 || *limit > most))
        throw Error(Code::invalid_parameter, "limit", {std::to_string(*limit), "1…" + std::to_string(most)});
    return limit.value_or(usual);
}

std::vector<std::string> search_words(std::string_view text) {
    std::vector<std::string> words;
    const std::string folded = fold(text);
    for (std::size_t begin = 0; begin < folded.size() && words.size() < limits::search_words_max;) {
        const std::size_t end = std::min(folded.find(' ', begin), folded.size());
        std::string word = folded.substr(begin, end - begin);
        if (!word.empty() && std::ranges::find(words, word) == words.end()) words.push_back(std::move(word));
        begin = end + 1;
    }
    return words;
}

std::string like_pattern(std::string_view word) {
    std::string out = "%";
    for (const char c : word) {
        if (c == '%' || c == '_' || c == '\\') out += '\\';
        out += c;
    }
    return out + "%";
}

void add_words(Where& where, std::string_view text) {
    for (const std::string& word : search_words(text))
        where.add("a.name_folded like ?", {like_pattern(word)});
}

void add_bbox(Where& where, std::string_view bbox) {
    std::string box = "st_makeenvelope(";
    for (const double degrees : parse_bbox(bbox)) box += where.value(degrees) + ", ";
    box += "4326)";
    where.add("a.geom && " + box);
    where.add("st_intersects(a.geom, " + box + ")");
}

// Corners drawn by hand may cross: then each part that they enclose counts.
void add_area(Where& where, std::string_view corners) {
    const std::string area = "st_makevalid(st_geomfromtext(" + where.value(parse_area(corners)) + ", 4326))";
    where.add("a.geom && " + area);
    where.add("st_intersects(a.geom, " + area + ")");
}

namespace {

// A finding holds for the version that was judged; wards are not judged, so they are not among the assets.
void add_finding(Where& where, const std::string& kind) {
    if (std::ranges::find(finding_kinds, kind) == std::end(finding_kinds)) {
        std::string all;
        for (const std::string_view one : finding_kinds) all.append(all.empty() ? "" : ", ").append(one);
        throw Error(Code::invalid_parameter, "finding", {kind.substr(0, 40), all});
    }
    where.add(
        "exists (select from registry.quality_finding f where f.kind = ? and f.asset_id = a.id and "
        "f.version = a.version)",
        {kind});
}

}  // namespace

Where conditions_of(const AssetQuery& query) {
    Where where;
    if (query.class_key) where.add("a.class_key = ?", {*query.class_key});
    if (query.domain) where.add("a.domain = ?", {*query.domain});
    if (query.ward == "none")
        where.add("a.ward_code is null");
    else if (query.ward)
        where.add("a.ward_code = ?", {*query.ward});
    if (query.status) where.add("a.status = ?", {*query.status});
    if (query.owner == 0)
        where.add("a.owner_id is null");
    else if (query.owner)
        where.add("a.owner_id = ?", {*query.owner});
    if (query.parent) where.add("a.parent_id = ?", {*query.parent});
    if (query.generated) where.add("a.generated = ?", {*query.generated});
    if (query.finding) add_finding(where, *query.finding);
    if (query.q) add_words(where, *query.q);
    if (query.bbox) add_bbox(where, *query.bbox);
    if (query.within) add_area(where, *query.within);
    return where;
}

}  // namespace hatang::registry
