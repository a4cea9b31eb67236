#include "telemetry/sensorthings/broker_reader.hpp"

#include <charconv>

#include "telemetry/limits.hpp"
#include "telemetry/sensorthings/limits.hpp"
#include "telemetry/sensorthings/update_topics.hpp"

namespace hatang::telemetry::sta {
namespace {

// "Datastreams(7)/Observations", which nearly every message says.
std::optional<std::int64_t> plain_datastream(std::string_view topic) {
    constexpr std::string_view front = "Datastreams(", back = ")/Observations";
    if (!topic.starts_with(front) || !topic.ends_with(back) || topic.size() <= front.size() + back.size())
        return {};
    const std::string_view digits = topic.substr(front.size(), topic.size() - front.size() - back.size());
    std::int64_t id = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), id);
    if (error != std::errc() || end != digits.data() + digits.size() || id <= 0) return {};
    return id;
}

}  // namespace

std::optional<PostedTo> posted_to_topic(std::string_view topic) {
    if (!topic.starts_with(topic_root)) return {};
    topic.remove_prefix(topic_root.size());
    if (topic == "Observations") return PostedTo{};
    if (const auto id = plain_datastream(topic)) return PostedTo{id, {}, false};
    try {
        const odata::Resource resource = odata::parse_resource(topic);
        if (resource.parts.size() != 2 || resource.form != odata::Resource::Form::collection ||
            resource.set() != odata::Set::observations)
            return {};
        const auto& [navigation, set, key] = resource.parts.front();
        if (!key || *key <= 0) return {};
        if (set == odata::Set::features_of_interest) return PostedTo{{}, key, false};
        if (odata::is_stream(set)) return PostedTo{key, {}, set == odata::Set::multi_datastreams};
    } catch (const Error&) {  // no path of the model
    }
    return {};
}

std::vector<PostedObservation> read_message(std::string_view payload, const PostedTo& to, Instant now) {
    const json::Document document = json::parse(payload);
    const json::Value root = document.root();
    std::vector<PostedObservation> out;
    const auto add = [&](json::Value item, const std::string& where) {
        PostedObservation posted = read_posted(item, now, to.datastream, where, to.multi);
        if (to.feature) name_feature(posted, *to.feature, where);
        out.push_back(std::move(posted));
    };
    if (root.kind() != json::Kind::array) {
        add(root, {});
        return out;
    }
    if (root.size() > limits::readings_per_batch_max)
        throw Error(Code::too_many_items, {},
                    {std::to_string(root.size()), std::to_string(limits::readings_per_batch_max)});
    out.reserve(root.size());
    for (const json::Value item : root.items()) add(item, json::pointer({}, out.size()));
    return out;
}

std::vector<std::string> BrokerReader::filters() const {
    return {"v1.1/+/Observations", "v1.1/Observations"};
}

// Kept until their terms are there, which point at them.
struct BrokerReader::Posted {
    std::vector<PostedObservation> posts;
    std::vector<TermWanted> wanted;
    std::vector<FeatureWanted> features;
};

void BrokerReader::read(const mqtt::Publish& message, Instant now, Incoming& in) {
    // What we tell ourselves comes back to us, and what another city on this broker tells comes as well.
    if (is_update(message.payload)) return;
    const auto to = posted_to_topic(message.topic);
    const Stream* named = to && to->datastream ? streams_.find(*to->datastream) : nullptr;
    // The broker does not say who has published: the sensor of the datastream stands for them.
    const auto sender = [&](const Stream* s) -> Connection& {
        return gate_.connection(Path::mqtt, s ? std::to_string(s->about.sensor_id) : "");
    };
    in.connection = &sender(named);
    if (!to) throw Error(Code::unknown_datastream, {}, {std::string(message.topic.substr(0, 100))});
    const auto all = std::make_shared<Posted>();
    all->posts = read_message(message.payload, *to, now);
    for (std::size_t i = 0; i < all->posts.size(); ++i) {
        PostedObservation& posted = all->posts[i];
        const Stream* s = streams_.find(posted.reading.datastream_id);
        if (i == 0) in.connection = &sender(s);
        if (!s) continue;  // refused with the others that are checked
        const std::string where = all->posts.size() > 1 ? json::pointer({}, i) : "";
        if (in.may_write && !(*in.may_write)(*s))
            throw Error(Code::datastream_not_allowed, where, {std::to_string(s->about.id)});
        if ((s->result == ResultType::several) != posted.multi)
            throw Error(Code::unknown_datastream, where, {std::to_string(s->about.id)});
        want_feature(posted, *s, all->features, where);
        settle(streams_, *s, posted, all->wanted);
    }
    std::erase_if(all->wanted, [&](const TermWanted& term) {
        const auto known = codes_.find({term.posted->reading.datastream_id, term.value});
        if (known != codes_.end()) term.posted->reading.value = known->second;
        return known != codes_.end();
    });
    if (all->wanted.empty() && all->features.empty()) return take(message.topic, in, all->posts);
    in.prepare = [this, all, now, topic = std::string(message.topic)](Incoming& incoming) -> task<void> {
        co_await make_terms(pool_, all->wanted);
        know(all->wanted);
        if (!all->features.empty()) co_await settle_features(*all, now);
        take(topic, incoming, all->posts);
    };
}

// Of a message that is refused for its readings nothing is made.
task<void> BrokerReader::settle_features(Posted& all, Instant now) {
    for (PostedObservation& posted : all.posts)
        if (!streams_.find(posted.reading.datastream_id) || check_readings(streams_, now, posted)) co_return;
    co_await find_features(all.features);
}

void BrokerReader::know(const std::vector<TermWanted>& terms) {
    if (codes_.size() + terms.size() > sta_limits::terms_remembered_max) codes_.clear();
    for (const TermWanted& term : terms)
        if (term.value.size() <= sta_limits::term_remembered_bytes_max)
            codes_[{term.posted->reading.datastream_id, term.value}] = term.posted->reading.value;
}

void BrokerReader::take(std::string_view topic, Incoming& in, const std::vector<PostedObservation>& posts) {
    PostedReadings taken;
    for (const PostedObservation& posted : posts) add_readings(posted, taken);
    in.taken.readings = std::move(taken.readings);
    in.features = std::move(taken.features);
    in.arrivals = gate_.check(*in.connection, in.taken.readings, {}, posted_fields);
    if (on_taken && in.by_broker()) on_taken(topic, in.taken.readings);
}

}  // namespace hatang::telemetry::sta
