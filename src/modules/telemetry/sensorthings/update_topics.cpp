#include "telemetry/sensorthings/update_topics.hpp"

#include "base/error.hpp"
#include "telemetry/sensorthings/limits.hpp"

namespace hatang::telemetry::sta {
namespace {

using odata::Resource;
using odata::Set;

// The one option that the standard has in topics.
constexpr std::string_view select_begin = "?$select=";

bool fits(const Resource& r) {
    using Form = Resource::Form;
    if (r.parts.empty()) return false;
    if (r.form != Form::collection && r.form != Form::entity && r.form != Form::property) return false;
    if (r.set() != Set::observations || r.form != Form::collection || r.parts.size() == 1) return true;
    const Resource::Part& above = r.parts[r.parts.size() - 2];
    return above.key.has_value();
}

}  // namespace

std::optional<UpdateTopic> read_update_topic(std::string_view topic) {
    if (!topic.starts_with(topic_root) || topic.size() > sta_limits::update_topic_bytes_max) return {};
    topic.remove_prefix(topic_root.size());
    const std::size_t mark = topic.find('?');
    try {
        UpdateTopic out{odata::parse_resource(topic.substr(0, mark)), {}};
        if (!fits(out.resource)) return {};
        if (mark == topic.npos) return out;
        const std::string_view options = topic.substr(mark);
        if (!options.starts_with(select_begin) || out.resource.form == Resource::Form::property) return {};
        const std::string names(options.substr(select_begin.size()));
        out.options = odata::parse_options(out.resource.set(), {{"$select", names}}).options;
        return out;
    } catch (const Error&) {
        return {};
    }
}

bool takes(const UpdateTopic& topic, const Stream& stream, std::int64_t feature) {
    const auto& parts = topic.resource.parts;
    if (parts.size() == 1) return true;
    const Resource::Part& above = parts[parts.size() - 2];
    const bool several = stream.result == ResultType::several;
    if (odata::is_stream(above.set))
        return above.key == stream.about.id && several == (above.set == Set::multi_datastreams);
    return above.key == feature;
}

std::optional<std::string_view> subscribed_topic(std::string_view line) {
    for (std::size_t at = line.find(topic_root); at != line.npos; at = line.find(topic_root, at + 1)) {
        if (at < 3 || line[at - 1] != ' ' || line[at - 3] != ' ') continue;
        if (line[at - 2] >= '0' && line[at - 2] <= '2') return line.substr(at);
    }
    return {};
}

bool is_update(std::string_view payload) {
    constexpr std::string_view begin = R"({"@iot.id":)", next = R"(,"@iot.selfLink":")";
    if (!payload.starts_with(begin)) return false;
    const std::size_t end = payload.find_first_not_of("0123456789", begin.size());
    return end != payload.npos && end > begin.size() && payload.substr(end).starts_with(next);
}

}  // namespace hatang::telemetry::sta
