#include "telemetry/sensorthings/updates.hpp"

#include <algorithm>
#include <charconv>

#include "base/log.hpp"
#include "events/bus.hpp"
#include "telemetry/sensorthings/limits.hpp"
#include "telemetry/sensorthings/queries.hpp"
#include "telemetry/sensorthings/surface.hpp"

namespace hatang::telemetry::sta {
namespace {

using odata::Resource;

constexpr std::string_view subscriptions = "$SYS/broker/log/M/subscribe";
constexpr std::string_view lost_metric = "hatang_mqtt_updates_lost_total",
                           told_metric = "hatang_mqtt_updates_total";
// At the end what waits is told, for at most this long.
constexpr std::chrono::milliseconds updates_end_step{10};
constexpr int updates_end_steps_max = 100;

std::optional<std::int64_t> number_of(std::string_view key) {
    std::int64_t id = 0;
    const auto [stop, error] = std::from_chars(key.data(), key.data() + key.size(), id);
    if (error != std::errc() || stop != key.data() + key.size()) return {};
    return id;
}

}  // namespace

Updates::Updates(Telemetry::State& state) : state_(state) {
    for (const char* prefix :
         {"datastream.", "sensor.", "observed_property.", "feature_of_interest.", "asset."})
        state.platform.events.subscribe(prefix, [this](const events::Event& e) { on_event(e); });
    state.storage.committer.on_committed.push_back(
        [this](std::span<const Reading> readings) { on_committed(readings); });
    state.platform.metrics.describe(std::string(told_metric), "Updates published at the broker");
    state.platform.metrics.describe(std::string(lost_metric),
                                    "Updates that were not told: too many at once, or no broker");
}

task<void> Updates::begin(mqtt::Client& client, UpdateSettings settings) {
    settings_ = std::move(settings);
    const db::Rows accounts = co_await state_.platform.db.run(sql::account_id, settings_.account);
    if (accounts.empty()) throw Error(Code::unknown_user, "--mqtt-updates-as", {settings_.account});
    co_await load_topics();
    const Instant now = state_.platform.clock.now();
    for (const std::string& topic : settings_.topics) {
        if (!read_update_topic(topic))
            throw Error(Code::invalid_value, "--mqtt-updates-topic", {topic, "v1.1/Things(1)/Datastreams"});
        ask(topic, now);
    }
    client_ = &client;
    client.subscribe(std::string(subscriptions), 1, [this](mqtt::Message message) {
        if (!client_) return;
        on_subscribed(message.payload);
        if (message.qos > 0) client_->acknowledge(message.token);
    });
    wake();
}

task<void> Updates::end() {
    for (int i = 0; i < updates_end_steps_max && client_ && busy_ && client_->connected(); ++i)
        co_await state_.platform.loop.sleep(updates_end_step);
    client_ = nullptr;
}

// -- topics

task<void> Updates::load_topics() {
    const db::Rows rows = co_await state_.platform.db.run(sql::update_topics);
    for (const db::Row row : rows)
        if (auto what = read_update_topic(row.text("topic")))
            topics_.emplace(std::string(row.text("topic")),
                            Topic{*std::move(what), row.instant("asked_at"), {}});
    for (const auto& [name, topic] : topics_)
        if (topic.what.resource.parts.back().key) unknown_.push_back(name);
    index();
}

void Updates::on_subscribed(std::string_view line) {
    if (const auto topic = subscribed_topic(line)) ask(std::string(*topic), state_.platform.clock.now());
}

void Updates::ask(const std::string& topic, Instant now) {
    const auto known = topics_.find(topic);
    if (known != topics_.end()) {
        if (now - known->second.asked < sta_limits::update_topic_renewed_us) return;
        known->second.asked = now;
    } else {
        auto what = read_update_topic(topic);
        if (!what) return;
        if (topics_.size() >= sta_limits::update_topics_max) forget_oldest();
        if (what->resource.parts.back().key) unknown_.push_back(topic);
        topics_.emplace(topic, Topic{*std::move(what), now, {}});
        index();
    }
    asked_.push_back(topic);
    wake();
}

void Updates::forget_oldest() {
    const auto oldest =
        std::ranges::min_element(topics_, {}, [](const Named& named) { return named.second.asked; });
    log::warn("telemetry.update_topic_forgotten", {{"topic", oldest->first}});
    std::erase(asked_, oldest->first);
    forgotten_.push_back(oldest->first);
    told_ -= oldest->second.told.size();
    topics_.erase(oldest);
}

void Updates::index() {
    sets_.clear(), streams_.clear(), features_.clear();
    all_readings_ = false;
    for (const auto& [name, topic] : topics_) {
        const auto& parts = topic.what.resource.parts;
        sets_.insert(topic.what.resource.set());
        if (!topic.what.of_readings()) continue;
        if (parts.size() == 1) {
            all_readings_ = true;
            continue;
        }
        const Resource::Part& above = parts[parts.size() - 2];
        (odata::is_stream(above.set) ? streams_ : features_).insert(*above.key);
    }
}

bool Updates::wanted(Set set) const { return client_ && sets_.contains(set); }

// What could not be written down is written down with the next.
task<void> Updates::keep_topics() {
    if (!forgotten_.empty()) {
        const std::vector<std::string> gone = forgotten_;
        co_await state_.platform.db.run(sql::forget_update_topics, gone);
        std::erase_if(forgotten_,
                      [&](const std::string& t) { return std::ranges::find(gone, t) != gone.end(); });
    }
    if (!asked_.empty()) {
        std::vector<std::string> now = asked_;
        std::ranges::sort(now);
        now.erase(std::unique(now.begin(), now.end()), now.end());
        const Instant at = state_.platform.clock.now();
        co_await state_.platform.db.run(sql::keep_update_topics, now, at);
        std::erase_if(asked_, [&](const std::string& t) { return std::ranges::find(now, t) != now.end(); });
    }
}

// What one entity is before it changes: so the topic of a property hears of that property alone.
task<void> Updates::know_entities() {
    for (std::size_t n = 0; n < sta_limits::updates_changes_per_pause && !unknown_.empty() && client_; ++n) {
        const std::string name = unknown_.back();
        const auto before = topics_.find(name);
        if (before != topics_.end()) {
            const UpdateTopic what = before->second.what;
            const std::int64_t id = *what.resource.parts.back().key;
            const std::optional<std::string> text = co_await spell(what, id);
            const db::Rows time = co_await state_.platform.db.run(sql::time_now);
            const auto topic = topics_.find(name);
            if (text && topic != topics_.end() &&
                topic->second.told.try_emplace(id, std::hash<std::string>{}(*text)).second) {
                topic->second.known_at = time.front().instant("now");
                ++told_;
            }
        }
        std::erase(unknown_, name);
    }
}

// -- what has changed

void Updates::changed(Set set, std::int64_t id, Instant at) {
    if (!wanted(set)) return;
    if (changes_.size() >= sta_limits::updates_changes_max) return lost(1);
    changes_.try_emplace({set, id}, at);
    wake();
}

void Updates::on_event(const events::Event& event) {
    const auto id = number_of(event.key);
    if (!client_ || !id) return;
    if (event.topic == "sensor.changed") return changed(Set::sensors, *id, event.at);
    if (event.topic == "observed_property.changed") return changed(Set::observed_properties, *id, event.at);
    if (event.topic == "feature_of_interest.changed")
        return changed(Set::features_of_interest, *id, event.at);
    if (event.topic == "datastream.changed") {
        // One of both: the other is not there.
        changed(Set::datastreams, *id, event.at);
        return changed(Set::multi_datastreams, *id, event.at);
    }
    if (event.topic != "asset.changed") return;
    for (const Set set : {Set::things, Set::locations, Set::features_of_interest, Set::historical_locations})
        changed(set, *id, event.at);
}

void Updates::on_committed(std::span<const Reading> readings) {
    if (!client_) return;
    for (const Reading& r : readings) {
        bool listened = all_readings_ || streams_.contains(r.datastream_id);
        if (!listened && !features_.empty()) {
            const Stream* stream = state_.storage.streams.find(r.datastream_id);
            listened = stream && features_.contains(feature_of(*stream, r.t.us));
        }
        if (!listened) continue;
        if (readings_.size() >= sta_limits::updates_readings_max) {
            lost(1);
            continue;
        }
        readings_.push_back(r);
    }
    if (!readings_.empty()) wake();
}

std::int64_t Updates::feature_of(const Stream& stream, std::int64_t t_us) const {
    const auto& named = state_.storage.streams.new_features;
    const auto own = named.find({stream.about.id, t_us});
    return own == named.end() ? usual_feature(stream) : own->second;
}

void Updates::seen(std::string_view topic, std::span<const Reading> readings) {
    if (!topics_.contains(topic)) return;
    // Of readings that were there before no commit comes.
    if (seen_.size() + readings.size() > sta_limits::updates_readings_max) seen_.clear();
    for (const Reading& r : readings) seen_[{r.datastream_id, r.t.us}] = topic;
}

// -- telling

void Updates::wake() {
    if (!client_ || std::exchange(busy_, true)) return;
    state_.platform.loop.spawn(tell(), "telemetry.updates");
}

task<void> Updates::tell() {
    bool failed = false;
    while (client_ && (!changes_.empty() || !readings_.empty() || !asked_.empty() || !forgotten_.empty() ||
                       !unknown_.empty())) {
        co_await state_.platform.loop.sleep(failed ? std::chrono::seconds(1) : sta_limits::updates_pause);
        failed = true;
        try {
            co_await renew_account();
            co_await keep_topics();
            co_await know_entities();
            co_await tell_changes();
            co_await tell_readings();
            failed = false;
        } catch (const std::exception& e) {
            log::warn("telemetry.updates_failed", {{"error", e.what()}});
        }
    }
    busy_ = false;
}

// An account that was disabled has no rights: then nothing is told.
task<void> Updates::renew_account() {
    const Instant now = state_.platform.clock.now();
    if (now < who_until_) co_return;
    const db::Rows rows = co_await state_.platform.db.run(sql::account_id, settings_.account);
    http::Principal who;
    if (!rows.empty()) who = co_await state_.security.principal_of_user(rows.front().integer("id"));
    who_ = std::move(who);
    who_until_ = {now.us + sta_limits::updates_account_us};
}

task<void> Updates::tell_changes() {
    for (std::size_t n = 0; n < sta_limits::updates_changes_per_pause && !changes_.empty() && client_; ++n) {
        const auto [change, at] = *changes_.begin();
        changes_.erase(changes_.begin());
        try {
            if (change.first == Set::historical_locations)
                co_await tell_new_place(change.second, at);
            else
                co_await tell_change(change, at);
        } catch (const Error& e) {
            // The database comes back; what cannot be told for another reason never can.
            if (e.code == Code::unavailable)
                changes_.try_emplace(change, at);
            else
                lost(1);
            throw;
        }
    }
}

// Of an asset: its place, where it has just come to it.
task<void> Updates::tell_new_place(std::int64_t asset_id, Instant at) {
    const Instant since{state_.platform.clock.now().us - sta_limits::updates_place_age_us};
    const db::Rows rows = co_await state_.platform.db.run(sql::new_place, asset_id, since);
    if (rows.empty()) co_return;
    // The row of a place gets another id with each state of the work: its beginning is what it is known by.
    if (places_.size() >= sta_limits::updates_changes_max) places_.clear();
    const Instant began = rows.front().instant("since");
    const auto [known, fresh] = places_.try_emplace(asset_id, began);
    if (!fresh && std::exchange(known->second, began) == began) co_return;
    co_await tell_change({Set::historical_locations, rows.front().integer("id")}, at);
}

task<void> Updates::tell_change(Change change, Instant at) {
    std::vector<std::string> names;  // the topics may change meanwhile
    for (const auto& [name, topic] : topics_)
        if (topic.what.resource.set() == change.first) names.push_back(name);
    for (const std::string& name : names) {
        const auto before = topics_.find(name);
        if (before == topics_.end()) continue;
        const UpdateTopic what = before->second.what;
        const std::optional<std::string> text = co_await spell(what, change.second);
        const auto topic = topics_.find(name);
        if (!text || topic == topics_.end()) continue;
        const std::size_t hash = std::hash<std::string>{}(*text);
        if (told_ >= sta_limits::updates_told_max) {
            for (auto& [other, t] : topics_) t.told.clear();
            told_ = 0;
        }
        const auto [told, fresh] = topic->second.told.try_emplace(change.second, hash);
        if (fresh)
            ++told_;
        else if (std::exchange(told->second, hash) == hash && at > topic->second.known_at)
            continue;
        publish(name, *text);
    }
}

// What the topic shows of the entity, for the account; nothing when it is not there. Restricted data do not
// leave by the broker: nobody could be named as who has read them.
task<std::optional<std::string>> Updates::spell(const UpdateTopic& topic, std::int64_t id) {
    Resource resource = topic.resource;
    Resource::Part& last = resource.parts.back();
    if (last.key && *last.key != id) co_return std::nullopt;
    if (resource.form == Resource::Form::collection) {
        last.key = id;
        resource.form = Resource::Form::entity;
    }
    odata::Question question;
    question.options = topic.options;
    Answer answer(state_, who_);
    Page page;
    bool there = true;
    try {
        page = co_await answer.load(resource, question);
    } catch (const Error& e) {
        if (e.code != Code::not_found) throw;
        there = false;
    }
    if (!there || !answer.restricted().empty() || page.nodes.empty() || page.nodes.front().id != id)
        co_return std::nullopt;
    const Surface surface(settings_.address + "/sta/v1.1", state_.storage.streams);
    if (resource.form != Resource::Form::property) co_return surface.entity(page, question.options);
    const auto value = surface.property(page, *resource.property, false);
    co_return value.value_or("{\"" + std::string(resource.property->name) + "\":null}");
}

task<void> Updates::tell_readings() {
    const auto end = readings_.begin() + static_cast<std::ptrdiff_t>(std::min(
                                             readings_.size(), sta_limits::updates_readings_per_pause));
    const std::vector<Reading> taken(readings_.begin(), end);
    readings_.erase(readings_.begin(), end);
    try {
        co_await tell_taken(taken);
    } catch (const Error& e) {
        if (e.code == Code::unavailable)
            readings_.insert(readings_.begin(), taken.begin(), taken.end());
        else
            lost(taken.size());
        throw;
    }
}

task<void> Updates::tell_taken(const std::vector<Reading>& taken) {
    std::vector<ReadingOf> readings;
    for (const Reading& r : taken) {
        const Stream* stream = state_.storage.streams.find(r.datastream_id);
        if (!stream || stream->about.sensor_id == 0 ||
            stream->about.sensitivity == security::Sensitivity::restricted ||
            !security::scope(who_, "telemetry.read").allows(stream->about.key()))
            continue;
        readings.push_back({r.datastream_id, {r.t.us, r.value, r.quality}});
    }
    if (readings.empty()) co_return;
    Answer answer(state_, who_);
    const Page all = co_await answer.tell(readings);
    std::vector<std::pair<std::string, UpdateTopic>> topics;
    for (const auto& [name, topic] : topics_)
        if (topic.what.of_readings()) topics.emplace_back(name, topic.what);
    for (const auto& [name, topic] : topics) {
        std::vector<const Node*> nodes;
        for (const Node& node : all.nodes) {
            const Stream* stream = state_.storage.streams.find(node.reading.datastream_id);
            const auto came = seen_.find({node.reading.datastream_id, node.reading.point.t_us});
            if (stream && takes(topic, *stream, feature_of(*stream, node.reading.point.t_us)) &&
                (came == seen_.end() || came->second != name))
                nodes.push_back(&node);
        }
        if (nodes.empty()) continue;
        const bool there = co_await leads_there(topic);
        if (!there || !client_) continue;
        const Surface surface(settings_.address + "/sta/v1.1", state_.storage.streams);
        for (const Node* node : nodes) {
            Page one{.set = Set::observations, .rows = {}, .nodes = {*node}, .count = {}, .next = {}};
            publish(name, surface.entity(one, topic.options));
        }
    }
    for (const Node& node : all.nodes) seen_.erase({node.reading.datastream_id, node.reading.point.t_us});
}

// Whether the path in front of the Observations leads somewhere: "Things(1)/Datastreams(2)".
task<bool> Updates::leads_there(const UpdateTopic& topic) {
    Resource above = topic.resource;
    above.parts.pop_back();
    if (above.parts.size() < 2) co_return true;
    above.form = Resource::Form::entity;
    const odata::Question question;
    Answer answer(state_, who_);
    try {
        (void)co_await answer.load(above, question);
        co_return true;
    } catch (const Error& e) {
        if (e.code != Code::not_found) throw;
    }
    co_return false;
}

void Updates::publish(std::string_view topic, std::string_view payload) {
    if (!client_ || !client_->publish(topic, payload, 1)) return lost(1);
    state_.platform.metrics.count(told_metric);
}

void Updates::lost(std::size_t messages) {
    state_.platform.metrics.count(lost_metric, {}, static_cast<double>(messages));
}

}  // namespace hatang::telemetry::sta
