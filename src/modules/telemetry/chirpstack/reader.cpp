#include "telemetry/chirpstack/reader.hpp"

#include <algorithm>

#include "telemetry/chirpstack/limits.hpp"

namespace hatang::telemetry {

std::vector<std::string> ChirpStackReader::filters() const {
    return {"application/+/device/+/event/up", "application/+/device/+/event/status"};
}

// How many frames the network did not hear. Not known after a join, which sets the counter back.
std::int64_t ChirpStackReader::frames_lost(const Uplink& u) {
    if (!u.frame) return 0;
    const auto found = frames_.find(u.dev_eui);
    if (found == frames_.end()) {
        if (frames_.size() < limits::frame_counters_max) frames_.emplace(u.dev_eui, *u.frame);
        return 0;
    }
    const std::int64_t jump = *u.frame - std::exchange(found->second, *u.frame);
    return jump > 1 && jump <= limits::frames_lost_max ? jump - 1 : 0;
}

void ChirpStackReader::decode_into(const Uplink& u, NamedValues& values, Taken& taken) const {
    const Decoder* decoder = choices_.find(u.dev_eui, u.profile);
    if (!decoder) {
        // What the codec of ChirpStack has made counts when nothing else is chosen.
        if (!u.object.empty() || !u.data || u.data->empty()) {
            values = u.object;
            return;
        }
        throw Error(Code::no_decoder, "/data", {u.dev_eui, u.profile});
    }
    if (!u.data) return;
    Result<Decoded> decoded = decode(*decoder, u.port, *u.data);
    if (!decoded) throw Error(decoded.error().code, "/data", decoded.error().args);
    for (const DecodedValue& v : decoded->values)
        values.emplace_back(v.field->name, NamedValue{ValueKind::number, v.value});
    if (decoded->rest) taken.refuse(Error(decoded->rest->code, "/data", decoded->rest->args));
}

void ChirpStackReader::read(const mqtt::Publish& message, Instant now, Incoming& in) {
    const auto topic = uplink_topic(message.topic);
    in.connection = &gate_.connection(Path::chirpstack, topic ? topic->dev_eui : std::string_view{});
    if (!topic)
        throw Error(Code::invalid_value, {},
                    {std::string(message.topic.substr(0, 100)), "application/…/device/…/event/…"});
    const bool is_status = topic->event == "status";
    const Uplink u = is_status ? parse_status(message.payload) : parse_uplink(message.payload);
    // What a device may say is bound to its topic.
    if (!std::ranges::equal(u.dev_eui, topic->dev_eui,
                            [](char a, char b) { return a == (b >= 'A' && b <= 'F' ? b - 'A' + 'a' : b); }))
        throw Error(Code::invalid_value, "/deviceInfo/devEui",
                    {u.dev_eui.substr(0, 40), std::string(topic->dev_eui)});
    if (!is_status) in.lost = frames_lost(u);
    MappedIntake intake(streams_, book_, std::move(in.arrivals), now, in.may_write);
    NamedValues values;
    if (is_status)
        values = u.object;
    else
        decode_into(u, values, intake.taken);
    for (const auto& [name, value] : values)
        intake.take(Source::chirpstack, u.dev_eui + "/" + name, value, u.time.value_or(now));
    in.taken = std::move(intake.taken);
    in.arrivals = intake.arrivals();
}

}  // namespace hatang::telemetry
