// GET /api/v1/audit
#include "security/audit/queries.hpp"
#include "security/context.hpp"
#include "security/paging.hpp"

namespace hatang::security {

struct AuditQuery {
    std::optional<std::string> entity;
    std::optional<std::int64_t> entity_id, user_id;
    std::optional<Instant> from, to;
    std::optional<std::int64_t> limit;
    std::optional<std::string> cursor;
};
struct AuditEntry {
    std::int64_t id = 0;
    Instant at;
    std::optional<std::int64_t> user_id;
    std::string user, address, action, entity;
    std::optional<std::int64_t> entity_id;
    json::Raw before, after;
    std::optional<std::string> reason;
    std::string request_id;
};
struct AuditPage {
    std::vector<AuditEntry> items;
    std::optional<std::string> next;
};

}  // namespace hatang::security

namespace hatang::json {

template <>
struct Describe<security::AuditQuery> {
    using T = security::AuditQuery;
    static constexpr std::string_view name = "AuditQuery";
    static constexpr auto fields = std::tuple{
        field("entity", &T::entity, "Kind of thing: asset, alarm, user, …",
              Limits{.length_max = security::limits::key_length_max}),
        field("entity_id", &T::entity_id, "Its identifier"),
        field("user_id", &T::user_id, "Who did it"),
        field("from", &T::from, "At or after this time"),
        field("to", &T::to, "Before this time"),
        field("limit", &T::limit, "Items on a page", Limits{.least = 1, .most = security::limits::page_max}),
        field("cursor", &T::cursor, "From the page before")};
};
template <>
struct Describe<security::AuditEntry> {
    using T = security::AuditEntry;
    static constexpr std::string_view name = "AuditEntry";
    static constexpr auto fields =
        std::tuple{field("id", &T::id, "Identifier"),
                   field("at", &T::at, "When"),
                   field("user_id", &T::user_id, "Who; null: the program itself"),
                   field("user", &T::user, "Name of the account or module"),
                   field("address", &T::address, "Network address it came from"),
                   field("action", &T::action, "What was done: asset.create, …"),
                   field("entity", &T::entity, "Kind of thing"),
                   field("entity_id", &T::entity_id, "Its identifier"),
                   field("before", &T::before, "State before; null for a creation"),
                   field("after", &T::after, "State after; null for a removal"),
                   field("reason", &T::reason, "Why, when it was given"),
                   field("request_id", &T::request_id, "Request, as in the log and the answer")};
};
template <>
struct Describe<security::AuditPage> {
    using T = security::AuditPage;
    static constexpr std::string_view name = "AuditPage";
    static constexpr auto fields = std::tuple{field("items", &T::items, "Entries, newest first"),
                                              field("next", &T::next, "Cursor of the next page")};
};

}  // namespace hatang::json

namespace hatang::security {
namespace {

AuditEntry entry_of(const db::Row& row) {
    AuditEntry e;
    e.id = row.integer("id");
    e.at = row.instant("at");
    e.user_id = row.maybe_integer("user_id");
    e.user = row.text("user_name");
    e.address = row.text("address");
    e.action = row.text("action");
    e.entity = row.text("entity");
    e.entity_id = row.maybe_integer("entity_id");
    e.before.json = row.maybe_text("before").value_or("");
    e.after.json = row.maybe_text("after").value_or("");
    e.reason = row.maybe_text("reason");
    e.request_id = row.text("request_id");
    return e;
}

task<AuditPage> list_audit(Context& context, const AuditQuery& in) {
    const PageRequest page = page_of(in.limit, in.cursor);
    const db::Rows rows = co_await context.platform.db.run(
        sql::audit_page, page.after, in.entity, in.entity_id, in.user_id, in.from, in.to, page.limit + 1);
    AuditPage out;
    for (const db::Row row : rows) out.items.push_back(entry_of(row));
    out.next = cut_page(out.items, page.limit);
    co_return out;
}

}  // namespace

void add_audit_routes(http::Router& router, Context& context) {
    router.get<AuditQuery, AuditPage>(
        "/api/v1/audit",
        {"security.audit.list", http::may("audit.read"), "Lists who changed what, newest first"},
        [&context](http::Call&, const AuditQuery& in) -> task<AuditPage> { return list_audit(context, in); });
}

}  // namespace hatang::security
