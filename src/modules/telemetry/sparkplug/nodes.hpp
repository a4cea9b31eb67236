// What edge nodes have declared in their births, and whether their messages come without a gap (Sparkplug
// B 3.0, sections 5 and 6). No I/O.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/time.hpp"
#include "telemetry/sparkplug/payload.hpp"

namespace hatang::telemetry {

struct SparkplugTopic {
    std::string_view group, type, node, device;  // device: empty for messages of the node
    std::string key() const { return std::string(group) + "/" + std::string(node); }
};
// spBv1.0/GROUP/TYPE/NODE[/DEVICE] with one of NBIRTH, NDATA, NDEATH, DBIRTH, DDATA, DDEATH.
std::optional<SparkplugTopic> sparkplug_topic(std::string_view topic);

struct SparkplugValue {
    std::string series;  // GROUP/NODE[/DEVICE]/METRIC
    NamedValue value;
    std::optional<std::int64_t> t_ms;  // nothing: when it came
};
struct SparkplugOutcome {
    std::vector<SparkplugValue> values;
    std::int64_t lost = 0;       // messages between the last one and this
    std::int64_t not_known = 0;  // metrics that no birth has declared
    bool ask_rebirth = false;
};

class SparkplugNodes {
  public:
    // Errors: malformed_payload, too_many_items.
    Result<SparkplugOutcome> take(const SparkplugTopic&, std::string_view payload, Instant now);

  private:
    struct Metric {
        std::string name;
        std::uint32_t type = 0;
    };
    struct Metrics {
        bool alive = false;
        std::unordered_map<std::uint64_t, Metric> by_alias;
        std::unordered_map<std::string, std::uint32_t> type_by_name;
        std::size_t size() const { return by_alias.size() + type_by_name.size(); }
    };
    struct Node {
        Metrics own;
        std::map<std::string, Metrics, std::less<>> devices;
        std::optional<std::uint64_t> seq, birth_seq;  // birth_seq: bdSeq of its birth
        std::optional<Instant> asked;
    };
    void check_seq(Node&, const SparkplugPayload&, SparkplugOutcome&) const;
    bool declare(Metrics&, const SparkplugPayload&);
    void read_values(const Metrics&, const std::string& prefix, const SparkplugPayload&,
                     SparkplugOutcome&) const;
    void forget(Metrics&);
    static void ask(Node&, Instant now, SparkplugOutcome&);

    std::map<std::string, Node, std::less<>> nodes_;
    std::size_t names_ = 0;
};

}  // namespace hatang::telemetry
