// OGC API Features Part 4: features are created, replaced, changed and retired through the same steps as at
// /api/v1/assets.
#include "registry/assets/queries.hpp"
#include "registry/assets/store.hpp"
#include "registry/features/feature_body.hpp"
#include "registry/features/features.hpp"

namespace hatang::registry {
namespace {

// The present state of a feature of the collection, as far as the caller may read it.
task<AssetView> locked_feature(db::Session& tx, Context& context, const http::Call& call, const Collection& c,
                               std::int64_t id) {
    co_await tx.run(sql::lock_asset, id);
    const db::Rows rows = co_await tx.run(sql::asset_by_id, id);
    std::optional<AssetView> found;
    if (!rows.empty()) found = view_of(rows.front(), context);
    if (!found || found->class_key != c.key() || found->status == "retired" ||
        !security::scope(call.who, "asset.read").allows(found->key()))
        throw Error(Code::not_found, "id", {"feature " + std::to_string(id)});
    co_return *std::move(found);
}

std::string address_of(const http::Call& call, const Collection& c, std::int64_t id) {
    return base_url(call.request) + "/ogc/collections/" + c.key() + "/items/" + std::to_string(id);
}

// A body in the system of its Content-Crs.
template <class Work>
task<AssetView> in_transaction(Features& features, Work work) {
    std::optional<Error> failed;
    try {
        AssetView asset = co_await features.context.platform.db.transaction(work);
        features.totals.forget();
        co_return asset;
    } catch (const Error& error) {
        failed = in_feature(error);
    }
    throw *std::move(failed);
}

task<http::Response> create(Features& features, http::Call& call, FeatureBody body) {
    const Collection& c = features.collection(call);
    const geo::NamedCrs& crs = content_crs(call.request.header("Content-Crs"));
    const security::Actor actor = security::actor_of(call);
    const auto work = [&](db::Session& tx) -> task<AssetView> {
        const AssetCreate created = create_of(body, c, crs);
        AssetDraft draft = draft_of(created);
        const std::int64_t id =
            co_await create_asset(tx, features.context, std::move(draft), actor, &call.who);
        co_return co_await load_asset(tx, features.context, id);
    };
    const AssetView asset = co_await in_transaction(features, work);
    call.etag(asset.version);
    call.header("Location", address_of(call, c, asset.id));
    call.status(201);
    json::Writer w;
    w.begin_object().field("id", asset.id).end_object();
    co_return http::Response::json(w.take());
}

template <class PatchOf>
task<void> change(Features& features, http::Call& call, PatchOf patch_for) {
    const Collection& c = features.collection(call);
    const std::int64_t id = call.path_id("id");
    call.require_if_match();
    const auto work = [&](db::Session& tx) -> task<AssetView> {
        const AssetView present = co_await locked_feature(tx, features.context, call, c, id);
        const AssetPatch patch = patch_for(c, present);
        co_return co_await change_asset(tx, features.context, call, id, patch);
    };
    const AssetView after = co_await in_transaction(features, work);
    call.etag(after.version);
}

}  // namespace

void add_item_write_routes(http::Router& router, Features& features) {
    using http::Nothing, http::Response;
    const auto write = http::may_within("asset.write");
    const http::RouteLimits large{.body_bytes_max = limits::body_bytes_max};
    router.post<FeatureBody, Response>(
        "/ogc/collections/{class}/items", {"registry.ogc.items.create", write, "Registers a work", large},
        [&features](http::Call& call, const FeatureBody& body) { return create(features, call, body); });
    router.put<FeatureBody, Nothing>(
        "/ogc/collections/{class}/items/{id}",
        {"registry.ogc.items.replace", write, "Replaces a feature", large},
        [&features](http::Call& call, const FeatureBody& body) -> task<void> {
            const geo::NamedCrs& crs = content_crs(call.request.header("Content-Crs"));
            const auto patch = [&](const Collection& c, const AssetView& present) {
                return replacement_of(body, c, crs, present);
            };
            co_await change(features, call, patch);
        });
    router.patch<FeatureBody, Nothing>(
        "/ogc/collections/{class}/items/{id}",
        {"registry.ogc.items.change", write, "Changes a feature (JSON merge patch)", large},
        [&features](http::Call& call, const FeatureBody& body) -> task<void> {
            const geo::NamedCrs& crs = content_crs(call.request.header("Content-Crs"));
            const auto patch = [&](const Collection& c, const AssetView&) { return patch_of(body, c, crs); };
            co_await change(features, call, patch);
        });
    router.del<Nothing, Nothing>(
        "/ogc/collections/{class}/items/{id}",
        {"registry.ogc.items.retire", write, "Retires a work: it leaves the collection, nothing is erased"},
        [&features](http::Call& call, const Nothing&) -> task<void> {
            const auto patch = [](const Collection&, const AssetView&) {
                AssetPatch retired;
                retired.status = "retired";
                return retired;
            };
            co_await change(features, call, patch);
        });
}

}  // namespace hatang::registry
