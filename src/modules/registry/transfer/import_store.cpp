#include "registry/transfer/import_store.hpp"

#include "registry/limits.hpp"
#include "registry/transfer/person_queries.hpp"

namespace hatang::registry {
namespace {

ImportView view_of_import(const db::Row& row) {
    ImportView v;
    v.id = row.integer("id");
    v.file_name = row.text("file_name");
    v.bytes = row.integer("bytes");
    v.received = row.integer("received");
    v.part_bytes_max = static_cast<std::int64_t>(limits::upload_part_bytes_max);
    v.state = row.text("state");
    v.format = row.maybe_text("format");
    v.layers.json = row.text("layers");
    v.settings.json = row.maybe_text("settings").value_or("");
    v.report.json = row.maybe_text("report").value_or("");
    v.undo_report.json = row.maybe_text("undo_report").value_or("");
    v.error.json = row.maybe_text("error").value_or("");
    v.job_id = row.maybe_integer("job_id");
    const std::string job_state = row.maybe_text("job_state").value_or("");
    if (job_state == "running" || job_state == "queued") {
        json::Writer w;
        w.begin_object()
            .field("percent", row.number("percent"))
            .field("words", row.text("words"))
            .end_object();
        v.progress.json = w.take();
    }
    v.created_at = row.instant("created_at");
    v.created_by = row.text("user_name");
    v.committed_at = row.maybe_instant("committed_at");
    v.undone_at = row.maybe_instant("undone_at");
    return v;
}

ImportView only(const db::Rows& rows, std::int64_t id) {
    if (rows.empty()) throw Error(Code::not_found, "id", {"import " + std::to_string(id)});
    return view_of_import(rows.front());
}

}  // namespace

task<ImportView> load_import(db::Session& session, const http::Principal& who, std::int64_t id) {
    const db::Rows rows = co_await session.run(sql::import_by_id, id, who.user_id);
    co_return only(rows, id);
}
task<ImportView> load_import(db::Pool& pool, std::int64_t user_id, std::int64_t id) {
    const db::Rows rows = co_await pool.run(sql::import_by_id, id, user_id);
    co_return only(rows, id);
}

task<ImportPage> list_imports(db::Pool& pool, std::int64_t user_id, std::optional<std::int64_t> before,
                              std::int64_t limit) {
    const db::Rows rows = co_await pool.run(sql::import_page, user_id, before, limit + 1);
    ImportPage page;
    for (const db::Row row : rows) {
        if (static_cast<std::int64_t>(page.items.size()) == limit) {
            page.next = std::to_string(page.items.back().id);
            break;
        }
        page.items.push_back(view_of_import(row));
    }
    co_return page;
}

ImportSettings settings_of(const ImportView& view) {
    if (view.settings.json.empty()) return {};
    const json::Document document = json::parse(view.settings.json);
    return json::read<ImportSettings>(document.root());
}

ImportPlan plan_of(const Context& context, const ImportView& view, bool whole) {
    ImportPlan plan;
    plan.settings = settings_of(view);
    const std::vector<LayerInfo> layers = layers_of_json(view.layers.json);
    const std::size_t index = chosen_layer(plan.settings, layers);
    plan.layer = layers[index];
    if (plan.settings.class_key) plan.asset_class = &context.class_of(*plan.settings.class_key, "/class");
    check_settings(plan.settings, layers, plan.asset_class);
    if (plan.asset_class) plan.kinds = attribute_kinds(*plan.asset_class, plan.settings);
    plan.file_name = view.file_name;
    plan.format = view.format.value_or("");
    plan.staged_file = Staging(context.platform.data_folder, view.id).layer(index);
    plan.id_structure = context.structure_of(plan.settings.id_kind.value_or("external")).value_or("");
    if (!whole) return plan;
    if (!plan.asset_class) throw Error(Code::missing_field, "/class", {"class"});
    if (plan.settings.x_column.has_value() != plan.settings.y_column.has_value()) {
        const std::string absent = plan.settings.x_column ? "y_column" : "x_column";
        throw Error(Code::missing_field, "/" + absent, {absent});
    }
    if (plan.has_place() && !plan.settings.crs && !plan.layer.crs)
        throw Error(Code::missing_field, "/crs", {"crs"});
    return plan;
}

task<void> forget_results(db::Session& session, std::int64_t import_id) {
    co_await session.run(sql::forget_results, import_id);
}

task<void> keep_results(db::Session& session, std::int64_t import_id, const std::vector<RowResult>& rows) {
    if (rows.empty()) co_return;
    db::CopyRows out(11);
    const auto text = [&out](const std::string& value) {
        if (value.empty())
            out.null();
        else
            out.bytes(value);
    };
    const auto number = [&out](const std::optional<double>& value) {
        if (value)
            out.number(*value);
        else
            out.null();
    };
    for (const RowResult& row : rows) {
        out.begin_row();
        out.integer(import_id);
        out.integer(row.row);
        out.bytes(row.outcome);
        text(row.code);
        text(row.where);
        text(row.reason_vi);
        text(row.reason_en);
        text(row.name);
        number(row.lon);
        number(row.lat);
        if (row.asset_id)
            out.integer(*row.asset_id);
        else
            out.null();
    }
    co_await session.copy_in(sql::copy_results, out.take());
}

}  // namespace hatang::registry
