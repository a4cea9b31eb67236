#include "security/idempotency/store.hpp"

#include "json/value.hpp"
#include "json/writer.hpp"
#include "security/idempotency/queries.hpp"
#include "security/limits.hpp"

namespace hatang::security {
namespace {

std::string headers_json(const http::Response& response) {
    json::Writer w;
    w.begin_array();
    for (const auto& [name, value] : response.headers) w.begin_array().value(name).value(value).end_array();
    w.end_array();
    return w.take();
}

void read_headers(http::Response& response, std::string_view text) {
    const json::Document document = json::parse(text);
    for (const json::Value pair : document.root().items()) {
        std::string parts[2];
        int n = 0;
        for (const json::Value part : pair.items())
            if (n < 2) parts[n++] = part.text();
        response.headers.emplace_back(parts[0], parts[1]);
    }
}

}  // namespace

task<std::optional<http::Response>> begin_request(Context& context, std::int64_t user_id, std::string key,
                                                  std::string hash) {
    const Instant now = context.platform.clock.now();
    const db::Rows taken = co_await context.platform.db.run(sql::take_key, user_id, key, hash, now,
                                                            now + -limits::idempotency_pending_us);
    if (!taken.empty()) co_return std::nullopt;
    const db::Rows rows = co_await context.platform.db.run(sql::answer_of_key, user_id, key);
    // Freed between the two statements: its request has just failed.
    if (rows.empty()) throw Error(Code::unavailable, "Idempotency-Key", {key});
    const db::Row row = rows.front();
    if (row.text("request_hash") != hash) throw Error(Code::idempotency_conflict, "Idempotency-Key");
    if (row.is_null("status")) throw Error(Code::unavailable, "Idempotency-Key", {key});
    http::Response earlier;
    earlier.status = static_cast<int>(row.integer("status"));
    earlier.content_type = row.text("content_type");
    earlier.body = row.bytes("body");
    read_headers(earlier, row.text("headers"));
    co_return earlier;
}

task<void> keep_answer(Context& context, std::int64_t user_id, std::string key,
                       const http::Response& response) {
    if (response.body.size() > limits::idempotency_body_bytes_max) {
        co_await free_key(context, user_id, key);
        co_return;
    }
    co_await context.platform.db.run(sql::keep_answer, user_id, key,
                                     static_cast<std::int64_t>(response.status), response.content_type,
                                     headers_json(response), db::Param::bytes(response.body));
}

task<void> free_key(Context& context, std::int64_t user_id, std::string key) {
    co_await context.platform.db.run(sql::free_key, user_id, key);
}

}  // namespace hatang::security
