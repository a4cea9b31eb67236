#include "registry/assets/write_steps.hpp"

#include "registry/assets/checks.hpp"
#include "registry/assets/geometry.hpp"
#include "registry/assets/queries.hpp"

namespace hatang::registry {
namespace {

[[noreturn]] void rethrow_named(const db::SqlError& e, const AssetInput& in) {
    const auto text = [](const std::optional<std::int64_t>& id) {
        return id ? std::to_string(*id) : std::string("?");
    };
    if (e.foreign_key_violation("asset_owner"))
        throw Error(Code::unknown_organisation, "/owner_id", {text(in.owner_id)});
    if (e.foreign_key_violation("asset_operator"))
        throw Error(Code::unknown_organisation, "/operator_id", {text(in.operator_id)});
    if (e.foreign_key_violation("asset_parent"))
        throw Error(Code::unknown_parent, "/parent_id", {text(in.parent_id)});
    // Somebody else took the identifier since check_identifiers_free looked.
    if (e.constraint == "identifier_names_one" && !in.identifiers.empty())
        throw Error(Code::duplicate_identifier, "/identifiers",
                    {in.identifiers[0].kind, in.identifiers[0].value, "?"});
    throw e;
}

}  // namespace

void check_attributes(const Context& context, const catalogue::AssetClass& c,
                      std::string_view attributes_json) {
    const json::Document document = json::parse(attributes_json);
    if (document.root().kind() != json::Kind::object) document.root().members("/attributes");
    context.catalogue.check_attributes(c, document.root(), "/attributes");
}

task<std::optional<std::string>> check_asset_geometry(db::Session& session, const catalogue::AssetClass& c,
                                                      std::string geometry_json, std::string crs) {
    if (geometry_json.empty()) co_return std::nullopt;
    const json::Document document = json::parse(geometry_json);
    if (document.root().is_null()) co_return std::nullopt;
    CheckedGeometry checked = check_geometry(c, document.root(), crs, "/geometry");
    std::string shown = co_await check_shape(session, std::move(checked.geojson), "/geometry");
    co_return shown;
}

task<bool> may_read(db::Session& session, const http::Principal* who, std::int64_t id) {
    if (!who) co_return true;
    const security::Scope& scope = security::scope(*who, "asset.read");
    if (scope.unlimited()) co_return true;
    const db::Rows rows = co_await session.run(sql::asset_key, id);
    co_return !rows.empty() && scope.allows(security::asset_key(rows.front()));
}

void check_may_write(const http::Principal& who, const AssetView& asset) {
    if (!security::scope(who, "asset.write").allows(asset.key()))
        throw Error(Code::forbidden, {}, {"asset.write"});
}

task<void> check_parent(db::Session& session, std::int64_t parent_id, std::string level, std::int64_t id,
                        const http::Principal* who) {
    const db::Rows rows = co_await session.run(sql::ancestors, parent_id, id, limits::hierarchy_depth_max);
    const db::Row row = rows.front();
    const bool known = !row.is_null("level");
    bool readable = false;
    if (known) readable = co_await may_read(session, who, parent_id);
    if (!readable) throw Error(Code::unknown_parent, "/parent_id", {std::to_string(parent_id)});
    if (row.boolean("loops")) throw Error(Code::hierarchy_cycle, "/parent_id", {std::to_string(id)});
    check_levels(level, row.text("level"));
    if (row.integer("depth") > limits::hierarchy_depth_max)
        throw Error(
            Code::out_of_range, "/parent_id",
            {std::to_string(row.integer("depth")), "≤ " + std::to_string(limits::hierarchy_depth_max)});
}

task<void> check_identifiers_free(db::Session& session, std::string identifiers, std::int64_t id,
                                  const http::Principal* who) {
    const db::Rows taken = co_await session.run(sql::identifier_taken, identifiers, id);
    if (taken.empty()) co_return;
    const db::Row row = taken.front();
    const bool readable = co_await may_read(session, who, row.integer("asset_id"));
    throw Error(Code::duplicate_identifier, "/identifiers",
                {std::string(row.text("kind")), std::string(row.text("value")),
                 readable ? std::to_string(row.integer("asset_id")) : "?"});
}

task<std::vector<db::Rows>> run_writes(db::Session& session, std::vector<db::Session::Statement> statements,
                                       const AssetInput& in) {
    try {
        co_return co_await session.run_all(std::move(statements));
    } catch (const db::SqlError& e) {
        rethrow_named(e, in);
    }
}

db::Session::Statement history_entry(const Registry::HistoryEntry& e, const security::Actor& actor) {
    return {sql::insert_history,
            {e.asset_id, e.at, e.kind, e.title_vi, e.title_en, actor.name, e.link_kind, e.link_id}};
}

}  // namespace hatang::registry
