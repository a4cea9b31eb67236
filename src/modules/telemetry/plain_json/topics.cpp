#include "telemetry/plain_json/topics.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "telemetry/chirpstack/limits.hpp"
#include "telemetry/limits.hpp"

namespace hatang::telemetry {
namespace {

// Levels of a topic, by others.
constexpr std::array<std::string_view, 3> taken_levels{"v1.1", "application", "spBv1.0"};

std::string unescaped_token(std::string_view token) {
    std::string out;
    for (std::size_t i = 0; i < token.size(); ++i) {
        if (token[i] == '~' && i + 1 < token.size())
            out += token[++i] == '1' ? '/' : '~';
        else
            out += token[i];
    }
    return out;
}

std::optional<json::Value> at_pointer(json::Value v, std::string_view pointer) {
    while (!pointer.empty()) {
        pointer.remove_prefix(1);
        const std::size_t end = std::min(pointer.find('/'), pointer.size());
        const std::string token = unescaped_token(pointer.substr(0, end));
        pointer.remove_prefix(end);
        if (v.kind() == json::Kind::object) {
            const auto found = v.find(token);
            if (!found) return {};
            v = *found;
        } else if (v.kind() == json::Kind::array) {
            std::size_t index = 0;
            const auto [stop, error] = std::from_chars(token.data(), token.data() + token.size(), index);
            if (error != std::errc() || stop != token.data() + token.size() || index >= v.size()) return {};
            for (const json::Value item : v.items())
                if (index-- == 0) {
                    v = item;
                    break;
                }
        } else {
            return {};
        }
    }
    return v;
}

// Seconds or milliseconds since 1970, with a fraction or not.
Instant unix_time(double value, double unit_us, std::string_view where) {
    constexpr double years_most_us = 253'402'300'799e6;
    const double us = value * unit_us;
    if (!(std::abs(us) < years_most_us))
        throw Error(Code::invalid_time, std::string(where), {std::to_string(value)});
    return {std::llround(us)};
}

Instant read_record_time(json::Value record, const JsonTopic& topic) {
    const std::string& where = *topic.time_pointer;
    const auto v = at_pointer(record, where);
    if (!v) throw Error(Code::missing_field, where, {where});
    switch (topic.time_form) {
        case TimeForm::unix_s:
            return unix_time(v->number(where), 1e6, where);
        case TimeForm::unix_ms:
            return unix_time(v->number(where), 1e3, where);
        default:
            return json::read_instant(v->text(where), where);
    }
}

void by_pointer(json::Value v, const std::string& pointer, NamedValues& out) {
    if (v.kind() == json::Kind::object) {
        for (const auto [name, item] : v.members()) by_pointer(item, json::pointer(pointer, name), out);
    } else if (v.kind() == json::Kind::array) {
        std::size_t i = 0;
        for (const json::Value item : v.items()) by_pointer(item, json::pointer(pointer, i++), out);
    } else {
        flatten(v, pointer, out);
    }
}

JsonRecord read_record(json::Value v, const JsonTopic& topic) {
    JsonRecord out;
    if (topic.time_pointer) out.t = read_record_time(v, topic);
    by_pointer(v, {}, out.values);
    if (topic.time_pointer)
        std::erase_if(out.values, [&](const auto& each) { return each.first == *topic.time_pointer; });
    return out;
}

bool is_list_of_objects(json::Value v) {
    if (v.kind() != json::Kind::array || v.size() == 0) return false;
    for (const json::Value item : v.items())
        if (item.kind() != json::Kind::object) return false;
    return true;
}

}  // namespace

void check_topic_filter(std::string_view filter, std::string_view where) {
    const auto refused = [&](std::string_view expected) {
        return Error(Code::invalid_value, std::string(where),
                     {std::string(filter.substr(0, 100)), std::string(expected)});
    };
    const std::string_view first = filter.substr(0, filter.find('/'));
    if (first.empty() || first.find_first_of("+#$") != std::string_view::npos) throw refused("name/…");
    if (std::ranges::find(taken_levels, first) != taken_levels.end())
        throw refused("≠ v1.1, application, spBv1.0");
    // MQTT 3.1.1 section 4.7.1: a wildcard is a whole level, # the last one.
    for (std::string_view rest = filter;;) {
        const std::size_t end = rest.find('/');
        const std::string_view level = rest.substr(0, end);
        const bool wild = level.find_first_of("+#") != std::string_view::npos;
        if (wild && (level.size() != 1 || (level == "#" && end != std::string_view::npos)))
            throw refused("a/+/b, a/#");
        if (end == std::string_view::npos) return;
        rest.remove_prefix(end + 1);
    }
}

void check_pointer(std::string_view pointer, std::string_view where) {
    bool good = pointer.empty() || pointer.front() == '/';
    for (std::size_t i = 0; i < pointer.size(); ++i)
        if (pointer[i] == '~' &&
            (i + 1 == pointer.size() || (pointer[i + 1] != '0' && pointer[i + 1] != '1')))
            good = false;
    if (!good)
        throw Error(Code::invalid_value, std::string(where),
                    {std::string(pointer.substr(0, 100)), "RFC 6901, /a/b"});
}

std::vector<JsonRecord> read_json_records(std::string_view text, const JsonTopic& topic) {
    const json::Document document = json::parse(text);
    const json::Value root = document.root();
    std::vector<JsonRecord> out;
    if (!is_list_of_objects(root)) {
        out.push_back(read_record(root, topic));
        return out;
    }
    if (root.size() > limits::readings_per_batch_max)
        throw Error(Code::too_many_items, {},
                    {std::to_string(root.size()), std::to_string(limits::readings_per_batch_max)});
    for (const json::Value item : root.items()) {
        try {
            out.push_back(read_record(item, topic));
        } catch (Error& e) {
            e.where = json::pointer({}, out.size()) + e.where;
            throw;
        }
    }
    return out;
}

}  // namespace hatang::telemetry
