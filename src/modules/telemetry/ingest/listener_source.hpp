// Takes the messages that devices publish at our own listener. Each device signs in with a credential, as on
// HTTP, and may write what that may. While the queue is full or the database away, nothing is read.
#pragma once

#include <set>
#include <unordered_map>

#include "http/rate_limit.hpp"
#include "module.hpp"
#include "mqtt/server.hpp"
#include "security/api.hpp"
#include "telemetry/ingest/message_intake.hpp"

namespace hatang::telemetry {

class ListenerSource {
  public:
    ListenerSource(Platform&, security::Security&, Gate&, MessageIntake&);
    // Before attach().
    void add(MessageReader& reader) { readers_.push_back(&reader); }
    void attach(mqtt::Server&);
    // After attach(): a reader has another filter.
    void listen(MessageReader&, std::string filter);
    task<mqtt::Admission> admit(mqtt::Visitor);
    void on_room();
    // Reads no more; what was taken is still acknowledged, until the server is let go.
    void leave();
    task<void> detach();
    const mqtt::Server* server() const { return server_; }

  private:
    class Device;
    // A credential with whoever is connected by it.
    struct Publisher {
        http::Principal who;
        std::string token;
        MayWrite may_write;
        std::set<Device*> devices;
        Instant checked;
        bool doubtful = false;  // something has changed: looked at again now
    };
    using Published = std::shared_ptr<Publisher>;

    bool take(Device&, const mqtt::Publish&, std::uint64_t token);
    MessageReader* reader_of(std::string_view topic) const;
    task<mqtt::Entry> sign_in(const mqtt::Visitor&, Published&);
    void give_rights(Publisher&, http::Principal) const;
    void on_event(const events::Event&);
    task<void> watch_rights();
    task<void> check(Published);
    void end(Publisher&);

    Platform& platform_;
    security::Security& security_;
    Gate& gate_;
    MessageIntake& intake_;
    mqtt::Server* server_ = nullptr;
    std::vector<MessageReader*> readers_;
    std::vector<std::pair<std::string, MessageReader*>> routes_;  // by filter
    std::unordered_map<std::string, Published> publishers_;       // by token
    http::TokenBuckets sign_ins_;
    Signal doubts_, ended_;
    bool watching_ = false, leaving_ = false;
};

}  // namespace hatang::telemetry
