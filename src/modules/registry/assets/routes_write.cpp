#include "registry/assets/store.hpp"

namespace hatang::registry {
AssetDraft draft_of(const AssetCreate& body) {
    AssetDraft draft;
    AssetInput& in = draft.input;
    in.class_key = body.class_key;
    in.name = body.name;
    in.name_en = body.name_en;
    in.other_names = body.other_names.value_or(std::vector<std::string>{});
    in.parent_id = body.parent_id;
    in.status = body.status.value_or("in_service");
    in.grade = body.grade;
    in.owner_id = body.owner_id;
    in.operator_id = body.operator_id;
    in.address = body.address;
    if (body.attributes) in.attributes_json = body.attributes->json;
    if (body.geometry) in.geometry_json = body.geometry->json;
    in.identifiers = body.identifiers.value_or(std::vector<Identifier>{});
    in.generated = body.generated.value_or(false);
    in.source = body.source;
    draft.crs = body.crs.value_or("EPSG:4326");
    in.sensitivity = body.sensitivity;
    draft.valid_from = body.valid_from;
    return draft;
}

namespace {

task<AssetView> create(Context& context, http::Call& call, AssetDraft draft) {
    const security::Actor actor = security::actor_of(call);
    const auto body = [&](db::Session& tx) -> task<AssetView> {
        const std::int64_t id = co_await create_asset(tx, context, draft, actor, &call.who);
        co_return co_await load_asset(tx, context, id);
    };
    AssetView asset = co_await context.platform.db.transaction(body);
    context.changed();
    call.etag(asset.version);
    call.header("Location", "/api/v1/assets/" + std::to_string(asset.id));
    co_return asset;
}

task<AssetView> change(Context& context, http::Call& call, AssetPatch patch) {
    const std::int64_t id = call.path_id("id");
    call.require_if_match();
    const auto body = [&](db::Session& tx) -> task<AssetView> {
        co_return co_await change_asset(tx, context, call, id, patch);
    };
    AssetView asset = co_await context.platform.db.transaction(body);
    context.changed();
    call.etag(asset.version);
    co_return asset;
}

}  // namespace

void add_asset_write_routes(http::Router& router, Context& context) {
    const auto write = http::may_within("asset.write");
    const http::RouteLimits large{.body_bytes_max = limits::body_bytes_max};
    router.post<AssetCreate, AssetView>("/api/v1/assets",
                                        {"registry.assets.create", write, "Registers an asset", large},
                                        [&context](http::Call& call, const AssetCreate& body) {
                                            return create(context, call, draft_of(body));
                                        });
    router.patch<AssetPatch, AssetView>(
        "/api/v1/assets/{id}", {"registry.assets.change", write, "Changes an asset", large},
        [&context](http::Call& call, const AssetPatch& patch) { return change(context, call, patch); });
    router.del<http::Nothing, http::Nothing>(
        "/api/v1/assets/{id}", {"registry.assets.retire", write, "Retires an asset; nothing is ever erased"},
        [&context](http::Call& call, const http::Nothing&) -> task<void> {
            AssetPatch patch;
            patch.status = "retired";
            co_await change(context, call, patch);
        });
}

}  // namespace hatang::registry
