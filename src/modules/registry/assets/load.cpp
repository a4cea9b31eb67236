#include "registry/assets/queries.hpp"
#include "registry/assets/store.hpp"

namespace hatang::registry {
namespace {

std::vector<Identifier> identifiers_from(std::string_view text) {
    const json::Document document = json::parse(text);
    return json::read_value<std::vector<Identifier>>(document.root(), {}, "/identifiers");
}

}  // namespace

AssetView view_of(const db::Row& row, const Context& context) {
    AssetView v;
    v.id = row.integer("id");
    v.version = row.integer("version");
    v.class_key = row.text("class_key");
    v.domain = row.text("domain");
    v.level = row.text("level");
    v.parent_id = row.maybe_integer("parent_id");
    v.name = row.text("name");
    v.name_en = row.maybe_text("name_en");
    v.other_names = row.texts("other_names");
    v.status = row.text("status");
    v.grade = row.maybe_text("grade");
    v.owner_id = row.maybe_integer("owner_id");
    v.owner = row.maybe_text("owner");
    v.operator_id = row.maybe_integer("operator_id");
    v.operator_name = row.maybe_text("operator");
    v.ward_code = row.maybe_text("ward_code");
    v.ward = context.ward_name(v.ward_code);
    v.address = row.maybe_text("address");
    v.attributes.json = row.text("attributes");
    v.geometry.json = row.maybe_text("geometry").value_or("");
    v.lon = row.maybe_number("lon");
    v.lat = row.maybe_number("lat");
    v.identifiers = identifiers_from(row.text("identifiers"));
    v.generated = row.boolean("generated");
    v.source = row.maybe_text("source");
    v.valid_from = row.instant("valid_from");
    v.recorded_at = row.instant("recorded_at");
    v.sensitivity = row.text("sensitivity");
    return v;
}

security::AssetKey AssetView::key() const {
    return {.owner_id = owner_id,
            .operator_id = operator_id,
            .ward_code = ward_code ? std::string_view(*ward_code) : std::string_view(),
            .domain = domain,
            .class_key = class_key,
            .sensitivity = security::sensitivity_of(sensitivity)};
}

task<AssetView> load_asset(db::Session& session, const Context& context, std::int64_t id) {
    const db::Rows rows = co_await session.run(sql::asset_by_id, id);
    if (rows.empty()) throw Error(Code::not_found, "id", {"asset " + std::to_string(id)});
    co_return view_of(rows.front(), context);
}

}  // namespace hatang::registry
