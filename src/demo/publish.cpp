#include "demo/publish.hpp"

#include <algorithm>
#include <array>
#include <queue>

#include "base/log.hpp"
#include "demo/signals.hpp"
#include "json/writer.hpp"

namespace hatang::demo {
namespace {

// The first incident comes while a newcomer is still looking; then one every five minutes, in turn.
constexpr std::int64_t first_incident_after = 30 * kSecond, next_incident_after = 300 * kSecond;
constexpr std::array turn{IncidentKind::bridge_strain, IncidentKind::storm, IncidentKind::burst_main,
                          IncidentKind::feeder_failure};

constexpr std::chrono::milliseconds tick{100};

constexpr db::Query all_models{
    "demo.models",
    "select datastream_id, asset_class, asset_name, property, lon, lat, interval_s, base, day, noise, least, "
    "most, decimals, place from demo.stream order by datastream_id limit $1"};

std::string observation(Instant t, double value) {
    json::Writer w;
    w.begin_object().field("phenomenonTime", to_rfc3339(t)).field("result", value).end_object();
    return w.take();
}

std::string topic_of(const SensorModel& s) {
    return "v1.1/Datastreams(" + std::to_string(s.datastream_id) + ")/Observations";
}

struct Due {
    Instant at;
    std::size_t model;
    bool operator>(const Due& other) const { return at > other.at; }
};

class Publisher {
  public:
    Publisher(Clock& clock, mqtt::Client& client, std::vector<SensorModel> models, std::uint64_t seed)
        : clock_(clock),
          client_(client),
          models_(std::move(models)),
          seed_(seed),
          next_incident_(clock.now() + first_incident_after) {
        // Spread over the first interval, as devices that were switched on at different times are.
        const Instant now = clock.now();
        for (std::size_t i = 0; i < models_.size(); ++i) {
            const auto interval_us = static_cast<std::int64_t>(models_[i].interval_s * kSecond);
            due_.push(
                {now + static_cast<std::int64_t>(i) * 7'919'000 % std::max<std::int64_t>(interval_us, 1), i});
        }
    }

    void play(IncidentKind kind) {
        incidents_.push_back({kind, clock_.now()});
        log::info("demo.incident", {{"incident", to_text(kind)}});
    }

    void step() {
        const Instant now = clock_.now();
        if (now >= next_incident_) {
            play(turn[next_++ % turn.size()]);
            next_incident_ = now + next_incident_after;
        }
        std::erase_if(incidents_, [now](const Incident& i) { return over(i, now); });
        while (!due_.empty() && due_.top().at <= now) {
            const Due due = due_.top();
            const SensorModel& s = models_[due.model];
            if (const auto value = value_at(s, now, incidents_, seed_);
                value && !client_.publish(topic_of(s), observation(now, *value), 1))
                return;  // no connection or a full queue: the sensor is due again at the next tick
            due_.pop();
            due_.push({now + static_cast<std::int64_t>(s.interval_s * kSecond), due.model});
        }
    }

  private:
    Clock& clock_;
    mqtt::Client& client_;
    std::vector<SensorModel> models_;
    std::uint64_t seed_;
    std::vector<Incident> incidents_;
    Instant next_incident_;
    std::size_t next_ = 0;
    std::priority_queue<Due, std::vector<Due>, std::greater<>> due_;
};

}  // namespace

task<std::vector<SensorModel>> read_models(db::Pool& pool, int at_most) {
    const std::int64_t limit = at_most > 0 ? at_most : 1'000'000;
    std::vector<SensorModel> out;
    const db::Rows rows = co_await pool.run(all_models, limit);
    for (const db::Row row : rows) {
        SensorModel s;
        s.datastream_id = row.integer("datastream_id");
        s.asset_class = row.text("asset_class");
        s.asset_name = row.text("asset_name");
        s.property = row.text("property");
        s.lon = row.number("lon");
        s.lat = row.number("lat");
        s.interval_s = row.number("interval_s");
        s.base = row.number("base");
        s.day = row.number("day");
        s.noise = row.number("noise");
        s.least = row.number("least");
        s.most = row.number("most");
        s.decimals = static_cast<int>(row.integer("decimals"));
        s.place = static_cast<int>(row.integer("place"));
        out.push_back(std::move(s));
    }
    co_return out;
}

task<void> publish_city(Clock& clock, mqtt::Client& client, std::vector<SensorModel> models,
                        std::uint64_t seed, Signal& stop) {
    Publisher publisher(clock, client, std::move(models), seed);
    client.subscribe(std::string(play_topic), 0, [&publisher](mqtt::Message message) {
        if (const auto kind = incident_from_text(message.payload)) publisher.play(*kind);
    });
    client.start();
    while (!co_await stop.wait_for(tick)) publisher.step();
    client.stop();
}

}  // namespace hatang::demo
