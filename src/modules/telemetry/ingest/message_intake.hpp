// Takes messages of MQTT through their readers to a commit, and acknowledges each after it: one way for those
// of a broker and for those that devices publish here.
#pragma once

#include <memory>

#include "telemetry/ingest/gate.hpp"
#include "telemetry/ingest/message_reader.hpp"

namespace hatang::telemetry {

// To whom a message is acknowledged.
class MessageSender {
  public:
    virtual ~MessageSender() = default;
    // Committed, or refused for good. Token 0: nobody waits for it.
    virtual void acknowledge(std::uint64_t token) = 0;
    virtual void publish(std::string_view topic, std::string_view payload) = 0;
    // Which datastreams it may write; null: every one.
    virtual const MayWrite* may_write() const { return nullptr; }
};

class MessageIntake {
  public:
    MessageIntake(Loop&, Gate&, Committer&, Clock&);

    // False: no room now, offer it again after on_room.
    bool take(MessageReader&, const mqtt::Publish&, std::uint64_t token,
              const std::shared_ptr<MessageSender>&);
    // It would never become right: counted, logged, acknowledged.
    void refuse(Connection&, std::string_view topic, const Error&, std::uint64_t token, MessageSender&);
    // The readings of a message go on into the queue also while the database is away: they wait there.
    bool database_up() const { return committer_.database_up(); }
    std::size_t queued() const { return committer_.queued(); }
    // Nothing more is taken; waits a little for the commits under way and their acknowledgements.
    task<void> finish();
    std::function<void()> on_room = {};

  private:
    using Sender = std::shared_ptr<MessageSender>;
    void settle(std::uint64_t token, const Sender&, Incoming&);
    task<void> prepare(std::string topic, std::uint64_t token, Sender, Incoming);

    Loop& loop_;
    Gate& gate_;
    Committer& committer_;
    Clock& clock_;
    std::int64_t under_way_ = 0;
    int preparing_ = 0;
    bool leaving_ = false;
    std::int64_t log_second_ = 0;
    int logged_ = 0;
};

}  // namespace hatang::telemetry
