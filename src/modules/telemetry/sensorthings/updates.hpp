// Tells clients at the MQTT broker what has changed: docs/internals/sensorthings.md, section 6. Loop thread
// only.
#pragma once

#include <deque>
#include <map>
#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "mqtt/client.hpp"
#include "telemetry/api.hpp"
#include "telemetry/sensorthings/update_topics.hpp"

namespace hatang::events {
struct Event;
}

namespace hatang::telemetry::sta {

class Updates {
  public:
    explicit Updates(Telemetry::State&);  // listens to events and commits
    // Throws unknown_user for an account that is not there, invalid_value for a topic that is none.
    task<void> begin(mqtt::Client&, UpdateSettings);
    task<void> end();
    bool telling() const { return client_ != nullptr; }

    // An entity was changed, in a transaction that began `at`; nothing: at any time.
    void changed(odata::Set, std::int64_t id, Instant at = {0});
    // Of a message from the broker: who listens to its topic has seen these readings.
    void seen(std::string_view topic, std::span<const Reading>);

  private:
    struct Topic {
        UpdateTopic what;
        Instant asked;
        // What was told last, by id; of one entity, before that what it was at a time of the database.
        std::unordered_map<std::int64_t, std::size_t> told;
        Instant known_at{0};
    };
    using Named = std::map<std::string, Topic, std::less<>>::value_type;
    using Change = std::pair<odata::Set, std::int64_t>;

    task<void> load_topics();
    void on_subscribed(std::string_view line);
    void ask(const std::string& topic, Instant now);
    void forget_oldest();
    void index();
    bool wanted(odata::Set) const;

    // What a reading is of that was committed just now.
    std::int64_t feature_of(const Stream&, std::int64_t t_us) const;
    void on_event(const events::Event&);
    void on_committed(std::span<const Reading>);
    void wake();
    task<void> tell();
    task<void> keep_topics();
    task<void> know_entities();
    task<void> renew_account();
    task<void> tell_changes();
    task<void> tell_change(Change, Instant at);
    task<void> tell_new_place(std::int64_t asset_id, Instant at);
    task<void> tell_readings();
    task<void> tell_taken(const std::vector<Reading>&);
    task<bool> leads_there(const UpdateTopic&);
    task<std::optional<std::string>> spell(const UpdateTopic&, std::int64_t id);
    void publish(std::string_view topic, std::string_view payload);
    void lost(std::size_t messages);

    Telemetry::State& state_;
    mqtt::Client* client_ = nullptr;
    UpdateSettings settings_;
    http::Principal who_;
    Instant who_until_{0};

    std::map<std::string, Topic, std::less<>> topics_;
    std::vector<std::string> asked_, forgotten_;  // not yet written down
    std::vector<std::string> unknown_;            // of one entity each, which was not looked at yet
    std::map<std::int64_t, Instant> places_;      // since when a work has been where it was last told to be
    std::size_t told_ = 0;                        // of all topics
    // Of the topics: which sets they end at, and whose Observations.
    std::set<odata::Set> sets_;
    bool all_readings_ = false;
    std::unordered_set<std::int64_t> streams_, features_;

    std::map<Change, Instant> changes_;  // the first since it was told
    std::deque<Reading> readings_;
    std::map<std::pair<std::int64_t, std::int64_t>, std::string> seen_;  // topic by datastream and time
    bool busy_ = false;
};

}  // namespace hatang::telemetry::sta
