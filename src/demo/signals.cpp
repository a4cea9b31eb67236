#include "demo/signals.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "demo/networks.hpp"

namespace hatang::demo {
namespace {

// Hà Nội keeps UTC+7 all year.
constexpr std::int64_t local_offset_us = 7 * kHour;

constexpr double ramp_s = 20, hold_s = 150, fade_s = 60;

// Where the incidents strike: the strain sensor over the main span of Cầu Vĩnh Tuy, a main in Trường Chinh,
// the feeder of the lights in Cầu Giấy.
constexpr std::string_view strained_bridge = "Cầu Vĩnh Tuy";
constexpr int strained_place = 3;
constexpr double burst_lon = 105.829, burst_lat = 21.000, burst_reach_m = 1'200;
constexpr double feeder_lon = 105.793, feeder_lat = 21.046, feeder_reach_m = 1'600;

constexpr std::array kinds{std::pair{IncidentKind::storm, std::string_view("storm")},
                           std::pair{IncidentKind::burst_main, std::string_view("burst_main")},
                           std::pair{IncidentKind::bridge_strain, std::string_view("bridge_strain")},
                           std::pair{IncidentKind::feeder_failure, std::string_view("feeder_failure")}};

// SplitMix64 (Steele, Lea, Flood 2014): a good hash of a counter, so that noise needs no state.
std::uint64_t mix(std::uint64_t x) {
    x += 0x9E3779B97F4A7C15;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
    return x ^ (x >> 31);
}
double unit(std::uint64_t x) { return static_cast<double>(mix(x) >> 11) * 0x1.0p-53; }

// Sum of four uniforms, scaled to a standard deviation of one: smooth enough for a chart, never far out.
double bell(std::uint64_t x) {
    const double sum = unit(x) + unit(x + 1) + unit(x + 2) + unit(x + 3);
    return (sum - 2) * std::sqrt(3.0);
}

// −1…1 over the local day: peaks at 08:00 and 18:00, low at night.
double daily(Instant t) {
    const double hour = static_cast<double>((t.us + local_offset_us) % kDay) / kHour;
    const auto peak = [hour](double at, double width) { return std::exp(-std::pow((hour - at) / width, 2)); };
    return std::clamp(2 * (0.9 * peak(8, 2.2) + peak(18, 2.6) + 0.45 * peak(13, 3)) - 1, -1.0, 1.0);
}

// Street lights and all that hangs on them: +1 by day (off), −1 from 18:00 to 05:30 (on).
double daylight(Instant t) {
    const double hour = static_cast<double>((t.us + local_offset_us) % kDay) / kHour;
    return hour > 5.5 && hour < 18 ? 1 : -1;
}

// Plane distance is good to a metre over a city.
double distance_m(double lon, double lat, double to_lon, double to_lat) {
    const double dy = (lat - to_lat) * m_per_degree;
    const double dx = (lon - to_lon) * m_per_degree * std::cos(lat * std::numbers::pi / 180);
    return std::hypot(dx, dy);
}

double near(const SensorModel& s, double lon, double lat, double reach_m) {
    return std::max(0.0, 1 - distance_m(s.lon, s.lat, lon, lat) / reach_m);
}

bool hangs_on_lights(const SensorModel& s) {
    return s.asset_class == "lamp" || (s.asset_class == "lighting_cabinet" && s.property == "current");
}

void storm(const SensorModel& s, double strength, double share, double& value) {
    if (s.property == "rain") value += 85 * strength * share;
    if (s.property != "water_level") {
        if (s.property == "current" && s.asset_class == "drainage_pumping_station") value += 140 * strength;
        return;
    }
    if (s.asset_class == "flood_point") value += 0.62 * strength * share;
    if (s.asset_class == "lake" || s.asset_class == "regulating_lake") value += 0.9 * strength * share;
    if (s.asset_class == "drainage_pumping_station") value += 1.7 * strength * share;
    if (s.asset_class == "sewer") value += 1.4 * strength * share;
}

void burst_main(const SensorModel& s, double strength, double& value) {
    if (s.asset_class != "water_pipe") return;
    const double closeness = near(s, burst_lon, burst_lat, burst_reach_m);
    if (s.property == "pressure") value -= 2.3 * strength * std::sqrt(closeness);
    if (s.property == "flow") value += 520 * strength * closeness;
}

}  // namespace

std::optional<IncidentKind> incident_from_text(std::string_view text) {
    for (const auto& [kind, name] : kinds)
        if (name == text) return kind;
    return {};
}
std::string_view to_text(IncidentKind kind) {
    for (const auto& [value, name] : kinds)
        if (value == kind) return name;
    return {};
}

double intensity(const Incident& incident, Instant t) {
    const double s = static_cast<double>(t - incident.start) / kSecond;
    if (s <= 0) return 0;
    if (s < ramp_s) return s / ramp_s;
    return std::clamp(1 - (s - ramp_s - hold_s) / fade_s, 0.0, 1.0);
}
bool over(const Incident& incident, Instant t) {
    return t - incident.start > static_cast<std::int64_t>((ramp_s + hold_s + fade_s) * kSecond);
}

std::optional<double> value_at(const SensorModel& s, Instant t, const std::vector<Incident>& incidents,
                               std::uint64_t seed) {
    const auto id = static_cast<std::uint64_t>(s.datastream_id);
    // Each sensor has its own level and its own share of a storm.
    const double own = unit(seed * 7919 + id * 31) - 0.5,
                 share = 0.35 + 0.65 * unit(seed * 104'729 + id * 17);
    const double pattern = hangs_on_lights(s) ? daylight(t) : daily(t);
    double value =
        s.base + s.day * (hangs_on_lights(s) ? (pattern > 0 ? 1 : 0) : pattern) + s.noise * own * 4;
    value += s.noise * bell(mix(seed) ^ mix(id) ^ static_cast<std::uint64_t>(t.us / kMillisecond));

    for (const Incident& incident : incidents) {
        const double strength = intensity(incident, t);
        if (strength == 0) continue;
        switch (incident.kind) {
            case IncidentKind::storm:
                storm(s, strength, share, value);
                break;
            case IncidentKind::burst_main:
                burst_main(s, strength, value);
                break;
            case IncidentKind::bridge_strain:
                if (s.property == "strain" && s.asset_name == strained_bridge && s.place == strained_place)
                    value += 190 * strength;
                break;
            case IncidentKind::feeder_failure:
                if (near(s, feeder_lon, feeder_lat, feeder_reach_m) == 0) break;
                if (s.asset_class == "lighting_cabinet") value *= 1 - strength;
                if (s.asset_class == "lamp" && strength > 0.5) return std::nullopt;
                break;
        }
    }
    value = std::clamp(value, s.least, s.most);
    const double scale = std::pow(10.0, s.decimals);
    return std::round(value * scale) / scale;
}

}  // namespace hatang::demo
