// Exports of people: a filter of the list of assets, written to a file in the background, fetched within a
// day.
#pragma once

#include "json/describe.hpp"
#include "registry/assets/filter.hpp"
#include "registry/limits.hpp"
#include "registry/state.hpp"

namespace hatang::registry {

// As GET /api/v1/assets takes them.
struct ExportFilter {
    std::optional<std::string> q, class_key, domain, ward, status;
    std::optional<std::int64_t> owner, parent;
    std::optional<std::string> bbox, within;
    std::optional<bool> generated;
    std::optional<std::string> finding;
    std::optional<std::vector<std::int64_t>> ids;
};
struct ExportBegin {
    std::string format;
    std::optional<std::string> crs;
    std::optional<ExportFilter> filter;
};
struct ExportView {
    std::int64_t id = 0;
    std::string state, format, crs;
    json::Raw filter;
    std::optional<std::int64_t> features;
    std::string file_name;
    std::optional<std::int64_t> bytes, job_id;
    json::Raw progress, error;
    Instant created_at, expires_at;
};
struct ExportPage {
    std::vector<ExportView> items;
    std::optional<std::string> next;
};

struct ExportFormat {
    std::string_view key, extension, content_type, driver;  // driver of GDAL; empty: written here
    bool table = false;                                     // coordinates in columns, no geometry
};
// Throws invalid_value at /format.
const ExportFormat& export_format(std::string_view key);
std::string export_file(const Context&, std::int64_t id, const ExportFormat&);
Where conditions_of(const ExportFilter&);

void register_export_jobs(Context&);

// A text that a spreadsheet would take for a formula, made harmless by an apostrophe (OWASP: CSV injection).
std::string harmless(std::string_view cell);
// Lines of staged GeoJSON features (geometry null) as a table; RFC 4180, UTF-8 with its mark for Excel.
void write_csv(const std::string& features, const std::string& target,
               const std::vector<std::string>& columns);
// CityJSON 2.0.0 of features with geometry in `crs`.
void write_city_json(const std::string& features, const std::string& target, std::string_view crs);

}  // namespace hatang::registry

template <>
struct hatang::json::Describe<hatang::registry::ExportFilter> {
    using T = hatang::registry::ExportFilter;
    static constexpr std::string_view name = "ExportFilter";
    static constexpr auto fields = std::tuple{
        field("q", &T::q, "Words of the name or an identifier"),
        field("class", &T::class_key, "Class"),
        field("domain", &T::domain, "Domain"),
        field("ward", &T::ward, "Ward code"),
        field("status", &T::status, "Status"),
        field("owner", &T::owner, "Owner"),
        field("parent", &T::parent, "Parts of this asset"),
        field("bbox", &T::bbox, "west,south,east,north in degrees"),
        field("within", &T::within, "Corners of an area in degrees: lon,lat;lon,lat;…"),
        field("generated", &T::generated, "Only works of the demo, or only real ones"),
        field("finding", &T::finding, "With this finding of data quality"),
        field("ids", &T::ids, "Only these", Limits{.items_max = hatang::registry::limits::filter_ids_max})};
};
template <>
struct hatang::json::Describe<hatang::registry::ExportBegin> {
    using T = hatang::registry::ExportBegin;
    static constexpr std::string_view name = "ExportBegin";
    static constexpr auto fields =
        std::tuple{field("format", &T::format, "gpkg, geojson, fgb, csv, xlsx, dxf or cityjson"),
                   field("crs", &T::crs, "EPSG:4326 when absent, or a system of VN-2000"),
                   field("filter", &T::filter, "As in GET /api/v1/assets; everything when absent")};
};
template <>
struct hatang::json::Describe<hatang::registry::ExportView> {
    using T = hatang::registry::ExportView;
    static constexpr std::string_view name = "Export";
    static constexpr auto fields =
        std::tuple{field("id", &T::id, "Identifier"),
                   field("state", &T::state, "queued, running, ready, failed or expired"),
                   field("format", &T::format, "Format"),
                   field("crs", &T::crs, "Coordinate system"),
                   field("filter", &T::filter, "What was asked for"),
                   field("features", &T::features, "Assets in it"),
                   field("file_name", &T::file_name, "Of the download"),
                   field("bytes", &T::bytes, "Of the file"),
                   field("job_id", &T::job_id, "The job"),
                   field("progress", &T::progress, "Per cent and words"),
                   field("error", &T::error, "Why it failed"),
                   field("created_at", &T::created_at, "When it was asked for"),
                   field("expires_at", &T::expires_at, "When the file goes")};
};
template <>
struct hatang::json::Describe<hatang::registry::ExportPage> {
    using T = hatang::registry::ExportPage;
    static constexpr std::string_view name = "ExportPage";
    static constexpr auto fields =
        std::tuple{field("items", &T::items, "Newest first"),
                   field("next", &T::next, "Cursor of the next page; null on the last")};
};
