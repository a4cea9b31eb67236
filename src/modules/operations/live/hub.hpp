// The live channel: hears of readings and events, and tells every connected client what it subscribed to.
#pragma once

#include <memory>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "alarms/api.hpp"
#include "maps/api.hpp"
#include "module.hpp"
#include "operations/kpi/kpi.hpp"
#include "operations/live/board.hpp"
#include "operations/live/client.hpp"
#include "security/api.hpp"
#include "telemetry/api.hpp"

namespace hatang::operations {

class Hub {
  public:
    Hub(Platform&, security::Security&, telemetry::Telemetry&, alarms::Alarms&, maps::Maps&);
    void add_routes(http::Router&);
    task<void> start();
    task<void> stop();

  private:
    struct Connection {
        std::shared_ptr<http::WebSocket> socket;
        http::Request request;  // asked again whether it may still listen
        http::Principal who;
        std::string rights;  // changes with what they may do
        Client client;
        bool live = false;  // its snapshot is out
    };
    using Held = std::shared_ptr<Connection>;

    // one connection
    task<void> serve(http::Call&, std::shared_ptr<http::WebSocket>);
    task<void> begin(Held, http::Call&, Subscription);
    task<bool> catch_up(Held, std::int64_t cursor);
    task<void> recheck(Held);
    task<void> check(Held);
    void send(Connection&, std::string_view type, std::string text);
    void refuse(Connection&, const Error&);
    // A copy: sending may end a connection and so change the set.
    std::vector<Held> connected() const { return {connections_.begin(), connections_.end()}; }

    // all connections
    task<void> run();
    void flush(Instant now);
    void flush_urgent();
    task<void> flush_urgent_soon();
    task<void> push_figures();
    task<void> push_assets();
    void on_event(const events::Event&);
    void on_assets_changed(const events::Event&);
    void on_tiles_changed(const maps::TilesChanged&);
    // The asset of an alarm or work order; 0: none.
    static std::int64_t asset_of(const events::Event&);
    void deliver(const Held&, const events::Event&, const SharedJson&, const Place*);
    task<void> deliver_within();
    void on_rights_changed(const events::Event&);
    task<void> plan();
    struct AssetRow {
        Place place;
        std::int64_t id;
        SharedJson json;
    };
    task<std::vector<AssetRow>> look_up(std::vector<std::int64_t> ids);

    Platform& platform_;
    security::Security& security_;
    telemetry::Telemetry& telemetry_;
    alarms::Alarms& alarms_;
    maps::Maps& maps_;
    KpiCounter kpi_;
    Board board_;
    std::set<Held> connections_;
    std::set<std::int64_t> changed_assets_;
    std::vector<events::Event> narrow_;  // alarms and work that wait for the place of their asset
    bool running_ = false, stopping_ = false, urgent_planned_ = false, plan_stale_ = false;
    bool figures_busy_ = false, assets_busy_ = false, narrow_busy_ = false;
};

}  // namespace hatang::operations
