#include "security/audit/writer.hpp"

#include "security/audit/queries.hpp"

namespace hatang::security {
namespace {

std::optional<std::string> unless_empty(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional(text);
}

}  // namespace

task<void> write_audit(db::Session& tx, const AuditKeys& keys, Instant at, const Actor& actor,
                       const Change& change) {
    const auto before = unless_empty(change.before), after = unless_empty(change.after);
    const db::Rows begun = co_await tx.run(sql::begin_audit, before, after);
    AuditRow row;
    row.id = begun.front().integer("id");
    row.at = at;
    row.user_id = actor.user_id;
    row.user_name = actor.name;
    row.address = actor.address;
    row.action = change.action;
    row.entity = change.entity;
    if (change.entity_id != 0) row.entity_id = change.entity_id;
    row.before = begun.front().maybe_text("before");
    row.after = begun.front().maybe_text("after");
    row.reason = unless_empty(change.reason);
    row.request_id = actor.request_id;
    const db::Param mac = db::Param::bytes(keys.row_mac(row));
    co_await tx.run(sql::insert_audit, row.id, row.at, row.user_id, row.user_name, row.address, row.action,
                    row.entity, row.entity_id, row.before, row.after, row.reason, row.request_id, mac);
}

}  // namespace hatang::security
