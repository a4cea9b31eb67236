// One client of the live channel, from its first subscription to its end.
#include <chrono>
#include <map>

#include "base/log.hpp"
#include "operations/limits.hpp"
#include "operations/live/hub.hpp"

namespace hatang::operations {
namespace {

std::string error_json(const Error& e) {
    json::Writer w;
    w.begin_object().field("type", "error").field("code", error_info(e.code).code).field("where", e.where);
    return w.field("title", e.text_vi()).field("title_en", e.text_en()).end_object().take();
}

// An outage of the database ends no sessions.
bool ends_session(const Error& e) {
    return error_info(e.code).http_status == 401 || error_info(e.code).http_status == 403;
}

}  // namespace

void Hub::add_routes(http::Router& router) {
    router.websocket(
        "/api/v1/live",
        {"operations.live", http::may_within("live.read"), "Values, alarms, work orders and figures by push"},
        [this](http::Call& call, std::shared_ptr<http::WebSocket> socket) {
            return serve(call, std::move(socket));
        });
    kpi_.add_routes(router);
}

void Hub::send(Connection& c, std::string_view type, std::string text) {
    const std::size_t bytes = text.size();
    // What it took is lost when the queue is full: only a new start makes the client whole again.
    if (!c.socket->send(std::move(text))) return c.socket->close();
    platform_.metrics.count("hatang_live_messages_total", std::string("type=\"").append(type).append("\""));
    platform_.metrics.count("hatang_live_bytes_total", {}, static_cast<double>(bytes));
}

void Hub::refuse(Connection& c, const Error& e) { send(c, "error", error_json(e)); }

task<void> Hub::serve(http::Call& call, std::shared_ptr<http::WebSocket> socket) {
    const auto held = std::make_shared<Connection>();
    held->socket = std::move(socket);
    held->request = call.request;
    held->who = call.who;
    held->rights = security::rights_key(call.who);
    if (stopping_ || connections_.size() >= connections_max) {
        refuse(*held, Error(Code::unavailable, {}, {"live"}));
        held->socket->close();
        co_return;
    }
    connections_.insert(held);
    platform_.loop.spawn(recheck(held), "operations.recheck");
    std::exception_ptr failed;
    try {
        while (true) {
            const std::optional<std::string> text = co_await held->socket->receive();
            if (!text) break;
            Result<Subscription> subscription = parse_subscription(*text);
            if (subscription)
                co_await begin(held, call, std::move(*subscription));
            else
                refuse(*held, subscription.error());
        }
    } catch (...) {
        failed = std::current_exception();
    }
    connections_.erase(held);
    held->socket->close();
    if (failed) std::rethrow_exception(failed);
}

// What happens while the snapshot is read waits in the client and follows it; some of it may come twice,
// never too little, and every item carries its version.
task<void> Hub::begin(Held held, http::Call& call, Subscription subscription) {
    const std::optional<std::int64_t> cursor = subscription.cursor;
    const bool alarms_wanted = subscription.has(Topic::alarms), kpi_wanted = subscription.has(Topic::kpi);
    held->live = false;
    Reach reach{security::scope(held->who, "telemetry.read"), security::scope(held->who, "alarm.read"),
                security::scope(held->who, "work.read"), security::scope(held->who, "asset.read")};
    held->client.subscribe(std::move(subscription), reach, board_);
    std::optional<Error> failed;
    try {
        // What comes later is of the same assets: the subscription is the reading.
        const std::vector<std::int64_t> restricted = held->client.restricted_assets(board_);
        co_await security_.audit_read(call, "asset", restricted);
        std::string kpi;
        if (kpi_wanted) {
            const Kpi figures = co_await kpi_.get(held->who);
            kpi = json::to_json(figures);
        }
        bool caught_up = false;
        if (cursor) caught_up = co_await catch_up(held, *cursor);
        const std::int64_t position = platform_.events.position();
        if (caught_up) {
            if (kpi_wanted) held->client.figures(std::make_shared<const std::string>(std::move(kpi)));
            send(*held, "changes",
                 held->client.take_changes(board_, Client::Part::all, position, platform_.clock.now()));
        } else {
            std::string alarms = "[]";
            if (alarms_wanted) alarms = co_await alarms_.open_alarms_json(reach.alarms);
            send(*held, "snapshot",
                 held->client.take_snapshot(board_, position, platform_.clock.now(), alarms, kpi));
        }
        held->live = true;
    } catch (const Error& e) {
        failed = e;
    } catch (const std::exception& e) {
        log::error("operations.subscribe_failed", {{"error", e.what()}});
        failed = Error(Code::unavailable, {}, {"live"});
    }
    if (failed) refuse(*held, *failed);
}

// Gives the client the events after its cursor. False when there are too many, or they are no longer kept.
task<bool> Hub::catch_up(Held held, std::int64_t cursor) {
    if (cursor > platform_.events.position()) co_return false;  // of another database
    const auto missed = co_await platform_.events.since(cursor, resume_events_max + 1);
    if (!missed || missed->size() > static_cast<std::size_t>(resume_events_max)) co_return false;
    std::vector<std::int64_t> ids;
    // An import changes more than a list of assets can tell.
    for (const events::Event& event : *missed)
        if (event.topic == "asset.imported") co_return false;
    for (const events::Event& event : *missed)
        ids.push_back(event.topic.starts_with("asset.") ? std::stoll(event.key) : asset_of(event));
    const std::vector<AssetRow> assets = co_await look_up(ids);
    std::unordered_map<std::int64_t, const AssetRow*> rows;
    for (const AssetRow& asset : assets) rows.emplace(asset.id, &asset);
    for (std::size_t i = 0; i < ids.size(); ++i) {
        const events::Event& event = (*missed)[i];
        const auto found = rows.find(ids[i]);
        const AssetRow* asset = found == rows.end() ? nullptr : found->second;
        if (event.topic.starts_with("alarm.") || event.topic.starts_with("work."))
            deliver(held, event, std::make_shared<const std::string>(event.payload),
                    asset ? &asset->place : nullptr);
        else if (asset && held->client.wants_asset(asset->id, asset->place))
            held->client.changed(Topic::assets, asset->id, asset->json);
    }
    co_return true;
}

// Closes a connection whose session has ended or whose rights are not those it began with: the client comes
// back and sees what it may see now.
task<void> Hub::check(Held held) {
    std::optional<Error> ended;
    bool changed = false;
    try {
        const http::Principal who = co_await security_.authenticate(held->request);
        if (!who.may_within("live.read"))
            ended = Error(who.user_id ? Code::forbidden : Code::unauthenticated, {}, {"live.read"});
        changed = security::rights_key(who) != held->rights;
    } catch (const Error& e) {
        if (ends_session(e)) ended = e;
    } catch (const std::exception& e) {
        log::warn("operations.recheck_failed", {{"error", e.what()}});
    }
    if (ended) refuse(*held, *ended);
    if (ended || changed) held->socket->close();
}

task<void> Hub::recheck(Held held) {
    while (held->socket->open() && connections_.contains(held)) {
        co_await platform_.loop.sleep(std::chrono::microseconds(recheck_us));
        co_await check(held);
    }
}

}  // namespace hatang::operations
