// Photos and documents of an asset: /api/v1/assets/{id}/attachments,
// /api/v1/attachments/{id}[/content|/thumbnail]
//
// They are read by who may read the asset and changed by who may write it. Photos are decoded and written
// anew without metadata; documents stay as they are and are only ever saved, never shown by the browser.
#include "http/file_body.hpp"
#include "images/photo.hpp"
#include "registry/assets/queries.hpp"
#include "registry/assets/store.hpp"
#include "registry/assets/write_steps.hpp"
#include "registry/attachments/document.hpp"
#include "registry/attachments/model.hpp"
#include "registry/attachments/queries.hpp"

namespace hatang::registry {
namespace {

AttachmentView attachment_of(const db::Row& row) {
    AttachmentView v;
    v.id = row.integer("id");
    v.version = row.integer("version");
    v.asset_id = row.integer("asset_id");
    v.kind = row.text("kind");
    v.media_type = row.text("media_type");
    v.file_name = row.text("file_name");
    v.bytes = row.integer("bytes");
    v.caption = row.maybe_text("caption");
    v.added_at = row.instant("added_at");
    v.added_by = row.text("added_by_name");
    return v;
}

// What may not be read is not there, whether it is the asset or what hangs on it.
task<void> admit(Context& context, http::Call& call, std::int64_t asset_id, std::string what, bool writes) {
    const db::Rows rows = co_await context.platform.db.run(sql::asset_key, asset_id);
    if (rows.empty() || !security::scope(call.who, "asset.read").allows(security::asset_key(rows.front())))
        throw Error(Code::not_found, "id", {std::move(what)});
    if (writes && !security::scope(call.who, "asset.write").allows(security::asset_key(rows.front())))
        throw Error(Code::forbidden, {}, {"asset.write"});
    const std::vector<std::int64_t> restricted = security::restricted_ids(rows);
    co_await context.security.audit_read(call, "asset", restricted);
}

struct Upload {
    std::string file_name;
    std::optional<std::string> caption;
};
Upload upload_of(const http::Call& call) {
    Upload out;
    for (const auto& [name, value] : call.request.query) {
        if (name == "name")
            out.file_name = value;
        else if (name == "caption")
            out.caption = value;
        else
            throw Error(Code::unknown_parameter, name, {name});
    }
    json::check_text(out.file_name, {.length_max = 4 * limits::file_name_characters_max}, "name");
    out.file_name = plain_file_name(out.file_name, limits::file_name_characters_max);
    if (out.caption)
        json::check_text(*out.caption, {.length_max = limits::caption_characters_max, .length_min = 1},
                         "caption");
    return out;
}

// The bytes as they will be kept, with their names in the content store.
struct Stored {
    std::string kind, media_type, file;
    std::optional<std::string> thumbnail;
    std::int64_t bytes = 0;
};
struct Pictures {
    std::string photo, thumbnail;
};
task<Stored> store_photo(Context& context, std::string bytes) {
    if (bytes.size() > limits::attached_photo_bytes_max)
        throw Error(Code::out_of_range, {},
                    {std::to_string(bytes.size()) + " byte",
                     "≤ " + std::to_string(limits::attached_photo_bytes_max)});
    const auto work = [&bytes] {
        Pictures out;
        out.photo = images::clean_photo(std::move(bytes)).value();
        out.thumbnail = images::clean_photo(out.photo, images::thumbnail_side_px).value();
        return out;
    };
    Pictures pictures = co_await context.platform.loop.blocking(work);
    Stored out;
    out.kind = "photo";
    out.media_type = "image/jpeg";
    out.bytes = static_cast<std::int64_t>(pictures.photo.size());
    out.thumbnail = co_await context.platform.files.put(std::move(pictures.thumbnail));
    out.file = co_await context.platform.files.put(std::move(pictures.photo));
    co_return out;
}

task<Stored> store_upload(Context& context, const std::string& file_name, std::string bytes) {
    if (images::image_kind(bytes) != images::ImageKind::other)
        co_return co_await store_photo(context, std::move(bytes));
    const Document document = document_of(file_name, bytes).value();
    Stored out;
    out.kind = "document";
    out.media_type = document.media_type;
    out.bytes = static_cast<std::int64_t>(bytes.size());
    out.file = co_await context.platform.files.put(std::move(bytes));
    co_return out;
}

// The audit row, the line in the life of the asset and the event of a change of its attachments.
task<void> tell(db::Session& tx, Context& context, const http::Call& call, const AttachmentView& view,
                std::string kind, security::Change change, std::string vi, std::string en) {
    const security::Actor actor = security::actor_of(call);
    const Instant now = context.platform.clock.now();
    const db::Session::Statement line = history_entry(
        {view.asset_id, kind, vi + ": " + view.file_name, en + ": " + view.file_name, {}, {}, now}, actor);
    co_await tx.run(line.query, line.params);
    co_await context.security.audit(tx, actor, std::move(change));
    const AssetView asset = co_await load_asset(tx, context, view.asset_id);
    co_await emit_changed(tx, context,
                          {asset.id, asset.version, asset.class_key, asset.domain, asset.lon, asset.lat});
}

task<AttachmentView> add(Context& context, http::Call& call, std::int64_t asset_id, std::string bytes) {
    const Upload upload = upload_of(call);
    co_await admit(context, call, asset_id, "asset " + std::to_string(asset_id), true);
    const Stored stored = co_await store_upload(context, upload.file_name, std::move(bytes));
    const auto body = [&](db::Session& tx) -> task<AttachmentView> {
        co_await tx.run(sql::lock_asset, asset_id);
        const db::Rows count = co_await tx.run(sql::count_attachments, asset_id);
        if (count.front().integer("n") >= limits::attachments_max)
            throw Error(
                Code::too_many_items, {},
                {std::to_string(count.front().integer("n") + 1), std::to_string(limits::attachments_max)});
        const db::Rows made = co_await tx.run(
            sql::insert_attachment, asset_id, stored.kind, stored.media_type, upload.file_name, stored.bytes,
            stored.file, stored.thumbnail, upload.caption, context.platform.clock.now(), call.who.name);
        const AttachmentView view = attachment_of(made.front());
        security::Change change{"attachment.add", "attachment", view.id, {}, json::to_json(view), {}};
        const bool photo = view.kind == "photo";
        co_await tell(tx, context, call, view, "attachment_added", std::move(change),
                      photo ? "Thêm ảnh" : "Thêm tài liệu", photo ? "Photo added" : "Document added");
        co_return view;
    };
    const AttachmentView view = co_await context.platform.db.transaction(body);
    call.etag(view.version);
    co_return view;
}

// The row, for who may read its asset.
task<db::Rows> find(Context& context, http::Call& call, std::int64_t id, bool writes) {
    const std::string what = "attachment " + std::to_string(id);
    db::Rows rows = co_await context.platform.db.run(sql::attachment, id);
    if (rows.empty()) throw Error(Code::not_found, "id", {what});
    co_await admit(context, call, rows.front().integer("asset_id"), what, writes);
    co_return rows;
}

task<db::Rows> lock(db::Session& tx, const http::Call& call, std::int64_t id) {
    db::Rows rows = co_await tx.run(sql::lock_attachment, id);
    if (rows.empty()) throw Error(Code::not_found, "id", {"attachment " + std::to_string(id)});
    call.check_version(rows.front().integer("version"));
    co_return rows;
}

task<AttachmentView> change_caption(Context& context, http::Call& call, std::int64_t id,
                                    AttachmentPatch patch) {
    call.require_if_match();
    co_await find(context, call, id, true);
    const auto body = [&](db::Session& tx) -> task<AttachmentView> {
        const db::Rows locked = co_await lock(tx, call, id);
        const AttachmentView before = attachment_of(locked.front());
        if (!patch.caption.given || patch.caption.value == before.caption) co_return before;
        const db::Rows changed = co_await tx.run(sql::caption_attachment, id, patch.caption.value);
        const AttachmentView after = attachment_of(changed.front());
        security::Change change{"attachment.change",   "attachment",         id,
                                json::to_json(before), json::to_json(after), {}};
        co_await tell(tx, context, call, after, "attachment_changed", std::move(change), "Sửa chú thích",
                      "Caption changed");
        co_return after;
    };
    const AttachmentView view = co_await context.platform.db.transaction(body);
    call.etag(view.version);
    co_return view;
}

task<void> remove(Context& context, http::Call& call, std::int64_t id) {
    call.require_if_match();
    co_await find(context, call, id, true);
    const auto body = [&](db::Session& tx) -> task<void> {
        const db::Rows locked = co_await lock(tx, call, id);
        const AttachmentView before = attachment_of(locked.front());
        co_await tx.run(sql::remove_attachment, id, context.platform.clock.now());
        security::Change change{"attachment.remove", "attachment", id, json::to_json(before), {}, {}};
        const bool photo = before.kind == "photo";
        co_await tell(tx, context, call, before, "attachment_removed", std::move(change),
                      photo ? "Bỏ ảnh" : "Bỏ tài liệu", photo ? "Photo removed" : "Document removed");
    };
    co_await context.platform.db.transaction(body);
}

task<http::Response> content(Context& context, http::Call& call, std::int64_t id, bool thumbnail) {
    const db::Rows rows = co_await find(context, call, id, false);
    const db::Row row = rows.front();
    const std::optional<std::string> file =
        thumbnail ? row.maybe_text("thumbnail") : std::optional(std::string(row.text("file")));
    std::optional<std::string> bytes;
    if (file) bytes = co_await context.platform.files.get(*file);
    if (!bytes) throw Error(Code::not_found, "id", {"attachment " + std::to_string(id)});
    const bool photo = row.text("kind") == "photo";
    http::Response response = http::Response::bytes(std::string(row.text("media_type")), std::move(*bytes));
    response.header("Cache-Control", "private, max-age=3600");
    if (!photo) {
        response.header("Content-Disposition", http::attachment(row.text("file_name")));
        response.header("Content-Security-Policy", "sandbox; default-src 'none'");
    }
    co_return response;
}

}  // namespace

void add_attachment_routes(http::Router& router, Context& context) {
    const auto read = http::may_within("asset.read"), write = http::may_within("asset.write");
    const http::RouteLimits large{.body_bytes_max = limits::attached_document_bytes_max, .seconds_max = 120};
    router.get<http::Nothing, AttachmentList>(
        "/api/v1/assets/{id}/attachments",
        {"registry.attachments.list", read, "Photos and documents of an asset"},
        [&context](http::Call& call, const http::Nothing&) -> task<AttachmentList> {
            const std::int64_t id = call.path_id("id");
            co_await admit(context, call, id, "asset " + std::to_string(id), false);
            const db::Rows rows = co_await context.platform.db.run(sql::attachments, id);
            AttachmentList out;
            for (const db::Row row : rows) out.items.push_back(attachment_of(row));
            co_return out;
        });
    router.post<http::RawBody, AttachmentView>(
        "/api/v1/assets/{id}/attachments",
        {"registry.attachments.add", write,
         "Adds a photo or document; ?name= its file name, ?caption= what it shows", large},
        [&context](http::Call& call, const http::RawBody& in) {
            return add(context, call, call.path_id("id"), in.bytes);
        });
    router.patch<AttachmentPatch, AttachmentView>(
        "/api/v1/attachments/{id}", {"registry.attachments.change", write, "Changes the caption"},
        [&context](http::Call& call, const AttachmentPatch& patch) {
            return change_caption(context, call, call.path_id("id"), patch);
        });
    router.del<http::Nothing, http::Nothing>(
        "/api/v1/attachments/{id}", {"registry.attachments.remove", write, "Removes it from the asset"},
        [&context](http::Call& call, const http::Nothing&) {
            return remove(context, call, call.path_id("id"));
        });
    router.get<http::Nothing, http::Response>(
        "/api/v1/attachments/{id}/content",
        {"registry.attachments.content", read, "The photo or the document"},
        [&context](http::Call& call, const http::Nothing&) {
            return content(context, call, call.path_id("id"), false);
        });
    router.get<http::Nothing, http::Response>(
        "/api/v1/attachments/{id}/thumbnail",
        {"registry.attachments.thumbnail", read, "A small picture of a photo"},
        [&context](http::Call& call, const http::Nothing&) {
            return content(context, call, call.path_id("id"), true);
        });
}

}  // namespace hatang::registry
