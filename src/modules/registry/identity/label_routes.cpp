// GET /api/v1/assets/{id}/label, POST /api/v1/labels: labels with a QR code that opens the asset on a phone.
//
// The QR code carries the public address of the web application and a code of the work, nothing that changes:
// it sticks on a lamp for twenty years.
#include "http/file_body.hpp"
#include "print/labels.hpp"
#include "registry/assets/queries.hpp"
#include "registry/assets/store.hpp"
#include "registry/identity/city_code.hpp"
#include "registry/identity/label.hpp"
#include "registry/identity/settings.hpp"

namespace hatang::registry {
namespace {

struct Wanted {
    const print::Sheet& sheet;
    std::string address;  // of the web application
};

Wanted wanted_of(const Context& context, const std::optional<std::string>& layout) {
    const std::string key = layout.value_or("a4_24");
    const print::Sheet* sheet = print::find_sheet(key);
    if (!sheet) {
        std::string all;
        for (const print::Sheet& one : print::sheets()) all.append(all.empty() ? "" : ", ").append(one.key);
        throw Error(Code::invalid_value, "layout", {key.substr(0, 40), all});
    }
    const auto address = context.setting(public_url_setting);
    if (!address) throw Error(Code::public_url_not_set);
    return {*sheet, *address};
}

// The works of a selection with the codes that a label can carry; those without one have an empty "code".
constexpr std::string_view labelled =
    "select a.id, a.name, a.class_key, a.ward_code, a.sensitivity, coalesce(c.code, n.value, '') as code, "
    "case when c.code is not null then n.value end as national from registry.asset a "
    "left join registry.city_code c on c.asset_id = a.id "
    "left join lateral (select i.value from registry.identifier i where i.asset_id = a.id and i.kind = "
    "'national' and daterange(i.valid_from, i.valid_to, '[]') @> current_date order by i.id limit 1) n on "
    "true where ";

print::Label label_of(const Context& context, const Wanted& wanted, const db::Row& row) {
    print::Label label;
    const std::string code(row.text("code"));
    label.address = short_address(wanted.address, code);
    label.code = grouped_code(code);
    label.title = row.text("name");
    if (const auto national = row.maybe_text("national")) label.lines.push_back(*national);
    label.lines.push_back(context.class_name_vi(row.text("class_key")));
    if (const auto ward = context.ward_name(row.maybe_text("ward_code"))) label.lines.push_back(*ward);
    return label;
}

task<http::Response> pdf_of(Context& context, Wanted wanted, std::vector<print::Label> labels, int skip,
                            std::string file_name) {
    std::string pdf =
        co_await context.platform.loop.blocking([&] { return print::label_pdf(labels, wanted.sheet, skip); });
    http::Response out = http::Response::bytes("application/pdf", std::move(pdf));
    out.header("Content-Disposition", http::attachment(file_name));
    out.header("Cache-Control", "no-store");
    co_return out;
}

task<http::Response> one_label(Context& context, http::Call& call, LabelQuery query) {
    const std::int64_t id = call.path_id("id");
    Where where;
    where.add("a.id = ?", {id});
    security::scope(call.who, "asset.read").add_to(where, "a");
    const std::string text = std::string(labelled) + where.text();
    const db::Rows rows =
        co_await context.platform.db.run_params(db::Query{"registry.label", text}, where.params());
    if (rows.empty()) throw Error(Code::not_found, "id", {"asset " + std::to_string(id)});
    const std::vector<std::int64_t> restricted = security::restricted_ids(rows);
    co_await context.security.audit_read(call, "asset", restricted);
    Wanted wanted = wanted_of(context, query.layout);
    const std::string code(rows.front().text("code"));
    if (code.empty()) throw Error(Code::no_code_for_label, {}, {std::to_string(id)});
    std::vector<print::Label> labels{label_of(context, wanted, rows.front())};
    co_return co_await pdf_of(context, std::move(wanted), std::move(labels), 0,
                              "nhan-" + compact_code(code).substr(0, 40) + ".pdf");
}

Where chosen(const LabelInput& in, const http::Principal& who) {
    Where where = conditions_of(in.filter);
    security::scope(who, "asset.read").add_to(where, "a");
    return where;
}

task<LabelCount> count_labels(Context& context, const LabelInput& in, const http::Principal& who) {
    const Where where = chosen(in, who);
    const std::string text = "select count(*) as n, count(*) filter (where l.code <> '') as coded from (" +
                             std::string(labelled) + where.text() + ") l";
    const db::Rows rows =
        co_await context.platform.db.run_params(db::Query{"registry.count_labels", text}, where.params());
    LabelCount out;
    out.labels = rows.front().integer("coded");
    out.without_code = rows.front().integer("n") - out.labels;
    out.most = limits::labels_max;
    out.address = context.setting(public_url_setting);
    co_return out;
}

task<http::Response> many_labels(Context& context, http::Call& call, LabelInput in) {
    const LabelCount counted = co_await count_labels(context, in, call.who);
    if (in.dry_run.value_or(false)) co_return http::Response::json(json::to_json(counted));
    Wanted wanted = wanted_of(context, in.layout);
    const std::int64_t skip = in.skip.value_or(0);
    if (skip < 0 || skip >= wanted.sheet.per_page())
        throw Error(Code::out_of_range, "/skip",
                    {std::to_string(skip), "0…" + std::to_string(wanted.sheet.per_page() - 1)});
    if (counted.labels == 0) throw Error(Code::no_code_for_label, {}, {"0"});
    if (counted.labels > limits::labels_max)
        throw Error(Code::too_many_items, "/filter",
                    {std::to_string(counted.labels), std::to_string(limits::labels_max)});
    const Where where = chosen(in, call.who);
    const std::string text = "select * from (" + std::string(labelled) + where.text() +
                             ") l where l.code <> '' order by l.id limit " +
                             std::to_string(limits::labels_max);
    const db::Rows rows =
        co_await context.platform.db.run_params(db::Query{"registry.labels", text}, where.params());
    const std::vector<std::int64_t> restricted = security::restricted_ids(rows);
    co_await context.security.audit_read(call, "asset", restricted);
    std::vector<print::Label> labels;
    for (const db::Row row : rows) labels.push_back(label_of(context, wanted, row));
    co_return co_await pdf_of(context, std::move(wanted), std::move(labels), static_cast<int>(skip),
                              "nhan-" + std::to_string(rows.size()) + ".pdf");
}

}  // namespace

std::string short_address(std::string_view public_url, std::string_view code) {
    std::string out = std::string(public_url) + "/a/";
    constexpr char hex[] = "0123456789ABCDEF";
    for (const char c : compact_code(code)) {
        const auto byte = static_cast<unsigned char>(c);
        if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) {
            out += c;
        } else {
            out += '%';
            out += hex[byte >> 4U];
            out += hex[byte & 15U];
        }
    }
    return out;
}

void add_label_routes(http::Router& router, Context& context) {
    const auto read = http::may_within("asset.read");
    router.get<LabelQuery, http::Response>(
        "/api/v1/assets/{id}/label",
        {"registry.labels.get", read, "A label with the code of the asset, as PDF"},
        [&context](http::Call& call, const LabelQuery& query) { return one_label(context, call, query); });
    router.post<LabelInput, http::Response>(
        "/api/v1/labels",
        {"registry.labels.print", read, "Labels of the assets of a filter, as PDF, or how many", {}, false},
        [&context](http::Call& call, const LabelInput& in) { return many_labels(context, call, in); });
}

}  // namespace hatang::registry
