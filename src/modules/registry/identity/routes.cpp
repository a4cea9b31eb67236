// Kinds of identifiers, settings of the register, lookup by any code.
#include "registry/identity/check_character.hpp"
#include "registry/identity/city_code.hpp"
#include "registry/identity/issue.hpp"
#include "registry/identity/kinds.hpp"
#include "registry/identity/label.hpp"
#include "registry/identity/model.hpp"
#include "registry/identity/queries.hpp"
#include "registry/identity/succession.hpp"

namespace hatang::registry {
namespace {

KindList list_kinds(const Context& context) {
    KindList out;
    for (const IdentifierKind& k : identifier_kinds()) {
        KindView v{k.key, k.name_vi, k.name_en, k.issuer, k.legal_basis, k.example, {}, {}, k.issued_here};
        v.mask = context.structure_of(k.key);
        v.structure = k.opaque ? "opaque" : !k.pattern.empty() ? "published" : v.mask ? "set" : "not_set";
        out.items.push_back(std::move(v));
    }
    return out;
}

task<SettingList> list_settings(Context& context) {
    SettingList out;
    out.items = co_await setting_views(context);
    co_return out;
}

task<SettingList> patch_settings(Context& context, http::Call& call, const http::RawBody& body) {
    if (body.content_type != "application/json" && body.content_type != "application/merge-patch+json")
        throw Error(Code::unsupported_media_type, "Content-Type", {body.content_type, "application/json"});
    std::map<std::string, std::optional<std::string>> wanted;
    {
        const json::Document document = json::parse(body.bytes);
        for (const auto [key, value] : document.root().members()) {
            std::optional<std::string> text;
            if (!value.is_null()) text = value.text(json::pointer("", key));
            if (!wanted.emplace(key, std::move(text)).second)
                throw Error(Code::duplicate_field, json::pointer("", key), {std::string(key)});
        }
    }
    const security::Actor actor = security::actor_of(call);
    if (!wanted.empty()) co_await change_settings(context, std::move(wanted), actor);
    co_return co_await list_settings(context);
}

CodeHit hit_of(const Context& context, const db::Row& row) {
    CodeHit h;
    h.kind = row.text("kind");
    h.value = row.text("value");
    h.issuer = row.maybe_text("issuer");
    h.valid_from = row.maybe_text("valid_from");
    h.valid_to = row.maybe_text("valid_to");
    h.valid = row.boolean("valid");
    h.whole = row.boolean("whole");
    h.asset_id = row.integer("id");
    h.class_key = row.text("class_key");
    h.domain = row.text("domain");
    h.name = row.text("name");
    h.status = row.text("status");
    h.ward = context.ward_name(row.maybe_text("ward_code"));
    return h;
}

task<CodeHits> find_codes(Context& context, http::Call& call, CodeQuery query) {
    const std::int64_t limit = parse_limit(query.limit, limits::codes_default, limits::search_max);
    const std::string compact = compact_code(query.q);
    if (compact.empty()) throw Error(Code::text_empty, "q");
    Where where;
    where.value(compact);
    where.value(limit);
    const std::string read = security::scope(call.who, "asset.read").condition(where, "a");
    const std::string text = std::string(sql::find_codes_before) + read + std::string(sql::find_codes_after);
    const db::Rows rows =
        co_await context.platform.db.run_params(db::Query{"registry.find_codes", text}, where.params());
    CodeHits out;
    for (const db::Row row : rows) out.items.push_back(hit_of(context, row));
    out.check_failed = looks_like_city_code(compact) && !check_character_holds(compact);
    const std::vector<std::int64_t> read_ids = security::restricted_ids(rows);
    co_await context.security.audit_read(call, "asset", read_ids);
    co_return out;
}

}  // namespace

void add_identity_routes(http::Router& router, Context& context) {
    const auto read = http::may_within("asset.read");
    router.get<http::Nothing, KindList>(
        "/api/v1/identifier-kinds",
        {"registry.codes.kinds", read, "Kinds of identifiers and what is known of their structure"},
        [&context](http::Call&, const http::Nothing&) -> task<KindList> { co_return list_kinds(context); });
    router.get<CodeQuery, CodeHits>(
        "/api/v1/codes", {"registry.codes.find", read, "Assets by any of their codes, past ones too"},
        [&context](http::Call& call, const CodeQuery& query) { return find_codes(context, call, query); });
    router.get<http::Nothing, SettingList>(
        "/api/v1/register-settings",
        {"registry.settings.list", read, "What the city has set for its register"},
        [&context](http::Call&, const http::Nothing&) { return list_settings(context); });
    router.patch<http::RawBody, SettingList>(
        "/api/v1/register-settings",
        {"registry.settings.change", http::may("policy.write"),
         "Sets by key: an object of key and value; null clears"},
        [&context](http::Call& call, const http::RawBody& body) -> task<SettingList> {
            return patch_settings(context, call, body);
        });
    add_issue_routes(router, context);
    add_succession_routes(router, context);
    add_label_routes(router, context);
}

}  // namespace hatang::registry
