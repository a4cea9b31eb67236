// Writes the file of an export: pages of one snapshot as staged features, then the format.
#include <filesystem>
#include <fstream>
#include <set>

#include "geo/wkb.hpp"
#include "registry/limits.hpp"
#include "registry/transfer/export_store.hpp"
#include "registry/transfer/gdal.hpp"
#include "registry/transfer/staging.hpp"

namespace hatang::registry {
namespace {

constexpr db::Query begin_export{
    "registry.exports.running",
    "update registry.export set state = 'running' where id = $1 returning format, crs, "
    "filter::text as filter, user_id, rights_key"};
constexpr db::Query export_ready{"registry.exports.ready",
                                 "update registry.export set state = 'ready', features = $2, bytes = $3, "
                                 "restricted_ids = $4 where id = $1"};
constexpr db::Query export_failed{
    "registry.exports.failed",
    "update registry.export set state = 'failed', error = $2::jsonb where id = $1"};

constexpr std::string_view page_columns =
    "select a.id, a.sensitivity, st_asbinary(a.geom) as wkb, st_asbinary(a.point) as point, "
    "a.attributes::text as "
    "attributes, jsonb_strip_nulls(jsonb_build_object('id', a.id, 'class', a.class_key, 'domain', a.domain, "
    "'level', a.level, 'name', a.name, 'name_en', a.name_en, 'status', a.status, 'grade', a.grade, "
    "'parent_id', "
    "a.parent_id, 'owner_id', a.owner_id, 'operator_id', a.operator_id, 'ward_code', a.ward_code, 'address', "
    "a.address, 'source', a.source, 'identifier_kind', i.kind, 'identifier', i.value))::text as register "
    "from registry.asset a left join lateral (select kind, value from registry.identifier i where i.asset_id "
    "= a.id "
    "order by i.id limit 1) i on true where ";

struct Sheet {
    const ExportFormat& format;
    geo::NamedCrs crs;
    std::vector<std::string> columns;
    std::set<std::string, std::less<>> seen;
    std::ofstream out;
    std::vector<std::int64_t> restricted;
    std::int64_t features = 0;
};

void write_member(Sheet& sheet, json::Writer& w, std::string_view name, json::Value value) {
    if (value.is_null()) return;
    if (sheet.seen.insert(std::string(name)).second) sheet.columns.emplace_back(name);
    const bool text = value.kind() == json::Kind::text;
    const bool nested = value.kind() == json::Kind::object || value.kind() == json::Kind::array;
    if (text || nested) {
        const std::string cell = text ? std::string(value.text()) : value.dump();
        w.field(name, sheet.format.table ? harmless(cell) : cell);
    } else {
        w.raw_field(name, value.dump());
    }
}

// Columns of a point: easting and northing, or longitude and latitude.
void write_place(Sheet& sheet, json::Writer& w, std::string_view wkb) {
    std::string point;
    geo::append_geojson(point, wkb, sheet.crs);
    const json::Document document = json::parse(point);
    const bool degrees = sheet.crs.crs == geo::Crs::wgs84 || sheet.crs.crs == geo::Crs::vn2000;
    const std::string_view names[] = {degrees ? "longitude" : "easting", degrees ? "latitude" : "northing"};
    std::size_t i = 0;
    for (const json::Value number : document.root().find("coordinates")->items())
        if (i < 2) write_member(sheet, w, names[i++], number);
}

void write_feature(Sheet& sheet, const db::Row& row) {
    const json::Document register_part = json::parse(row.text("register")),
                         attributes = json::parse(row.text("attributes"));
    json::Writer w;
    w.begin_object().field("type", "Feature").key("properties").begin_object();
    if (sheet.format.key == "dxf") {
        w.field("Layer", register_part.root().find("class")->text());
    } else {
        for (const auto [name, value] : register_part.root().members()) write_member(sheet, w, name, value);
        for (const auto [name, value] : attributes.root().members())
            if (!register_part.root().find(name)) write_member(sheet, w, name, value);
    }
    if (sheet.format.table && !row.is_null("point")) write_place(sheet, w, row.bytes("point"));
    w.end_object().key("geometry");
    std::string geometry = "null";
    if (!sheet.format.table && !row.is_null("wkb")) {
        geometry.clear();
        geo::append_geojson(geometry, row.bytes("wkb"), sheet.crs);
    }
    w.raw(geometry).end_object();
    sheet.out << w.text() << '\n';
    ++sheet.features;
    if (row.text("sensitivity") == "restricted") sheet.restricted.push_back(row.integer("id"));
}

task<void> write_features(Context& context, jobs::Job& job, Sheet& sheet, Where where) {
    const auto body = [&](db::Session& tx) -> task<void> {
        co_await tx.script("registry.exports.snapshot",
                           "set transaction isolation level repeatable read, read only");
        const std::vector<db::Param> fixed = where.params();
        const std::string count_sql = "select count(*) as n from registry.asset a where " + where.text();
        const db::Rows counted = co_await tx.run(db::Query{"registry.exports.count", count_sql}, fixed);
        const std::int64_t all = counted.front().integer("n");
        if (all > limits::export_rows_max)
            throw Error(Code::too_many_items, "/filter",
                        {std::to_string(all), std::to_string(limits::export_rows_max)});
        Where page = where;
        const std::string after = page.value(std::int64_t{0});
        const std::string sql = std::string(page_columns) + where.text() + " and a.id > " + after +
                                " order by a.id limit " + std::to_string(limits::export_page_rows);
        for (std::int64_t last = 0;;) {
            std::vector<db::Param> params = fixed;
            params.emplace_back(last);
            const db::Rows rows = co_await tx.run(db::Query{"registry.exports.page", sql}, params);
            if (rows.empty()) break;
            co_await context.platform.loop.blocking([&] {
                for (const db::Row row : rows) write_feature(sheet, row);
            });
            last = rows[rows.size() - 1].integer("id");
            co_await job.progress(70.0 * static_cast<double>(sheet.features) /
                                      static_cast<double>(std::max<std::int64_t>(all, 1)),
                                  "Đọc danh bạ");
        }
    };
    co_await context.platform.db.transaction(body);
    sheet.out.close();
    if (!sheet.out) throw Error(Code::unavailable, {}, {"disk"});
}

void write_geojson(const std::string& features, const std::string& target, const geo::NamedCrs& crs) {
    LineReader lines(features);
    std::ofstream out(target, std::ios::binary | std::ios::trunc);
    out << "{\"type\":\"FeatureCollection\",";
    // RFC 7946 knows WGS 84 only; the older member is what readers of other systems understand.
    if (crs.crs != geo::Crs::wgs84)
        out << "\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"urn:ogc:def:crs:EPSG::"
            << static_cast<int>(crs.crs) << "\"}},";
    out << "\"features\":[";
    bool first = true;
    while (const auto line = lines.next()) {
        out << (first ? "\n" : ",\n") << *line;
        first = false;
    }
    out << "\n]}\n";
    out.close();
    if (!out) throw Error(Code::unavailable, {}, {"disk"});
}

GdalCall call_of(const ExportFormat& format, const geo::NamedCrs& crs, std::string folder) {
    GdalCall call{"ogr2ogr", {"GeoJSONSeq", "GeoJSON", std::string(format.driver)}, {}, std::move(folder)};
    call.arguments = {"-f", std::string(format.driver), "-a_srs",
                      "EPSG:" + std::to_string(static_cast<int>(crs.crs))};
    if (format.key != "dxf")
        for (const char* word : {"-nln", "assets"}) call.arguments.emplace_back(word);
    call.arguments.push_back("out." + std::string(format.extension));
    call.arguments.emplace_back("features.geojsonl");
    return call;
}

task<std::int64_t> write_file(Context& context, jobs::Job& job, std::int64_t id, Sheet& sheet,
                              std::string folder, Where where) {
    Loop& loop = context.platform.loop;
    sandbox::make_folder(folder);
    const std::string features = folder + "/features.geojsonl",
                      target = export_file(context, id, sheet.format);
    sheet.out.open(features, std::ios::binary | std::ios::trunc);
    co_await write_features(context, job, sheet, std::move(where));
    if (sheet.format.driver.empty()) {
        co_await loop.blocking([&] {
            if (sheet.format.key == "csv") write_csv(features, target, sheet.columns);
            if (sheet.format.key == "geojson") write_geojson(features, target, sheet.crs);
            if (sheet.format.key == "cityjson")
                write_city_json(features, target, "EPSG:" + std::to_string(static_cast<int>(sheet.crs.crs)));
        });
    } else {
        std::filesystem::permissions(features, std::filesystem::perms(0644));
        const std::function<task<void>()> wanted = [&job]() -> task<void> {
            co_await job.progress(80, "Ghi tệp");
        };
        GdalCall call = call_of(sheet.format, sheet.crs, folder);
        co_await run_gdal(loop, std::move(call), wanted);
        take_from_sandbox(folder + "/out." + std::string(sheet.format.extension), target);
    }
    co_return static_cast<std::int64_t>(std::filesystem::file_size(target));
}

std::string export_error(const Error& e) {
    json::Writer w;
    w.begin_object().field("code", error_info(e.code).code).field("where", e.where);
    w.field("message_vi", e.text_vi()).field("message_en", e.text_en()).end_object();
    return w.take();
}

task<std::string> run_export(Context& context, jobs::Job& job) {
    const json::Document input = json::parse(job.input_json());
    const std::int64_t id = input.root().find("export")->integer();
    db::Pool& pool = context.platform.db;
    const db::Rows begun = co_await pool.run(begin_export, id);
    if (begun.empty()) co_return "{}";
    const db::Row row = begun.front();
    const http::Principal who = co_await context.security.principal_of_user(row.integer("user_id"));
    const json::Document filter_json = json::parse(row.text("filter"));
    Where where = conditions_of(json::read<ExportFilter>(filter_json.root()));
    security::scope(who, "asset.read").add_to(where, "a");
    const std::string crs_text(row.text("crs"));
    const geo::Crs crs = *geo::crs_from_text(crs_text);
    const bool degrees = crs == geo::Crs::wgs84 || crs == geo::Crs::vn2000;
    Sheet sheet{export_format(row.text("format")), {{}, crs, false, degrees ? 9 : 4}, {}, {}, {}, {}, 0};
    const std::string folder = context.platform.data_folder + "/exports/work-" + std::to_string(id);
    std::filesystem::create_directories(context.platform.data_folder + "/exports");
    std::filesystem::remove_all(folder);
    std::exception_ptr ended;
    std::optional<Error> failed;
    std::int64_t bytes = 0;
    try {
        bytes = co_await write_file(context, job, id, sheet, folder, std::move(where));
    } catch (const Error& e) {
        failed = e;
    } catch (...) {
        ended = std::current_exception();
    }
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
    if (failed) {
        co_await pool.run(export_failed, id, export_error(*failed));
        throw *failed;
    }
    if (ended) std::rethrow_exception(ended);
    co_await pool.run(export_ready, id, sheet.features, bytes, sheet.restricted);
    co_return "{\"export\":" + std::to_string(id) + "}";
}

}  // namespace

void register_export_jobs(Context& context) {
    context.platform.jobs.handle("export", [&context](jobs::Job& job) { return run_export(context, job); });
}

}  // namespace hatang::registry
