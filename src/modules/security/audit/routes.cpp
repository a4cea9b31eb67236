// GET /api/v1/audit, /audit/export, /audit/verification, POST /audit/verify
#include <unistd.h>

#include "base/text.hpp"
#include "security/audit/views.hpp"
#include "security/context.hpp"
#include "security/paging.hpp"

namespace hatang::security {
namespace {

AuditEntry entry_of(AuditRow row) {
    AuditEntry e;
    e.id = row.id;
    e.at = row.at;
    e.user_id = row.user_id;
    e.user = std::move(row.user_name);
    e.address = std::move(row.address);
    e.action = std::move(row.action);
    e.entity = std::move(row.entity);
    e.entity_id = row.entity_id;
    e.before.json = std::move(row.before).value_or("");
    e.after.json = std::move(row.after).value_or("");
    e.reason = std::move(row.reason);
    e.request_id = std::move(row.request_id);
    return e;
}

task<AuditPage> list_audit(Context& context, const AuditQuery& in) {
    const PageRequest page = page_of(in.limit, in.cursor);
    AuditRows found = co_await search_audit(context.platform.db, in, page.after, page.limit);
    AuditPage out;
    for (AuditRow& row : found.rows) out.items.push_back(entry_of(std::move(row)));
    if (found.next) out.next = std::to_string(*found.next);
    co_return out;
}

task<http::Response> export_audit(Context& context, const http::Call& call, const AuditExportQuery& in) {
    const AuditFormat format = in.format.value_or(AuditFormat::csv);
    const std::string host = host_name();
    std::string body;
    if (format == AuditFormat::csv) body = csv_header();
    const std::function<void(const AuditRow&)> each = [&](const AuditRow& row) {
        body += line_of(format, row, host);
        if (body.size() > limits::export_bytes_max)
            throw Error(
                Code::too_many_items, {},
                {std::to_string(body.size()) + " B", std::to_string(limits::export_bytes_max) + " B"});
    };
    const std::int64_t rows = co_await read_audit(context.platform.db, in, limits::export_rows_max, each);
    const Actor actor = actor_of(call);
    co_await note_export(context, actor, format, rows, call.request.target);
    constexpr std::string_view types[] = {"text/csv; charset=utf-8", "text/plain; charset=utf-8",
                                          "text/plain; charset=utf-8"};
    http::Response response =
        http::Response::bytes(std::string(types[static_cast<std::size_t>(format)]), std::move(body));
    response.header("Content-Disposition", "attachment; filename=\"audit-" +
                                               city_day(context.platform.clock.now()) +
                                               (format == AuditFormat::csv ? ".csv\"" : ".log\""));
    co_return response;
}

AuditVerificationView view_of(Context& context) {
    AuditVerificationView out;
    out.chained_at = context.audit.chain().chained_at();
    if (const auto& verdict = context.audit.verdict()) {
        out.checked_at = verdict->checked_at;
        out.rows = verdict->links;
        out.waiting = verdict->waiting;
        out.first_id = verdict->first_id;
        out.last_id = verdict->last_id;
        out.problem_count = verdict->problem_count;
        out.problems = verdict->problems;
        for (const Seal& seal : verdict->seals)
            out.seals.push_back({seal.day, seal.audit_id, seal.hash, seal.at});
    }
    if (context.siem) {
        const Siem::Status& siem = context.siem->status();
        out.siem = {true, siem.sent_to_id,
                    std::max<std::int64_t>(0, context.audit.chain().top_seq() - siem.sent_seq),
                    siem.last_error};
    }
    // What the chainer sees counts at once, not only at the next verification.
    if (const auto& fault = context.audit.chain().fault(); fault && out.problems.empty()) {
        out.problems.push_back(*fault);
        out.problem_count = 1;
    }
    out.ok = out.problem_count == 0;
    return out;
}

}  // namespace

std::string host_name() {
    char name[256] = {};
    if (::gethostname(name, sizeof name - 1) != 0) return "-";
    return name;
}

task<void> note_export(Context& context, Actor actor, AuditFormat format, std::int64_t rows,
                       std::string what) {
    json::Writer after;
    after.begin_object()
        .field("format", json::to_text(format))
        .field("rows", rows)
        .field("filter", what)
        .end_object();
    Change change;
    change.action = "audit.export";
    change.entity = "audit";
    change.after = after.take();
    const auto body = [&](db::Session& tx) -> task<void> {
        co_await context.security.audit(tx, actor, change);
    };
    co_await context.platform.db.transaction(body);
}

void add_audit_routes(http::Router& router, Context& context) {
    router.get<AuditQuery, AuditPage>(
        "/api/v1/audit", {"security.audit.list", http::may("audit.read"), "Lists who did what, newest first"},
        [&context](http::Call&, const AuditQuery& in) -> task<AuditPage> { return list_audit(context, in); });
    router.get<AuditExportQuery, http::Response>(
        "/api/v1/audit/export",
        {"security.audit.export",
         http::may("audit.read"),
         "Gives up to 100,000 rows, oldest first, as CSV, CEF or syslog (RFC 5424)",
         {.seconds_max = 120}},
        [&context](http::Call& call, const AuditExportQuery& in) -> task<http::Response> {
            return export_audit(context, call, in);
        });
    router.get<http::Nothing, AuditVerificationView>(
        "/api/v1/audit/verification",
        {"security.audit.verification", http::may("audit.read"), "Tells what the last verification found"},
        [&context](http::Call&, const http::Nothing&) -> task<AuditVerificationView> {
            co_return view_of(context);
        });
    router.post<http::Nothing, AuditVerificationView>(
        "/api/v1/audit/verify",
        {"security.audit.verify",
         http::may("audit.read"),
         "Verifies every row and link now",
         {.seconds_max = 600},
         false},
        [&context](http::Call&, const http::Nothing&) -> task<AuditVerificationView> {
            VerifyOptions whole;
            co_await context.audit.verify(std::move(whole));
            co_return view_of(context);
        });
}

}  // namespace hatang::security
