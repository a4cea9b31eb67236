#include "jobs/change.hpp"

#include "events/bus.hpp"
#include "json/writer.hpp"

namespace hatang::jobs {

task<void> tell(db::Session& session, const db::Rows& rows) {
    for (const db::Row row : rows) {
        json::Writer w;
        w.begin_object().field("id", row.integer("id")).field("kind", row.text("kind"));
        w.field("state", row.text("state")).field("percent", row.number("percent"));
        w.field("words", row.text("words")).end_object();
        const std::string key = std::to_string(row.integer("id"));
        co_await events::emit(session, "job.changed", key, w.text());
    }
}

task<db::Rows> change(db::Pool& pool, db::Query query, std::vector<db::Param> params) {
    const auto body = [&](db::Session& tx) -> task<db::Rows> {
        const db::Rows rows = co_await tx.run(query, std::move(params));
        co_await tell(tx, rows);
        co_return rows;
    };
    db::Rows rows = co_await pool.transaction(body);
    co_return rows;
}

}  // namespace hatang::jobs
