#include "base/embedded.hpp"
#include "registry/assets/queries.hpp"
#include "registry/assets/store.hpp"
#include "registry/assets/write_steps.hpp"
#include "registry/features/features.hpp"
#include "registry/identity/issue.hpp"
#include "registry/identity/settings.hpp"
#include "registry/quality/model.hpp"
#include "registry/state.hpp"
#include "registry/transfer/export_store.hpp"
#include "registry/transfer/import_store.hpp"
#include "registry/transfer/transfer.hpp"

namespace hatang {
std::span<const EmbeddedFile> embedded_registry();
}

namespace hatang::registry {

const catalogue::AssetClass& Context::class_of(std::string_view key, std::string_view where) const {
    if (const catalogue::AssetClass* c = catalogue.find_class(key)) return *c;
    throw Error(Code::unknown_class, std::string(where), {std::string(key.substr(0, 100))});
}

std::string Context::class_name_vi(std::string_view key) const {
    const catalogue::AssetClass* c = catalogue.find_class(key);
    return c ? c->name_vi : std::string(key);
}

std::optional<std::string> Context::setting(std::string_view key) const {
    const auto found = settings.find(key);
    return found == settings.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::string> Context::structure_of(std::string_view kind) const {
    return setting("structure." + std::string(kind));
}

std::optional<std::string> Context::ward_name(const std::optional<std::string>& code) const {
    const catalogue::Ward* ward = code ? catalogue.find_ward(*code) : nullptr;
    if (!ward) return std::nullopt;
    // "Phường Ba Đình": the bare name is also that of a former district, a square and a street.
    return std::string(ward->kind == "xã" ? "Xã " : "Phường ") + ward->name;
}

std::string_view to_text(catalogue::AssetLevel level) {
    switch (level) {
        case catalogue::AssetLevel::work:
            return "work";
        case catalogue::AssetLevel::item:
            return "item";
        case catalogue::AssetLevel::component:
            return "component";
    }
    return "work";
}

Registry::Registry(Platform& platform, security::Security& security, catalogue::Catalogue& catalogue)
    : state_(new State(platform, security, catalogue)) {}
Registry::~Registry() = default;

Registry::State::State(Platform& platform, security::Security& security, catalogue::Catalogue& catalogue)
    : Context{platform, security, catalogue}, features(std::make_unique<Features>(*this)) {
    changed = [this] { features->totals.forget(); };
    platform.events.subscribe("asset.", [this](const events::Event& event) {
        changed();
        features->places.hear(event);
    });
    platform.events.subscribe("register.", [this](const events::Event&) {
        this->platform.loop.spawn(load_settings(*this), "registry.settings");
    });
}
Registry::State::~State() = default;

db::ModuleSchema Registry::schema() const { return {"registry", embedded_registry()}; }

void Registry::add_routes(http::Router& router) {
    add_asset_read_routes(router, *state_);
    add_asset_write_routes(router, *state_);
    add_bulk_routes(router, *state_);
    add_attachment_routes(router, *state_);
    add_identity_routes(router, *state_);
    add_quality_routes(router, *state_);
    add_search_routes(router, *state_);
    add_shape_routes(router, *state_);
    add_nearby_routes(router, *state_);
    add_feature_routes(router, *state_->features);
    add_access_routes(router, *state_);
    add_corner_routes(router, *state_);
    add_import_routes(router, *state_);
    add_export_routes(router, *state_);
}

// The zooms of the assets follow the catalogue; looking at all of them costs seconds, so only after it has
// changed.
task<void> Registry::start(bool serving) {
    const auto body = [](db::Session& tx) -> task<void> {
        const db::Rows news = co_await tx.run(sql::catalogue_news);
        if (!news.empty()) co_await tx.run(sql::refresh_least_zoom);
    };
    co_await state_->platform.db.transaction(body);
    co_await load_settings(*state_);
    if (!serving) co_return;
    register_import_jobs(*state_);
    register_export_jobs(*state_);
    register_code_jobs(*state_);
    register_quality_jobs(*state_);
    co_await sweep_transfers(*state_);
}

task<std::int64_t> Registry::create(db::Session& session, AssetInput input, security::Actor actor) {
    AssetDraft draft;
    draft.input = std::move(input);
    co_return co_await create_asset(session, *state_, std::move(draft), std::move(actor));
}

task<std::int64_t> Registry::create_for(db::Session& session, AssetInput input, const http::Call& call) {
    AssetDraft draft;
    draft.input = std::move(input);
    const security::Actor actor = security::actor_of(call);
    co_return co_await create_asset(session, *state_, std::move(draft), actor, &call.who);
}

task<void> Registry::change(db::Session& session, const http::Call& call, std::int64_t id,
                            AssetChange change) {
    AssetPatch patch;
    patch.name = std::move(change.name);
    patch.status = std::move(change.status);
    if (change.attributes_json) patch.attributes = json::Raw{*std::move(change.attributes_json)};
    patch.name_en = std::move(change.name_en);
    patch.grade = std::move(change.grade);
    patch.address = std::move(change.address);
    patch.parent_id = change.parent_id;
    if (change.geometry_json)
        patch.geometry = {.given = true, .value = json::Raw{*std::move(change.geometry_json)}};
    patch.valid_from = change.valid_from;
    (void)co_await change_asset(session, *state_, call, id, std::move(patch));
}

void Registry::changed() { state_->changed(); }

task<std::optional<AssetSummary>> Registry::find(std::int64_t id) {
    const db::Rows rows = co_await state_->platform.db.run(sql::summary_by_id, id);
    if (rows.empty()) co_return std::nullopt;
    const db::Row row = rows.front();
    AssetSummary out;
    out.id = row.integer("id");
    out.version = row.integer("version");
    out.class_key = row.text("class_key");
    out.domain = row.text("domain");
    out.name = row.text("name");
    out.status = row.text("status");
    out.ward_code = row.maybe_text("ward_code");
    out.lon = row.maybe_number("lon");
    out.lat = row.maybe_number("lat");
    co_return out;
}

task<bool> Registry::may(http::Principal who, std::string permission, std::optional<std::int64_t> asset_id) {
    const security::Scope& scope = security::scope(who, permission);
    if (scope.unlimited()) co_return true;
    if (!asset_id) co_return scope.allows({});
    const db::Rows rows = co_await state_->platform.db.run(sql::asset_key, *asset_id);
    co_return !rows.empty() && scope.allows(security::asset_key(rows.front()));
}

task<void> Registry::require(http::Principal who, std::string read, std::string act,
                             std::optional<std::int64_t> asset_id, std::string what) {
    const security::Scope &reads = security::scope(who, read), &acts = security::scope(who, act);
    if (reads.unlimited() && acts.unlimited()) co_return;
    db::Rows rows;
    if (asset_id) rows = co_await state_->platform.db.run(sql::asset_key, *asset_id);
    const security::AssetKey key =
        asset_id && !rows.empty() ? security::asset_key(rows.front()) : security::AssetKey{};
    const bool known = !asset_id || !rows.empty();
    if (!known || !reads.allows(key)) throw Error(Code::not_found, {}, {std::move(what)});
    if (!acts.allows(key)) throw Error(Code::forbidden, {}, {std::move(act)});
}

task<std::optional<std::int64_t>> Registry::find_by_identifier(std::string kind, std::string value,
                                                               std::string class_key) {
    const db::Rows rows = co_await state_->platform.db.run(sql::asset_by_identifier, kind, value, class_key);
    if (rows.empty()) co_return std::nullopt;
    co_return rows.front().integer("asset_id");
}

task<void> Registry::add_history(db::Session& session, HistoryEntry entry, security::Actor actor) {
    const db::Session::Statement statement = history_entry(entry, actor);
    co_await session.run(statement.query, statement.params);
}

task<ImportReport> Registry::import(ImportOptions options, std::function<void(ImportProgress)> progress,
                                    security::Actor actor) {
    return import_file(*state_, std::move(options), std::move(progress), std::move(actor));
}

task<std::int64_t> Registry::export_class(std::string class_key, std::string path) {
    return registry::export_class(*state_, std::move(class_key), std::move(path));
}

}  // namespace hatang::registry
