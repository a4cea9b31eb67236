#include "telemetry/ingest/parse.hpp"

#include <array>

#include "json/describe.hpp"
#include "json/value.hpp"
#include "telemetry/limits.hpp"
#include "telemetry/views.hpp"

namespace hatang::telemetry {
namespace {

// Errors build their pointer only when they happen; a batch has 40,000 fields.
template <class Read>
auto located(std::string_view where, std::string_view name, Read read) {
    try {
        return read();
    } catch (Error& e) {
        e.where = json::pointer(where, name);
        throw;
    }
}

std::string_view kind_text(json::Kind kind) {
    constexpr std::array<std::string_view, 7> texts{"null",   "boolean", "integer", "number",
                                                    "string", "array",   "object"};
    return texts[static_cast<std::size_t>(kind)];
}

double read_result(json::Value v) {
    if (v.kind() != json::Kind::integer && v.kind() != json::Kind::real)
        throw Error(Code::wrong_result_type, {}, {"number", std::string(kind_text(v.kind()))});
    return v.number();
}

Quality read_quality(json::Value v) {
    if (v.is_null()) return Quality::good;
    return json::read_value<Quality>(v, {}, {});
}

// The fields of one object, each at most once; `take` gives the bit of a field that it knows and read, or 0.
template <class Take>
void read_fields(json::Value object, std::string_view where, unsigned required, const ReadingFields& names,
                 Take take) {
    unsigned seen = 0;
    for (const auto [name, value] : object.members(where)) {
        const unsigned bit = located(where, name, [&, n = name, v = value] { return take(n, v); });
        if (bit == 0) throw Error(Code::unknown_field, json::pointer(where, name), {std::string(name)});
        if (seen & bit) throw Error(Code::duplicate_field, json::pointer(where, name), {std::string(name)});
        seen |= bit;
    }
    const std::array<std::string_view, 3> in_order{names.datastream, names.time, names.value};
    for (unsigned i = 0; i < in_order.size(); ++i)
        if ((required & ~seen) & (1u << i))
            throw Error(Code::missing_field, json::pointer(where, in_order[i]), {std::string(in_order[i])});
}
constexpr unsigned stream_bit = 1, time_bit = 2, value_bit = 4, quality_bit = 8, result_time_bit = 16;

Reading read_reading(json::Value object, std::string_view where) {
    constexpr ReadingFields names;
    Reading r;
    read_fields(object, where, stream_bit | time_bit | value_bit, names,
                [&](std::string_view name, json::Value v) {
                    if (name == names.datastream) return r.datastream_id = v.integer(), stream_bit;
                    if (name == names.time) return r.t = json::read_instant(v.text(), {}), time_bit;
                    if (name == names.value) return r.value = read_result(v), value_bit;
                    if (name == names.quality) return r.quality = read_quality(v), quality_bit;
                    return 0u;
                });
    return r;
}

Reading read_observation(json::Value object, std::string_view where, std::int64_t datastream_id) {
    constexpr ReadingFields names = observation_fields;
    Reading r{.datastream_id = datastream_id, .t = {}};
    read_fields(object, where, time_bit | value_bit, names, [&](std::string_view name, json::Value v) {
        if (name == names.time) return r.t = json::read_instant(v.text(), {}), time_bit;
        if (name == names.value) return r.value = read_result(v), value_bit;
        if (name == names.quality) return r.quality = read_quality(v), quality_bit;
        // The time of storage is ours; theirs is only checked.
        if (name == "resultTime")
            return v.is_null() ? Instant{} : json::read_instant(v.text(), {}), result_time_bit;
        return 0u;
    });
    return r;
}

template <class Read>
std::vector<Reading> read_all(json::Value array, std::string_view where, Read read) {
    const auto items = array.items(where);
    if (array.size() > limits::readings_per_batch_max)
        throw Error(Code::too_many_items, std::string(where),
                    {std::to_string(array.size()), std::to_string(limits::readings_per_batch_max)});
    std::vector<Reading> out;
    out.reserve(array.size());
    for (const json::Value item : items) {
        try {
            out.push_back(read(item));
        } catch (Error& e) {
            e.where = json::pointer(where, out.size()) + e.where;
            throw;
        }
    }
    return out;
}

}  // namespace

std::vector<Reading> parse_readings(std::string_view text) {
    const json::Document document = json::parse(text);
    std::optional<json::Value> readings;
    for (const auto [name, value] : document.root().members()) {
        if (name != "readings")
            throw Error(Code::unknown_field, json::pointer({}, name), {std::string(name)});
        if (readings) throw Error(Code::duplicate_field, "/readings", {"readings"});
        readings = value;
    }
    if (!readings) throw Error(Code::missing_field, "/readings", {"readings"});
    return read_all(*readings, "/readings", [](json::Value item) { return read_reading(item, {}); });
}

std::vector<Reading> parse_observations(std::string_view text, std::int64_t datastream_id) {
    const json::Document document = json::parse(text);
    const json::Value root = document.root();
    if (root.kind() != json::Kind::array) return {read_observation(root, {}, datastream_id)};
    return read_all(root, {}, [&](json::Value item) { return read_observation(item, {}, datastream_id); });
}

}  // namespace hatang::telemetry
