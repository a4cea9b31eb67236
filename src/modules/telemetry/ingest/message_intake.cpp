#include "telemetry/ingest/message_intake.hpp"

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

MessageIntake::MessageIntake(Loop& loop, Gate& gate, Committer& committer, Clock& clock)
    : loop_(loop), gate_(gate), committer_(committer), clock_(clock) {}

task<void> MessageIntake::finish() {
    leaving_ = true;
    for (int i = 0; i < leave_steps_max && under_way_ > 0 && committer_.database_up(); ++i)
        co_await loop_.sleep(leave_step);
}

bool MessageIntake::take(MessageReader& reader, const mqtt::Publish& message, std::uint64_t token,
                         const Sender& sender) {
    if (leaving_ || !committer_.has_room() || preparing_ >= preparing_max) return false;
    Incoming in(gate_.arrivals());
    in.may_write = sender->may_write();
    try {
        reader.read(message, clock_.now(), in);
        if (in.prepare) {
            ++preparing_;
            ++under_way_;
            loop_.spawn(prepare(std::string(message.topic), token, sender, std::move(in)),
                        "telemetry.mqtt_prepare");
            return true;
        }
        settle(token, sender, in);
    } catch (const Error& e) {
        if (e.code == Code::unavailable) return false;
        refuse(in.connection ? *in.connection : gate_.connection(Path::mqtt, {}), message.topic, e, token,
               *sender);
    }
    return true;
}

task<void> MessageIntake::prepare(std::string topic, std::uint64_t token, Sender sender, Incoming in) {
    std::optional<Error> refused;
    for (bool done = false; !done && !leaving_;) {
        try {
            co_await in.prepare(in);
            // Nothing is waited for from here on, so there is still room when it is settled.
            done = committer_.has_room();
            if (done && !leaving_) settle(token, sender, in);
        } catch (const Error& e) {
            if (e.code != Code::unavailable) refused = e;
            done = refused.has_value();
        } catch (const std::exception& e) {
            refused = Error(Code::internal);
            done = true;
            log::error("telemetry.mqtt_prepare_failed", {{"topic", topic}, {"error", e.what()}});
        }
        if (!done) co_await loop_.sleep(prepare_again);
    }
    if (refused) refuse(*in.connection, topic, *refused, token, *sender);
    --preparing_;
    --under_way_;
    if (on_room) on_room();
}

void MessageIntake::settle(std::uint64_t token, const Sender& sender, Incoming& in) {
    if (!in.connection) return sender->acknowledge(token);
    Connection& connection = *in.connection;
    connection.lost += in.lost;
    for (const auto& [code, refused] : in.taken.refused)
        gate_.refused(connection, refused.first, refused.count);
    gate_.not_mapped(connection, in.taken.waiting, in.taken.left_out);
    if (in.answer) sender->publish(in.answer->first, in.answer->second);
    if (in.taken.readings.empty()) {
        gate_.heard(connection, in.arrivals);
        return sender->acknowledge(token);
    }
    gate_.put_checked(
        connection, std::move(in.taken.readings), in.arrivals, true,
        [this, sender, token](const Intake::Outcome& outcome) {
            --under_way_;
            if (!outcome.error) sender->acknowledge(token);
        },
        std::move(in.features));
    ++under_way_;
}

void MessageIntake::refuse(Connection& connection, std::string_view topic, const Error& error,
                           std::uint64_t token, MessageSender& sender) {
    gate_.refused(connection, error);
    const std::int64_t second = clock_.now().us / kSecond;
    if (std::exchange(log_second_, second) != second) logged_ = 0;
    if (logged_++ < refusals_logged_per_s)
        log::warn("telemetry.refused", {{"topic", topic.substr(0, 100)},
                                        {"code", error_info(error.code).code},
                                        {"where", error.where},
                                        {"error", error.text_en()}});
    sender.acknowledge(token);
}

}  // namespace hatang::telemetry
