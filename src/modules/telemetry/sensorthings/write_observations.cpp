#include "telemetry/sensorthings/write_observations.hpp"

#include <algorithm>
#include <array>

#include "json/describe.hpp"
#include "telemetry/views.hpp"

namespace hatang::telemetry::sta {
namespace {

std::string_view kind_name(json::Kind kind) {
    constexpr std::array<std::string_view, 7> names{"null",   "boolean", "integer", "number",
                                                    "string", "array",   "object"};
    return names[static_cast<std::size_t>(kind)];
}

// {"@iot.id": 7}
std::int64_t linked_id(json::Value v, std::string_view where) {
    std::optional<std::int64_t> id;
    for (const auto [name, value] : v.members(where)) {
        const std::string at = json::pointer(where, name);
        if (name != "@iot.id" || id) throw Error(Code::unknown_field, at, {std::string(name)});
        id = value.integer(at);
    }
    if (!id) throw Error(Code::missing_field, json::pointer(where, "@iot.id"), {"@iot.id"});
    return *id;
}

// One property under the name that it has in an Observation and in `components`. False: it is none.
bool take(PostedObservation& out, std::string_view name, json::Value v, std::string_view where) {
    if (name == "phenomenonTime") {
        if (!v.is_null()) out.reading.t = json::read_instant(v.text(where), where);
    } else if (name == "result") {
        take_result(out, v, where);
    } else if (name == "resultQuality") {
        if (!v.is_null()) out.reading.quality = json::read_value<Quality>(v, {}, where);
    } else if (name == "resultTime") {
        // The time of storage is ours; theirs is only checked.
        if (!v.is_null()) (void)json::read_instant(v.text(where), where);
    } else {
        return false;
    }
    return true;
}

std::size_t index_of(const std::vector<std::string_view>& names, std::string_view wanted) {
    for (std::size_t i = 0; i < names.size(); ++i)
        if (names[i] == wanted) return i;
    return names.size();
}

// In the order of PostedGroup::Cell.
constexpr std::array<std::string_view, 5> cell_names{"phenomenonTime", "result", "resultQuality",
                                                     "resultTime", "FeatureOfInterest/id"};

using Cell = PostedGroup::Cell;

std::string_view cell_name(Cell cell) { return cell_names[static_cast<std::size_t>(cell)]; }

std::vector<Cell> read_components(json::Value v, std::string_view where) {
    std::vector<Cell> out;
    for (const json::Value item : v.items(where)) {
        const std::string at = json::pointer(where, out.size());
        const std::string_view name = item.text(at);
        const auto known = std::ranges::find(cell_names, name);
        if (known == cell_names.end()) throw Error(Code::unknown_field, at, {std::string(name)});
        const auto cell = static_cast<Cell>(known - cell_names.begin());
        if (std::ranges::find(out, cell) != out.end())
            throw Error(Code::duplicate_field, at, {std::string(name)});
        out.push_back(cell);
    }
    if (std::ranges::find(out, Cell::result) == out.end())
        throw Error(Code::missing_field, std::string(where), {"result"});
    return out;
}

std::optional<PlainRow> read_plain_row(const std::vector<Cell>& cells, json::Value row, Instant now) {
    if (row.kind() != json::Kind::array) return {};
    PlainRow out{now};
    const json::Value::Items values = row.items();
    auto at = values.begin();
    for (const Cell cell : cells) {
        if (!(at != values.end())) return {};
        const json::Value value = *at;
        ++at;
        const json::Kind kind = value.kind();
        const bool number = kind == json::Kind::integer || kind == json::Kind::real;
        if (cell == Cell::result && number) {
            out.value = value.number();
        } else if ((cell == Cell::time || cell == Cell::result_time) && kind == json::Kind::text) {
            const std::optional<Instant> t = parse_rfc3339(value.text());
            if (!t) return {};
            if (cell == Cell::time) out.t = *t;
        } else if (cell == Cell::feature && kind == json::Kind::integer) {
            out.feature = value.integer();
        } else {
            return {};
        }
    }
    if (at != values.end()) return {};
    return out;
}

}  // namespace

void take_result(PostedObservation& out, json::Value v, std::string_view where) {
    out.result_where = where;
    if (v.kind() == json::Kind::integer || v.kind() == json::Kind::real) {
        out.reading.value = v.number();
        return;
    }
    out.result_kind = kind_name(v.kind());
    out.other = v.dump();
}

PostedObservation read_posted(json::Value object, Instant now, std::optional<std::int64_t> datastream,
                              std::string_view where, bool multi) {
    PostedObservation out{
        .reading = {.datastream_id = datastream.value_or(0), .t = now}, .feature_id = {}, .multi = multi};
    std::vector<std::string_view> seen;
    seen.reserve(4);
    bool linked = datastream.has_value();
    for (const auto [name, value] : object.members(where)) {
        // Its pointer is made only when it is needed: messages come by the ten thousand.
        try {
            if (index_of(seen, name) < seen.size())
                throw Error(Code::duplicate_field, {}, {std::string(name)});
            seen.push_back(name);
            const bool names_multi = name == "MultiDatastream";
            if (name == "Datastream" || names_multi) {
                // One datastream, of the kind that its address says.
                if (linked && (!datastream || names_multi != multi))
                    throw Error(Code::unknown_field, {}, {std::string(name)});
                linked = true;
                out.multi = names_multi;
                const std::int64_t id = out.reading.datastream_id = linked_id(value, {});
                if (datastream && id != *datastream)
                    throw Error(Code::invalid_value, {}, {std::to_string(id), std::to_string(*datastream)});
            } else if (name == "FeatureOfInterest") {
                if (value.find("@iot.id") || value.kind() != json::Kind::object)
                    out.feature_id = linked_id(value, {});
                else
                    out.feature = std::make_shared<const std::string>(value.dump());
            } else if (name == "result") {
                take_result(out, value, {});
                out.result_where = json::pointer(where, name);
            } else if (!take(out, name, value, {})) {
                throw Error(Code::unknown_field, {}, {std::string(name)});
            }
        } catch (Error& e) {
            e.where = json::pointer(where, name) + e.where;
            throw;
        }
    }
    if (!linked) throw Error(Code::missing_field, json::pointer(where, "Datastream"), {"Datastream"});
    if (index_of(seen, "result") == seen.size())
        throw Error(Code::missing_field, json::pointer(where, "result"), {"result"});
    return out;
}

void name_feature(PostedObservation& posted, std::int64_t feature, std::string_view where) {
    const std::string at = json::pointer(where, "FeatureOfInterest");
    if (posted.feature || posted.feature_id.value_or(feature) != feature)
        throw Error(Code::invalid_value, at,
                    {posted.feature ? posted.feature->substr(0, 100) : std::to_string(*posted.feature_id),
                     std::to_string(feature)});
    posted.feature_id = feature;
}

std::int64_t usual_feature(const Stream& s) {
    return s.feature_id ? *s.feature_id : s.about.asset_id.value_or(0);
}

void want_feature(PostedObservation& posted, const Stream& stream, std::vector<FeatureWanted>& wanted,
                  std::string_view where) {
    if (!posted.feature && (!posted.feature_id || *posted.feature_id == usual_feature(stream))) return;
    wanted.push_back({&posted, &stream, json::pointer(where, "FeatureOfInterest")});
}

void PostedReadings::add(const Reading& reading, std::int64_t own_feature) {
    if (own_feature != 0) {
        features.resize(readings.size());
        features.push_back(own_feature);
    }
    readings.push_back(reading);
}

PostedArrays read_data_arrays(std::string_view text, Instant now, std::size_t rows_max) {
    PostedArrays out{json::parse(text), {}};
    std::size_t rows_count = 0;
    for (const json::Value item : out.document.root().items()) {
        const std::string where = json::pointer({}, out.groups.size());
        PostedGroup& group = out.groups.emplace_back();
        bool linked = false;
        std::optional<json::Value> rows;
        for (const auto [name, value] : item.members(where)) {
            const std::string at = json::pointer(where, name);
            if ((name == "Datastream" || name == "MultiDatastream") && !linked) {
                group.datastream_id = linked_id(value, at);
                group.multi = name == "MultiDatastream";
                linked = true;
            } else if (name == "components")
                group.cells = read_components(value, at);
            else if (name == "dataArray")
                rows = value;
            else if (name == "dataArray@iot.count")
                (void)value.integer(at);
            else
                throw Error(Code::unknown_field, at, {std::string(name)});
        }
        const std::string_view missing = !linked               ? "Datastream"
                                         : group.cells.empty() ? "components"
                                         : rows                ? ""
                                                               : "dataArray";
        if (!missing.empty())
            throw Error(Code::missing_field, json::pointer(where, missing), {std::string(missing)});
        group.where = json::pointer(where, "dataArray");
        (void)rows->items(group.where);
        rows_count += rows->size();
        if (rows_count > rows_max)
            throw Error(Code::too_many_items, group.where,
                        {std::to_string(rows_count), std::to_string(rows_max)});
        group.rows = *rows;
    }
    for (PostedGroup& group : out.groups) {
        group.plain.reserve(group.rows.size());
        for (const json::Value row : group.rows.items())
            group.plain.push_back(read_plain_row(group.cells, row, now));
    }
    return out;
}

PostedObservation read_row(const PostedGroup& group, std::size_t index, json::Value row, Instant now) {
    PostedObservation out{
        .reading = {.datastream_id = group.datastream_id, .t = now}, .feature_id = {}, .multi = group.multi};
    const std::string where = json::pointer(group.where, index);
    std::size_t n = 0;
    for (const json::Value cell : row.items(where)) {
        const std::string at = json::pointer(where, n);
        if (n == group.cells.size())
            throw Error(Code::too_many_items, where, {std::to_string(row.size()), std::to_string(n)});
        if (!take(out, cell_name(group.cells[n]), cell, at)) out.feature_id = cell.integer(at);
        ++n;
    }
    if (n < group.cells.size())
        throw Error(Code::missing_field, where, {std::string(cell_name(group.cells[n]))});
    return out;
}

}  // namespace hatang::telemetry::sta
