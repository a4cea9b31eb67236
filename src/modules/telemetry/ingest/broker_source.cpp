#include "telemetry/ingest/broker_source.hpp"

#include <utility>

#include "base/log.hpp"

namespace hatang::telemetry {
namespace {

// A flood of bad messages must not fill the disk with lines.
constexpr int refusals_logged_per_s = 10;
// Commits under way at the end get this long.
constexpr std::chrono::milliseconds leave_step{10};
constexpr int leave_steps_max = 300;
// Messages that ask the database before they are committed; and how long they wait while it is away.
constexpr int preparing_max = 20;
constexpr std::chrono::milliseconds prepare_again{200};

}  // namespace

BrokerSource::BrokerSource(Loop& loop, Gate& gate, Committer& committer, Clock& clock)
    : loop_(loop), gate_(gate), committer_(committer), clock_(clock) {}

void BrokerSource::attach(mqtt::Client& client) {
    client_ = &client;
    for (MessageReader* reader : readers_)
        for (std::string& filter : reader->filters()) listen(*reader, std::move(filter));
}

void BrokerSource::listen(MessageReader& reader, std::string filter) {
    if (!client_) return;
    client_->subscribe(std::move(filter), 1,
                       [this, &reader](mqtt::Message message) { on_message(reader, std::move(message)); });
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

void BrokerSource::on_message(MessageReader& reader, mqtt::Message message) {
    if (!client_ || leaving_) return;  // not acknowledged: the broker keeps it for us
    const bool waits = !held_.empty() || !take(reader, message);
    if (waits) held_.push_back({&reader, std::move(message)});
    if ((waits || !committer_.database_up()) && !paused_) {
        paused_ = true;
        ++pauses_;
        client_->pause();
        log::warn("telemetry.mqtt_paused", {{"queued", committer_.queued()}});
    }
}

void BrokerSource::on_room() {
    if (!client_ || leaving_) return;
    while (!held_.empty() && take(*held_.front().reader, held_.front().message)) held_.pop_front();
    if (!held_.empty() || !paused_) return;
    paused_ = false;
    client_->resume();
    log::info("telemetry.mqtt_resumed", {});
}

bool BrokerSource::take(MessageReader& reader, const mqtt::Message& message) {
    if (!committer_.has_room() || preparing_ >= preparing_max) return false;
    Incoming in(gate_.arrivals());
    try {
        reader.read(message, clock_.now(), in);
        if (in.prepare) {
            ++preparing_;
            ++under_way_;
            loop_.spawn(prepare(message, std::move(in)), "telemetry.mqtt_prepare");
            return true;
        }
        settle(message, in);
    } catch (const Error& e) {
        if (e.code == Code::unavailable) return false;
        refuse(in.connection ? *in.connection : gate_.connection(Path::mqtt, {}), message, e);
    }
    return true;
}

task<void> BrokerSource::prepare(mqtt::Message message, Incoming in) {
    std::optional<Error> refused;
    for (bool done = false; !done && !leaving_;) {
        try {
            co_await in.prepare(in);
            // Nothing is waited for from here on, so there is still room when it is settled.
            done = committer_.has_room();
            if (done && client_) settle(message, in);
        } catch (const Error& e) {
            if (e.code != Code::unavailable) refused = e;
            done = refused.has_value();
        } catch (const std::exception& e) {
            refused = Error(Code::internal);
            done = true;
            log::error("telemetry.mqtt_prepare_failed", {{"topic", message.topic}, {"error", e.what()}});
        }
        if (!done) co_await loop_.sleep(prepare_again);
    }
    if (refused) refuse(*in.connection, message, *refused);
    --preparing_;
    --under_way_;
    on_room();
}

void BrokerSource::settle(const mqtt::Message& message, Incoming& in) {
    if (!in.connection) return acknowledge(message);
    Connection& connection = *in.connection;
    connection.lost += in.lost;
    for (const auto& [code, refused] : in.taken.refused)
        gate_.refused(connection, refused.first, refused.count);
    gate_.not_mapped(connection, in.taken.waiting, in.taken.left_out);
    if (in.answer) in.answer(*client_);
    if (in.taken.readings.empty()) {
        gate_.heard(connection, in.arrivals);
        return acknowledge(message);
    }
    const mqtt::Message token{.topic = {}, .payload = {}, .qos = message.qos, .token = message.token};
    gate_.put_checked(
        connection, std::move(in.taken.readings), in.arrivals, true,
        [this, token](const Intake::Outcome& outcome) {
            --under_way_;
            if (!outcome.error) acknowledge(token);
        },
        std::move(in.features));
    ++under_way_;
}

// It would never become right: counted, logged, acknowledged.
void BrokerSource::refuse(Connection& connection, const mqtt::Message& message, const Error& error) {
    gate_.refused(connection, error);
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
