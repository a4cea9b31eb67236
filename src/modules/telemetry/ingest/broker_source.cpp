#include "telemetry/ingest/broker_source.hpp"

#include <charconv>

#include "base/log.hpp"
#include "telemetry/ingest/parse.hpp"
#include "telemetry/limits.hpp"

namespace hatang::telemetry {
namespace {

constexpr std::string_view topic_begin = "v1.1/Datastreams(", topic_end = ")/Observations";
constexpr const char* topic_filter = "v1.1/+/Observations";
// A flood of bad messages must not fill the disk with lines.
constexpr int refusals_logged_per_s = 10;
// Commits under way at the end get this long.
constexpr std::chrono::milliseconds leave_step{10};
constexpr int leave_steps_max = 300;

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

BrokerSource::BrokerSource(Loop& loop, Gate& gate, Committer& committer, Clock& clock)
    : loop_(loop), gate_(gate), committer_(committer), clock_(clock) {}

void BrokerSource::attach(mqtt::Client& client) {
    client_ = &client;
    client.subscribe(topic_filter, 1, [this](mqtt::Message message) { on_message(std::move(message)); });
}

task<void> BrokerSource::detach() {
    if (!client_) co_return;
    leaving_ = true;
    client_->pause();
    for (int i = 0; i < leave_steps_max && under_way_ > 0 && committer_.database_up(); ++i)
        co_await loop_.sleep(leave_step);
    client_ = nullptr;
    held_.clear();
}

void BrokerSource::on_message(mqtt::Message message) {
    if (!client_ || leaving_) return;  // not acknowledged: the broker keeps it for us
    const bool waits = !held_.empty() || !take(message);
    if (waits) held_.push_back(std::move(message));
    if ((waits || !committer_.database_up()) && !paused_) {
        paused_ = true;
        client_->pause();
        log::warn("telemetry.mqtt_paused", {{"queued", committer_.queued()}});
    }
}

void BrokerSource::on_room() {
    if (!client_ || leaving_) return;
    while (!held_.empty() && take(held_.front())) held_.pop_front();
    if (!held_.empty() || !paused_) return;
    paused_ = false;
    client_->resume();
    log::info("telemetry.mqtt_resumed", {});
}

bool BrokerSource::take(const mqtt::Message& message) {
    if (!committer_.has_room()) return false;
    try {
        if (message.payload.size() > limits::body_bytes_max)
            throw Error(Code::body_too_large, {}, {std::to_string(limits::body_bytes_max)});
        const auto id = datastream_of_topic(message.topic);
        if (!id) throw Error(Code::unknown_datastream, {}, {message.topic.substr(0, 100)});
        std::vector<Reading> readings = parse_observations(message.payload, *id);
        if (readings.empty()) {
            acknowledge(message);
            return true;
        }
        const mqtt::Message token{.topic = {}, .payload = {}, .qos = message.qos, .token = message.token};
        gate_.put(Path::mqtt, std::move(readings), {}, observation_fields, true,
                  [this, token](const Intake::Outcome& outcome) {
                      --under_way_;
                      if (!outcome.error) acknowledge(token);
                  });
        ++under_way_;
    } catch (const Error& e) {
        if (e.code == Code::unavailable) return false;
        refuse(message, e);
    }
    return true;
}

// It would never become right: counted, logged, acknowledged.
void BrokerSource::refuse(const mqtt::Message& message, const Error& error) {
    gate_.refused(Path::mqtt, error);
    const std::int64_t second = clock_.now().us / kSecond;
    if (std::exchange(log_second_, second) != second) logged_ = 0;
    if (logged_++ < refusals_logged_per_s)
        log::warn("telemetry.refused", {{"topic", message.topic.substr(0, 100)},
                                        {"code", error_info(error.code).code},
                                        {"where", error.where},
                                        {"error", error.text_en()}});
    acknowledge(message);
}

void BrokerSource::acknowledge(const mqtt::Message& message) {
    if (client_ && message.qos > 0) client_->acknowledge(message.token);
}

}  // namespace hatang::telemetry
