#include "catalogue/store/load.hpp"

#include "base/log.hpp"
#include "catalogue/store/queries.hpp"

namespace hatang::catalogue {
namespace {

using Statement = db::Session::Statement;

void write_texts(json::Writer& w, std::string_view name, const std::vector<std::string>& texts) {
    w.key(name).begin_array();
    for (const std::string& text : texts) w.value(text);
    w.end_array();
}

std::string classes_json(const ClassIndex& classes) {
    json::Writer w;
    w.begin_array();
    for (const AssetClass& c : classes.all()) {
        w.begin_object().field("key", c.key).field("valid_from", c.valid_from).key("valid_to");
        if (c.valid_to.empty())
            w.null();
        else
            w.value(c.valid_to);
        w.field("domain", c.domain)
            .field("level", to_text(c.level))
            .field("name_vi", c.name_vi)
            .field("name_en", c.name_en);
        w.field("type_code", c.type_code)
            .raw_field("schema", c.schema_json)
            .raw_field("least_zoom", c.least_zoom_json)
            .field("legal_basis", c.legal_basis);
        write_texts(w, "geometry", c.geometry);
        write_texts(w, "grading", c.grading);
        w.end_object();
    }
    w.end_array();
    return w.take();
}

std::vector<Statement> statements(std::span<const EmbeddedFile> files, const Data& data) {
    const auto file = [&](std::string_view path) -> std::string_view {
        for (const EmbeddedFile& f : files)
            if (f.path == path) return f.text;
        return "{}";
    };
    std::vector<Statement> out;
    out.push_back({sql::upsert_domains, {db::Param(file("data/domains.json"))}});
    out.push_back({sql::upsert_classes, {db::Param(classes_json(data.classes))}});
    out.push_back({sql::upsert_code_lists, {db::Param(file("data/code_lists.json"))}});
    out.push_back({sql::upsert_codes, {db::Param(file("data/code_lists.json"))}});
    out.push_back({sql::upsert_wards, {db::Param(file("data/wards.json"))}});
    for (const EmbeddedFile& f : files)
        if (f.path.starts_with("data/grading/")) out.push_back({sql::upsert_grading, {db::Param(f.text)}});
    out.push_back({sql::remember_hash, {db::Param(data.hash)}});
    return out;
}

std::string hash_json(const std::string& hash) {
    json::Writer w;
    w.begin_object().field("hash", hash).end_object();
    return w.take();
}

}  // namespace

task<void> load_tables(db::Pool& pool, security::Security& security, std::span<const EmbeddedFile> files,
                       const Data& data) {
    const auto body = [&](db::Session& tx) -> task<void> {
        co_await tx.run(sql::lock);
        const db::Rows loaded = co_await tx.run(sql::loaded_hash);
        const std::string before = loaded.empty() ? "" : std::string(loaded.front().text("hash"));
        if (before == data.hash) co_return;
        co_await tx.run_all(statements(files, data));
        security::Change change;
        change.action = "catalogue.load";
        change.entity = "catalogue";
        if (!before.empty()) change.before = hash_json(before);
        change.after = hash_json(data.hash);
        co_await security.audit(tx, security::system_actor("catalogue"), change);
        log::info("catalogue.loaded", {{"hash", data.hash}});
    };
    co_await pool.transaction(body);
}

}  // namespace hatang::catalogue
