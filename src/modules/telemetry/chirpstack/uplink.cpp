#include "telemetry/chirpstack/uplink.hpp"

#include <algorithm>
#include <cmath>

#include "json/describe.hpp"
#include "telemetry/chirpstack/limits.hpp"
#include "telemetry/decoders/decoder.hpp"

namespace hatang::telemetry {
namespace {

std::optional<std::string_view> cut(std::string_view& rest, char at) {
    const std::size_t end = rest.find(at);
    if (end == std::string_view::npos) return {};
    const std::string_view part = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    return part;
}

Uplink read_head(json::Value root) {
    Uplink out;
    const auto device = root.find("deviceInfo");
    if (!device) throw Error(Code::missing_field, "/deviceInfo", {"deviceInfo"});
    const auto eui = device->find("devEui");
    if (!eui) throw Error(Code::missing_field, "/deviceInfo/devEui", {"devEui"});
    out.dev_eui = eui->text("/deviceInfo/devEui");
    std::ranges::transform(out.dev_eui, out.dev_eui.begin(), [](char c) {
        return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    const auto profile = device->find("deviceProfileName");
    if (profile && !profile->is_null()) out.profile = profile->text("/deviceInfo/deviceProfileName");
    const auto time = root.find("time");
    if (time && !time->is_null()) out.time = json::read_instant(time->text("/time"), "/time");
    return out;
}

}  // namespace

std::optional<UplinkTopic> uplink_topic(std::string_view topic) {
    const auto a = cut(topic, '/');
    (void)cut(topic, '/');  // the application
    const auto b = cut(topic, '/'), eui = cut(topic, '/'), c = cut(topic, '/');
    if (!c || *a != "application" || *b != "device" || *c != "event" ||
        topic.find('/') != std::string_view::npos)
        return {};
    const bool is_eui = eui->size() == 16 && std::ranges::all_of(*eui, [](char d) {
                            return (d >= '0' && d <= '9') || (d >= 'a' && d <= 'f') || (d >= 'A' && d <= 'F');
                        });
    if (!is_eui) return {};
    return UplinkTopic{*eui, topic};
}

void flatten(json::Value v, const std::string& name, NamedValues& out) {
    const auto below = [&name](std::string_view part) {
        return name.empty() ? std::string(part) : name + "." + std::string(part);
    };
    if (out.size() > limits::uplink_values_max)
        throw Error(Code::too_many_items, {},
                    {std::to_string(out.size()), std::to_string(limits::uplink_values_max)});
    switch (v.kind()) {
        case json::Kind::null:
            return;
        case json::Kind::boolean:
            out.emplace_back(name, NamedValue{ValueKind::boolean, v.boolean() ? 1.0 : 0.0});
            return;
        case json::Kind::integer: {
            const double value = v.number();
            constexpr double exact_max = 9007199254740992.0;
            out.emplace_back(name, NamedValue{ValueKind::number, value, std::abs(value) <= exact_max});
            return;
        }
        case json::Kind::real:
            out.emplace_back(name, NamedValue{ValueKind::number, v.number()});
            return;
        case json::Kind::text:
            out.emplace_back(name, NamedValue{ValueKind::text});
            return;
        case json::Kind::array: {
            std::size_t i = 0;
            for (const json::Value item : v.items()) flatten(item, below(std::to_string(i++)), out);
            return;
        }
        case json::Kind::object:
            for (const auto [part, item] : v.members()) flatten(item, below(part), out);
    }
}

Uplink parse_uplink(std::string_view text) {
    const json::Document document = json::parse(text);
    const json::Value root = document.root();
    Uplink out = read_head(root);
    if (const auto port = root.find("fPort"); port && !port->is_null()) out.port = port->integer("/fPort");
    if (const auto frame = root.find("fCnt"); frame && !frame->is_null()) out.frame = frame->integer("/fCnt");
    if (const auto data = root.find("data"); data && !data->is_null()) {
        Result<std::string> bytes = bytes_of_base64(data->text("/data"));
        if (!bytes) throw Error(bytes.error().code, "/data", bytes.error().args);
        out.data = *std::move(bytes);
    }
    if (const auto object = root.find("object")) flatten(*object, {}, out.object);
    return out;
}

Uplink parse_status(std::string_view text) {
    const json::Document document = json::parse(text);
    const json::Value root = document.root();
    Uplink out = read_head(root);
    const auto unavailable = root.find("batteryLevelUnavailable"),
               external = root.find("externalPowerSource");
    const auto is_true = [](const std::optional<json::Value>& v) {
        return v && v->kind() == json::Kind::boolean && v->boolean();
    };
    const auto battery = root.find("batteryLevel"), margin = root.find("margin");
    if (battery && !is_true(unavailable) && !is_true(external))
        out.object.emplace_back("battery", NamedValue{ValueKind::number, battery->number("/batteryLevel")});
    if (margin) out.object.emplace_back("margin", NamedValue{ValueKind::number, margin->number("/margin")});
    return out;
}

}  // namespace hatang::telemetry
