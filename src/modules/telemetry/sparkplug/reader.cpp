#include "telemetry/sparkplug/reader.hpp"

namespace hatang::telemetry {

std::vector<std::string> SparkplugReader::filters() const {
    return {"spBv1.0/+/NBIRTH/+",   "spBv1.0/+/NDATA/+",   "spBv1.0/+/NDEATH/+",
            "spBv1.0/+/DBIRTH/+/+", "spBv1.0/+/DDATA/+/+", "spBv1.0/+/DDEATH/+/+"};
}

void SparkplugReader::read(const mqtt::Publish& message, Instant now, Incoming& in) {
    const auto topic = sparkplug_topic(message.topic);
    const std::string node = topic ? topic->key() : std::string();
    in.connection = &gate_.connection(Path::sparkplug, node);
    if (!topic)
        throw Error(Code::invalid_value, {}, {std::string(message.topic.substr(0, 100)), "spBv1.0/…"});
    Result<SparkplugOutcome> result = nodes_.take(*topic, message.payload, now);
    SparkplugOutcome outcome = std::move(result).value();
    in.lost = outcome.lost;
    MappedIntake intake(streams_, book_, std::move(in.arrivals), now, in.may_write);
    for (const SparkplugValue& v : outcome.values)
        intake.take(Source::sparkplug, v.series, v.value, v.t_ms ? Instant{*v.t_ms * kMillisecond} : now);
    if (outcome.not_known > 0)
        intake.taken.refuse(Error(Code::not_born, {}, {node, std::to_string(outcome.not_known)}),
                            outcome.not_known);
    if (outcome.ask_rebirth)
        in.answer = {"spBv1.0/" + std::string(topic->group) + "/NCMD/" + std::string(topic->node),
                     rebirth_command(static_cast<std::uint64_t>(now.us / kMillisecond))};
    in.taken = std::move(intake.taken);
    in.arrivals = intake.arrivals();
}

}  // namespace hatang::telemetry
