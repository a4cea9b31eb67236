#include "operations/live/subscription.hpp"

#include <vector>

#include "json/describe.hpp"
#include "operations/limits.hpp"

namespace hatang::operations {
namespace {

struct Message {
    std::string type;
    std::vector<Topic> topics;
    std::optional<std::vector<double>> bbox;
    std::optional<std::vector<std::string>> domains;
    std::optional<std::vector<std::int64_t>> assets;
    std::optional<std::int64_t> cursor;
};

Box box_of(const std::vector<double>& b) {
    if (b.size() != 4)
        throw Error(Code::invalid_value, "/bbox", {std::to_string(b.size()), "[west, south, east, north]"});
    for (const std::size_t i : {0, 2})
        if (b[i] < -180 || b[i] > 180 || b[i + 1] < -90 || b[i + 1] > 90)
            throw Error(Code::coordinates_outside_world, "/bbox",
                        {std::to_string(b[i]), std::to_string(b[i + 1])});
    if (b[0] > b[2] || b[1] > b[3])
        throw Error(Code::invalid_value, "/bbox", {"bbox", "west ≤ east, south ≤ north"});
    return {b[0], b[1], b[2], b[3]};
}

}  // namespace
}  // namespace hatang::operations

namespace hatang::json {

template <>
struct Describe<operations::Topic> {
    using T = operations::Topic;
    static constexpr std::string_view name = "LiveTopic";
    static constexpr std::array values{std::pair<T, std::string_view>{T::values, "values"},
                                       std::pair<T, std::string_view>{T::alarms, "alarms"},
                                       std::pair<T, std::string_view>{T::work, "work"},
                                       std::pair<T, std::string_view>{T::assets, "assets"},
                                       std::pair<T, std::string_view>{T::kpi, "kpi"},
                                       std::pair<T, std::string_view>{T::tiles, "tiles"}};
};

template <>
struct Describe<operations::Message> {
    using M = operations::Message;
    static constexpr std::string_view name = "LiveSubscription";
    static constexpr auto fields = std::tuple{
        field("type", &M::type, "subscribe"),
        field("topics", &M::topics, "What to send", Limits{.items_max = 20}),
        field("bbox", &M::bbox, "West, south, east, north", Limits{.items_max = 4}),
        field("domains", &M::domains, "Domain keys",
              Limits{.length_max = 60, .items_max = operations::subscribed_domains_max}),
        field("assets", &M::assets, "Asset ids", Limits{.items_max = operations::subscribed_assets_max}),
        field("cursor", &M::cursor, "Cursor of the last message seen")};
};

}  // namespace hatang::json

namespace hatang::operations {

bool Subscription::wants(std::int64_t asset_id, std::string_view domain, std::optional<double> lon,
                         std::optional<double> lat) const {
    if (!assets.empty() && !assets.contains(asset_id)) return false;
    if (!domains.empty() && !domains.contains(domain)) return false;
    return !box || (lon && lat && box->contains(*lon, *lat));
}

bool Subscription::wants_area(const Box& area) const {
    return !box || (area.west <= box->east && box->west <= area.east && area.south <= box->north &&
                    box->south <= area.north);
}

Result<Subscription> parse_subscription(std::string_view text) {
    try {
        const json::Document document = json::parse(text);
        const Message message = json::read<Message>(document.root());
        if (message.type != "subscribe")
            return Error(Code::invalid_value, "/type", {message.type.substr(0, 40), "subscribe"});
        Subscription s;
        for (const Topic topic : message.topics) s.topics[static_cast<std::size_t>(topic)] = true;
        if (message.bbox) s.box = box_of(*message.bbox);
        if (message.domains) s.domains.insert(message.domains->begin(), message.domains->end());
        if (message.assets) s.assets.insert(message.assets->begin(), message.assets->end());
        s.cursor = message.cursor;
        return s;
    } catch (const Error& e) {
        return e;
    }
}

}  // namespace hatang::operations
