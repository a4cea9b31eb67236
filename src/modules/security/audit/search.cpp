#include "security/audit/search.hpp"

#include "security/audit/limits.hpp"
#include "security/audit/queries.hpp"
#include "security/audit/rows.hpp"

namespace hatang::security {
namespace {

struct Bound {
    std::optional<std::string> action, action_like;
};

// "user." and "user.*" mean every action that begins so, "*.read_restricted" every one that ends so.
Bound action_of(const AuditFilter& filter) {
    Bound out;
    if (!filter.action) return out;
    std::string text = *filter.action;
    const bool any_begin = text.starts_with('*');
    if (any_begin) text.erase(0, 1);
    const bool star = text.ends_with('*');
    if (star) text.pop_back();
    const bool any_end = star || text.ends_with('.');
    if (!any_begin && !any_end) {
        out.action = text;
        return out;
    }
    std::string pattern = any_begin ? "%" : "";
    for (const char c : text) {
        if (c == '%' || c == '_' || c == '\\') pattern += '\\';
        pattern += c;
    }
    out.action_like = pattern + (any_end ? "%" : "");
    return out;
}

// Ids above `after` and below `before`.
task<db::Rows> read_page(db::Pool& db, const db::Query& query, const AuditFilter& f, std::int64_t after,
                         std::int64_t before, std::int64_t limit) {
    const Bound bound = action_of(f);
    co_return co_await db.run(query, after, before, f.user, bound.action, bound.action_like, f.entity,
                              f.address, f.entity_id, f.user_id, f.from, f.to, f.q, limit);
}

task<std::int64_t> newest_id(db::Pool& db) {
    const db::Rows extent = co_await db.run(sql::audit_extent);
    co_return extent.front().maybe_integer("last_id").value_or(0);
}

}  // namespace

task<AuditRows> search_audit(db::Pool& db, const AuditFilter& filter, std::optional<std::int64_t> before,
                             std::int64_t limit) {
    AuditRows out;
    std::int64_t top = 0;
    if (before)
        top = *before;
    else
        top = co_await newest_id(db) + 1;
    const std::int64_t step = filter.q ? limits::search_ids_at_once : top;
    const std::int64_t end = filter.q ? std::max<std::int64_t>(0, top - limits::search_ids_max) : 0;
    while (top > end + 1 && std::ssize(out.rows) <= limit) {
        const std::int64_t after = std::max(end, top - 1 - step);
        const std::int64_t wanted = limit + 1 - std::ssize(out.rows);
        const db::Rows rows = co_await read_page(db, sql::audit_page, filter, after, top, wanted);
        for (const db::Row row : rows) out.rows.push_back(audit_row_of(row));
        top = after + 1;
    }
    if (std::ssize(out.rows) > limit) {
        out.rows.resize(static_cast<std::size_t>(limit));
        out.next = out.rows.back().id;
    } else if (end > 0) {
        out.next = end + 1;
    }
    co_return out;
}

task<std::int64_t> read_audit(db::Pool& db, const AuditFilter& filter, std::int64_t rows_max,
                              std::function<void(const AuditRow&)> each) {
    const std::int64_t end = co_await newest_id(db);
    std::int64_t count = 0;
    for (std::int64_t after = 0; after < end;) {
        const std::int64_t to = std::min(end, after + limits::verify_ids);
        const db::Rows rows =
            co_await read_page(db, sql::audit_page_up, filter, after, to + 1, limits::verify_rows);
        for (const db::Row row : rows) {
            if (++count > rows_max)
                throw Error(Code::too_many_items, {},
                            {"> " + std::to_string(rows_max), std::to_string(rows_max)});
            const AuditRow read = audit_row_of(row);
            each(read);
            after = read.id;
        }
        if (rows.size() < limits::verify_rows) after = to;
    }
    co_return count;
}

}  // namespace hatang::security
