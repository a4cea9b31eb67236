#include "images/photo.hpp"
#include "maintenance/limits.hpp"
#include "maintenance/work/orders.hpp"
#include "maintenance/work/queries.hpp"

namespace hatang::maintenance {

void Orders::add_photo_routes(http::Router& router) {
    router.post<http::RawBody, PhotoView>(
        "/api/v1/work-orders/{id}/photos",
        {"maintenance.work.photo", http::may_within("work.read"), "Adds a photo (JPEG, PNG, WebP)",
         http::RouteLimits{.body_bytes_max = photo_bytes_max}, false},
        [this](http::Call& call, const http::RawBody& in) -> task<PhotoView> {
            const std::int64_t order = call.path_id("id");
            // Who may not add to this order costs no decoding.
            co_await require_by_id(call.who, "work.do", order);
            Result<std::string> clean =
                co_await platform_.loop.blocking([&in] { return images::clean_photo(in.bytes); });
            const std::string name = co_await platform_.files.put(std::move(clean).value());
            const std::int64_t id =
                co_await platform_.db.transaction([&](db::Session& tx) -> task<std::int64_t> {
                    co_return co_await add_note(tx, order, {}, name, call);
                });
            PhotoView view{id, name};
            co_return view;
        });
    router.get<http::Nothing, http::Response>(
        "/api/v1/photos/{sha256}",
        {"maintenance.photo", http::may_within("work.read"), "A photo of a work order"},
        [this](http::Call& call, const http::Nothing&) -> task<http::Response> {
            const std::string& name = call.path_text("sha256");
            const Error missing(Code::not_found, {}, {"photo"});
            if (!platform_.files.valid_name(name)) throw missing;
            const db::Rows rows = co_await platform_.db.run(sql::photo_work, name);
            bool readable = false;
            for (const db::Row row : rows) {
                const bool theirs = row.maybe_integer("assignee_id") == call.who.user_id;
                const bool within = co_await registry_.may(call.who, "work.read", row.integer("asset_id"));
                readable = readable || theirs || within;
            }
            if (!readable) throw missing;
            std::optional<std::string> bytes = co_await platform_.files.get(name);
            if (!bytes) throw missing;
            http::Response response = http::Response::bytes("image/jpeg", std::move(*bytes));
            response.header("Cache-Control", "private, max-age=31536000, immutable");
            co_return response;
        });
}

}  // namespace hatang::maintenance
