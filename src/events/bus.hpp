// What happened, told to those who care. An event is written in the transaction of the change (outbox table
// events.outbox), so it exists exactly when the change does; every node hears of it (LISTEN/NOTIFY) and hands
// it to its subscribers once, as soon as it is committed, in the order of the outbox. Only an event whose
// transaction commits after that of a later one comes out of order.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "db/migrate.hpp"
#include "db/pool.hpp"

namespace hatang::events {

struct Event {
    std::int64_t id = 0;  // position in the outbox
    std::string topic;    // "asset.changed", "alarm.raised", "work.closed"
    std::string key;      // id of the thing, as text
    std::string payload;  // JSON
    Instant at;
};

// Writes an event; call inside a transaction, after the change.
task<void> emit(db::Session&, std::string_view topic, std::string_view key, std::string_view payload_json);

class Bus {
  public:
    Bus(Loop&, db::Pool&);
    ~Bus();
    static db::ModuleSchema schema();

    // As events::emit.
    task<void> emit(db::Session&, std::string_view topic, std::string_view key,
                    std::string_view payload_json);
    // Every topic that begins with `prefix` ("alarm."). Subscribe before start(). A subscriber that throws is
    // logged.
    void subscribe(std::string prefix, std::function<void(const Event&)>);
    // Starts at the end of the outbox: earlier events were part of the state already.
    task<void> start();
    task<void> stop();
    // All events up to this id have been handed out: the cursor to give to a client. A client that comes back
    // with it may see an event a second time, never miss one.
    std::int64_t position() const;
    // What has been handed out, for statements that ask with HATANG_UNSEEN_EVENTS (events/unseen.hpp) whether
    // more has happened. Nothing while the bus does not run.
    struct Seen {
        std::int64_t top = 0;
        std::vector<std::int64_t> gaps;  // below, and not handed out
    };
    std::optional<Seen> seen() const;
    // Events after `cursor` that have been handed out, for a client that comes back; nothing when the cursor
    // is older than the kept outbox or not of this database: the client then takes a fresh snapshot.
    task<std::optional<std::vector<Event>>> since(std::int64_t cursor, int limit);

  private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace hatang::events
