#include "telemetry/sensorthings/broker_reader.hpp"

#include <charconv>

#include "telemetry/limits.hpp"
#include "telemetry/sensorthings/results.hpp"

namespace hatang::telemetry::sta {
namespace {

constexpr std::string_view collection = "v1.1/Observations";
constexpr std::string_view topic_begin = "v1.1/Datastreams(", topic_end = ")/Observations";

}  // namespace

std::optional<std::int64_t> datastream_of_topic(std::string_view topic) {
    if (!topic.starts_with(topic_begin) || !topic.ends_with(topic_end) ||
        topic.size() <= topic_begin.size() + topic_end.size())
        return {};
    topic.remove_prefix(topic_begin.size());
    topic.remove_suffix(topic_end.size());
    std::int64_t id = 0;
    const auto [stop, error] = std::from_chars(topic.data(), topic.data() + topic.size(), id);
    if (error != std::errc() || stop != topic.data() + topic.size() || id <= 0) return {};
    return id;
}

std::vector<PostedObservation> read_message(std::string_view payload, std::optional<std::int64_t> datastream,
                                            Instant now) {
    const json::Document document = json::parse(payload);
    const json::Value root = document.root();
    std::vector<PostedObservation> out;
    if (root.kind() != json::Kind::array) {
        out.push_back(read_posted(root, now, datastream));
        return out;
    }
    if (root.size() > limits::readings_per_batch_max)
        throw Error(Code::too_many_items, {},
                    {std::to_string(root.size()), std::to_string(limits::readings_per_batch_max)});
    out.reserve(root.size());
    for (const json::Value item : root.items())
        out.push_back(read_posted(item, now, datastream, json::pointer({}, out.size())));
    return out;
}

std::vector<std::string> BrokerReader::filters() const {
    return {"v1.1/+/Observations", std::string(collection)};
}

void BrokerReader::read(const mqtt::Message& message, Instant now, Incoming& in) {
    const auto id = datastream_of_topic(message.topic);
    const Stream* named = id ? streams_.find(*id) : nullptr;
    // The broker does not say who has published: the sensor of the datastream stands for them.
    const auto sender = [&](const Stream* s) -> Connection& {
        return gate_.connection(Path::mqtt, s ? std::to_string(s->about.sensor_id) : "");
    };
    in.connection = &sender(named);
    if (!id && message.topic != collection)
        throw Error(Code::unknown_datastream, {}, {message.topic.substr(0, 100)});
    std::vector<PostedObservation> posted = read_message(message.payload, id, now);
    for (std::size_t i = 0; i < posted.size(); ++i) {
        const Stream* s = streams_.find(posted[i].reading.datastream_id);
        if (i == 0) in.connection = &sender(s);
        if (s) {
            require_feature(posted[i], s->about, posted.size() > 1 ? json::pointer({}, i) : "");
            if (s->result == ResultType::several)
                throw Error(Code::unknown_datastream, {}, {std::to_string(s->about.id)});
            // A text would have to be looked up in the database first: those come over HTTP.
            if (settle_result(s->result, posted[i]))
                throw Error(Code::wrong_result_type, posted[i].result_where,
                            {"number, boolean", std::string(posted[i].result_kind)});
        }
        in.taken.readings.push_back(posted[i].reading);
    }
    in.arrivals = gate_.check(*in.connection, in.taken.readings, {}, posted_fields);
}

}  // namespace hatang::telemetry::sta
