// What happened, told to those who care. An event is written in the transaction of the change (outbox table
// events.outbox), so it exists exactly when the change does; every node hears of it (LISTEN/NOTIFY) and hands
// it to its subscribers in the order of the outbox.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "db/migrate.hpp"
#include "db/pool.hpp"

namespace hatang::events {

struct Event {
    std::int64_t id = 0;  // position in the outbox: the cursor of the live channel
    std::string topic;    // "asset.changed", "alarm.raised", "work.closed"
    std::string key;      // id of the thing, as text
    std::string payload;  // JSON
    Instant at;
};

class Bus {
  public:
    Bus(Loop&, db::Pool&);
    ~Bus();
    static db::ModuleSchema schema();

    // Call inside a transaction, after the change.
    task<void> emit(db::Session&, std::string_view topic, std::string_view key,
                    std::string_view payload_json);
    // Every topic that begins with `prefix` ("alarm."). Subscribe before start(). A subscriber that throws is
    // logged.
    void subscribe(std::string prefix, std::function<void(const Event&)>);
    // Starts at the end of the outbox: earlier events were part of the state already.
    task<void> start();
    // Position that start() began from or the last event handed out.
    std::int64_t position() const;
    // Events after `cursor`, for a client that comes back; nothing when the cursor is older than the kept
    // outbox.
    task<std::optional<std::vector<Event>>> since(std::int64_t cursor, int limit);

    struct State;

  private:
    std::shared_ptr<State> state_;
};

}  // namespace hatang::events
