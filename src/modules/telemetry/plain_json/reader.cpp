#include "telemetry/plain_json/reader.hpp"

#include <algorithm>

#include "mqtt/codec.hpp"

namespace hatang::telemetry {

std::vector<std::string> JsonReader::filters() const {
    std::vector<std::string> out;
    for (const JsonTopic& topic : topics) out.push_back(topic.filter);
    return out;
}

void JsonReader::read(const mqtt::Publish& message, Instant now, Incoming& in) {
    const auto topic = std::ranges::find_if(
        topics, [&](const JsonTopic& t) { return mqtt::topic_matches(t.filter, message.topic); });
    if (topic == topics.end()) return;
    in.connection = &gate_.connection(Path::json, message.topic);
    const std::string series(message.topic);
    const std::vector<JsonRecord> records = read_json_records(message.payload, *topic);
    MappedIntake intake(streams_, book_, std::move(in.arrivals), now, in.may_write);
    for (const JsonRecord& record : records)
        for (const auto& [pointer, value] : record.values)
            intake.take(Source::json, pointer.empty() ? series : series + " " + pointer, value,
                        record.t.value_or(now));
    in.taken = std::move(intake.taken);
    in.arrivals = intake.arrivals();
}

}  // namespace hatang::telemetry
