#include "telemetry/sparkplug/nodes.hpp"

#include <algorithm>
#include <array>

#include "telemetry/sparkplug/limits.hpp"

namespace hatang::telemetry {
namespace {

constexpr std::string_view birth_seq_name = "bdSeq", control_prefix = "Node Control/",
                           device_control_prefix = "Device Control/";
constexpr std::uint64_t seq_count = 256;

// What steers the session or the node is no reading.
bool is_control(std::string_view name) {
    return name == birth_seq_name || name.starts_with(control_prefix) ||
           name.starts_with(device_control_prefix);
}

std::optional<std::uint64_t> birth_seq_of(const SparkplugPayload& payload) {
    for (const SparkplugMetric& m : payload.metrics)
        if (m.name == birth_seq_name && m.has_value) return m.integer;
    return {};
}

std::optional<std::int64_t> time_of(const SparkplugMetric& m, const SparkplugPayload& payload) {
    const std::optional<std::uint64_t> ms = m.timestamp_ms ? m.timestamp_ms : payload.timestamp_ms;
    if (!ms) return {};
    // Beyond every calendar it is refused as lying in the future, not wrapped.
    constexpr std::uint64_t most_ms = 253'402'300'799'000;
    return static_cast<std::int64_t>(std::min(*ms, most_ms));
}

Error too_many(std::size_t most) {
    return Error(Code::too_many_items, {}, {"> " + std::to_string(most), std::to_string(most)});
}

}  // namespace

std::optional<SparkplugTopic> sparkplug_topic(std::string_view topic) {
    std::array<std::string_view, 5> parts;
    std::size_t count = 0;
    while (count < parts.size()) {
        const std::size_t end = topic.find('/');
        parts[count++] = topic.substr(0, end);
        if (end == std::string_view::npos) {
            topic = {};
            break;
        }
        topic.remove_prefix(end + 1);
        if (count == parts.size()) return {};  // more than five
    }
    if (count < 4 || parts[0] != "spBv1.0") return {};
    const bool of_device = parts[2].starts_with('D');
    constexpr std::array<std::string_view, 6> types{"NBIRTH", "NDATA", "NDEATH", "DBIRTH", "DDATA", "DDEATH"};
    if (std::ranges::find(types, parts[2]) == types.end() || of_device != (count == 5)) return {};
    for (std::size_t i = 1; i < count; ++i)
        if (parts[i].empty()) return {};
    return SparkplugTopic{parts[1], parts[2], parts[3], of_device ? parts[4] : std::string_view{}};
}

void SparkplugNodes::ask(Node& node, Instant now, SparkplugOutcome& out) {
    if (node.asked && now - *node.asked < limits::rebirth_pause_us) return;
    node.asked = now;
    out.ask_rebirth = true;
}

void SparkplugNodes::forget(Metrics& metrics) {
    names_ -= metrics.size();
    metrics = {};
}

// A number after the last one, from 255 back to 0 (section 6.4.3).
void SparkplugNodes::check_seq(Node& node, const SparkplugPayload& payload, SparkplugOutcome& out) const {
    if (!payload.seq) return;
    if (node.seq)
        out.lost =
            static_cast<std::int64_t>((*payload.seq + seq_count - (*node.seq + 1) % seq_count) % seq_count);
    node.seq = payload.seq;
}

bool SparkplugNodes::declare(Metrics& metrics, const SparkplugPayload& payload) {
    forget(metrics);
    metrics.alive = true;
    for (const SparkplugMetric& m : payload.metrics) {
        if (m.name.empty()) continue;
        if (m.alias) metrics.by_alias.insert_or_assign(*m.alias, Metric{std::string(m.name), m.type});
        metrics.type_by_name.insert_or_assign(std::string(m.name), m.type);
    }
    names_ += metrics.size();
    return names_ <= limits::sparkplug_names_max;
}

void SparkplugNodes::read_values(const Metrics& metrics, const std::string& prefix,
                                 const SparkplugPayload& payload, SparkplugOutcome& out) const {
    for (const SparkplugMetric& m : payload.metrics) {
        std::string_view name = m.name;
        std::uint32_t type = m.type;
        if (name.empty()) {
            const auto found = m.alias ? metrics.by_alias.find(*m.alias) : metrics.by_alias.end();
            if (found == metrics.by_alias.end()) {
                ++out.not_known;
                continue;
            }
            name = found->second.name;
            if (type == sparkplug_type::unknown) type = found->second.type;
        } else if (type == sparkplug_type::unknown) {
            const auto found = metrics.type_by_name.find(std::string(name));
            if (found == metrics.type_by_name.end()) {
                ++out.not_known;
                continue;
            }
            type = found->second;
        }
        if (is_control(name)) continue;
        if (const auto value = value_of(m, type))
            out.values.push_back({prefix + "/" + std::string(name), *value, time_of(m, payload)});
    }
}

Result<SparkplugOutcome> SparkplugNodes::take(const SparkplugTopic& topic, std::string_view bytes,
                                              Instant now) {
    const Result<SparkplugPayload> payload = parse_sparkplug(bytes);
    if (!payload) return payload.error();
    const std::string key = topic.key();
    auto found = nodes_.find(key);
    if (found == nodes_.end()) {
        if (nodes_.size() >= limits::sparkplug_nodes_max) return too_many(limits::sparkplug_nodes_max);
        found = nodes_.emplace(key, Node{}).first;
    }
    Node& node = found->second;
    SparkplugOutcome out;
    if (topic.type == "NBIRTH") {
        for (auto& [name, device] : node.devices) forget(device);
        node.devices.clear();
        node.seq = payload->seq;
        node.birth_seq = birth_seq_of(*payload);
        node.asked.reset();
        if (!declare(node.own, *payload)) {
            forget(node.own);
            return too_many(limits::sparkplug_names_max);
        }
        read_values(node.own, key, *payload, out);
        return out;
    }
    if (topic.type == "NDEATH") {
        // The will of a connection that a newer birth has replaced says nothing (section 6.4.1).
        const auto death = birth_seq_of(*payload);
        if (death && node.birth_seq && *death != *node.birth_seq) return out;
        node.own.alive = false;
        for (auto& [name, device] : node.devices) device.alive = false;
        node.seq.reset();
        return out;
    }
    check_seq(node, *payload, out);
    if (out.lost > 0) ask(node, now, out);
    if (!node.own.alive) {
        out.not_known += static_cast<std::int64_t>(payload->metrics.size());
        ask(node, now, out);
        return out;
    }
    if (topic.type == "NDATA") {
        read_values(node.own, key, *payload, out);
    } else if (topic.type == "DBIRTH") {
        if (node.devices.size() >= limits::sparkplug_devices_max && !node.devices.contains(topic.device))
            return too_many(limits::sparkplug_devices_max);
        Metrics& device = node.devices[std::string(topic.device)];
        if (!declare(device, *payload)) {
            forget(device);
            return too_many(limits::sparkplug_names_max);
        }
        read_values(device, key + "/" + std::string(topic.device), *payload, out);
    } else {
        const auto device = node.devices.find(topic.device);
        const bool alive = device != node.devices.end() && device->second.alive;
        if (topic.type == "DDEATH") {
            if (alive) device->second.alive = false;
        } else if (alive) {
            read_values(device->second, key + "/" + std::string(topic.device), *payload, out);
        } else {
            out.not_known += static_cast<std::int64_t>(payload->metrics.size());
        }
    }
    if (out.not_known > 0) ask(node, now, out);
    return out;
}

}  // namespace hatang::telemetry
