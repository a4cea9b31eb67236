// The work orders in the database. Every act is one row changed, one transition, one audit row, one line in
// the history of the asset and one event, in one transaction.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "alarms/api.hpp"
#include "maintenance/work/work_order.hpp"
#include "module.hpp"
#include "registry/api.hpp"
#include "security/api.hpp"

namespace hatang::maintenance {

class Orders {
  public:
    Orders(Platform& platform, security::Security& security, registry::Registry& registry,
           alarms::Alarms& alarms)
        : platform_(platform), security_(security), registry_(registry), alarms_(alarms) {}
    void add_routes(http::Router&);
    void add_photo_routes(http::Router&);

  private:
    struct ActInput {
        Act act;
        std::optional<std::int64_t> assignee_id;
        std::optional<std::string> result, reason;
    };
    // Each throws the precise error and then nothing has changed.
    task<WorkOrder> create(db::Session&, const WorkCreate&, const http::Call&);
    task<WorkOrder> change(db::Session&, std::int64_t id, const WorkPatch&, const http::Call&);
    task<WorkOrder> perform(db::Session&, std::int64_t id, ActInput, const http::Call&);
    task<std::int64_t> add_note(db::Session&, std::int64_t id, std::string text,
                                std::optional<std::string> photo, const http::Call&);

    task<WorkOrder> lock(db::Session&, std::int64_t id);
    task<WorkOrder> get(db::Session&, std::int64_t id);
    task<WorkOrder> assign(db::Session&, const WorkOrder&, std::int64_t assignee_id, security::Actor,
                           std::string by);
    task<std::string> name_of(db::Session&, security::Actor);
    task<std::string> next_number(db::Session&);
    struct Record {
        std::string_view topic;  // "started": event work.started, history work_started
        std::optional<WorkState> before;
        std::optional<std::string> reason;
        std::string title_vi, title_en;  // of the history; empty: no line there
    };
    // What follows the change of the row. Gives the work order as it is now.
    task<WorkOrder> record(db::Session&, std::int64_t id, Record, security::Actor, std::string by);
    task<WorkPage> page(const WorkQuery&, const http::Call&);
    task<std::string> detail_json(const http::Call&, std::int64_t id, std::int64_t& version);
    // Throws not_found to who may not read the work order, forbidden to who lacks the permission on it. Crews
    // read and do (work.do) what is assigned to them, wherever it lies.
    task<void> require(http::Principal, std::string permission, WorkOrder);
    task<void> require_by_id(http::Principal, std::string permission, std::int64_t id);

    Platform& platform_;
    security::Security& security_;
    registry::Registry& registry_;
    alarms::Alarms& alarms_;
};

}  // namespace hatang::maintenance
