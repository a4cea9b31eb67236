#include "telemetry/ingest/parse.hpp"

#include <algorithm>
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

Reading read_reading(json::Value object) {
    constexpr ReadingFields names;
    const std::array<std::string_view, 4> known{names.datastream, names.time, names.value, names.quality};
    constexpr std::size_t required = 3;
    Reading r;
    unsigned seen = 0;
    for (const auto [name, value] : object.members()) {
        const auto i = static_cast<std::size_t>(std::ranges::find(known, name) - known.begin());
        if (i == known.size()) throw Error(Code::unknown_field, json::pointer({}, name), {std::string(name)});
        if (seen & (1u << i))
            throw Error(Code::duplicate_field, json::pointer({}, name), {std::string(name)});
        seen |= 1u << i;
        located({}, name, [&, v = value] {
            if (i == 0) r.datastream_id = v.integer();
            if (i == 1) r.t = json::read_instant(v.text(), {});
            if (i == 2) r.value = read_result(v);
            if (i == 3) r.quality = read_quality(v);
        });
    }
    for (std::size_t i = 0; i < required; ++i)
        if (!(seen & (1u << i)))
            throw Error(Code::missing_field, json::pointer({}, known[i]), {std::string(known[i])});
    return r;
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
    const auto items = readings->items("/readings");
    if (readings->size() > limits::readings_per_batch_max)
        throw Error(Code::too_many_items, "/readings",
                    {std::to_string(readings->size()), std::to_string(limits::readings_per_batch_max)});
    std::vector<Reading> out;
    out.reserve(readings->size());
    for (const json::Value item : items) {
        try {
            out.push_back(read_reading(item));
        } catch (Error& e) {
            e.where = json::pointer("/readings", out.size()) + e.where;
            throw;
        }
    }
    return out;
}

}  // namespace hatang::telemetry
