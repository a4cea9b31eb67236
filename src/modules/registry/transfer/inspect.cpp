#include "registry/transfer/inspect.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "base/error.hpp"
#include "base/text.hpp"
#include "geo/crs.hpp"
#include "registry/limits.hpp"
#include "registry/transfer/archive.hpp"
#include "registry/transfer/csv.hpp"
#include "registry/transfer/feature_scanner.hpp"
#include "registry/transfer/file_reader.hpp"
#include "registry/transfer/gdal.hpp"
#include "registry/transfer/layer_text.hpp"
#include "sandbox/sandbox.hpp"

namespace hatang::registry {
namespace {

using Progress = std::function<task<void>(double, std::string)>;

constexpr std::size_t slice_pieces = 16;  // of 256 KiB, between two looks at the job
constexpr std::size_t slice_lines = 5'000;

class Lines {
  public:
    explicit Lines(const std::string& path) : out_(path, std::ios::binary | std::ios::trunc) {}
    void add(std::string line) {
        std::ranges::replace(line, '\n', ' ');  // between members only: texts have none
        std::ranges::replace(line, '\r', ' ');
        out_ << line << '\n';
        check();
    }
    void close() {
        out_.close();
        check();
    }

  private:
    void check() {
        if (!out_) throw Error(Code::unavailable, {}, {"disk"});
    }
    std::ofstream out_;
};

struct Source {
    std::string file;   // below work/
    std::string layer;  // shown
    std::string only;   // the layer to ask GDAL for; empty: its only one
    std::string wkt;
    bool read_at_once = false;
};

// -- what we read ourselves
task<std::string> stage_geojson(Loop& loop, const Staging& staging, Progress progress) {
    FileReader file(staging.upload());
    Lines lines(staging.layer(0));
    FeatureScanner scanner([&](std::string_view feature) { lines.add(std::string(feature)); });
    for (bool more = true; more;) {
        more = co_await loop.blocking([&] {
            for (std::size_t i = 0; i < slice_pieces; ++i) {
                const std::string& piece = file.next();
                if (piece.empty()) return false;
                scanner.feed(piece);
            }
            return true;
        });
        co_await progress(20, "");
    }
    scanner.finish();
    lines.close();
    co_return scanner.crs();
}

// Names of columns: none is empty and none appears twice.
std::vector<std::string> column_names(const std::vector<std::string>& header) {
    std::vector<std::string> out;
    std::set<std::string> seen;
    for (const std::string& cell : header) {
        std::string name = as_characters(cell);
        if (name.empty()) name = "column_" + std::to_string(out.size() + 1);
        std::string unique = name;
        for (int n = 2; !seen.insert(unique).second; ++n) unique = name + "_" + std::to_string(n);
        out.push_back(std::move(unique));
    }
    return out;
}

task<void> stage_table(Loop& loop, const Staging& staging, Progress progress) {
    FileReader file(staging.upload());
    Lines lines(staging.layer(0));
    std::vector<std::string> names;
    CsvReader reader([&](std::vector<std::string>& row) {
        if (names.empty()) {
            names = column_names(row);
            return;
        }
        json::Writer w;
        w.begin_object().field("type", "Feature").key("properties").begin_object();
        for (std::size_t i = 0; i < names.size(); ++i)
            w.field(names[i], i < row.size() ? as_characters(row[i]) : std::string());
        w.end_object().raw_field("geometry", "null").end_object();
        lines.add(w.take());
    });
    for (bool more = true; more;) {
        more = co_await loop.blocking([&] {
            for (std::size_t i = 0; i < slice_pieces; ++i) {
                const std::string& piece = file.next();
                if (piece.empty()) return false;
                reader.feed(piece);
            }
            return true;
        });
        co_await progress(20, "");
    }
    reader.finish();
    lines.close();
    if (names.empty()) throw Error(Code::file_refused, {}, {"an empty table"});
}

// -- what GDAL reads
// A shapefile is several files of one name; each comes under a name of our own.
std::vector<Source> unpack_shapefiles(const Staging& staging) {
    const std::vector<ArchiveEntry> entries = list_archive(staging.upload());
    const auto stem = [](const std::string& name) { return name.substr(0, name.size() - 4); };
    std::vector<Source> out;
    std::map<std::string, std::string> target_of;  // stem in the archive → ours
    for (const ArchiveEntry& entry : entries) {
        if (extension_of(entry.name) != "shp" || out.size() >= limits::layers_max) continue;
        const std::string target = "l" + std::to_string(out.size());
        target_of[fold(stem(entry.name))] = target;
        const std::string shown = std::filesystem::path(entry.name).stem().string();
        out.push_back({target + ".shp", is_utf8(shown) ? shown : target, {}, {}});
    }
    for (const ArchiveEntry& entry : entries) {
        const std::string extension = extension_of(entry.name);
        const bool part =
            extension == "shp" || extension == "shx" || extension == "dbf" || extension == "prj";
        const auto found = part ? target_of.find(fold(stem(entry.name))) : target_of.end();
        if (found == target_of.end()) continue;
        unpack(staging.upload(), entry, staging.work() + "/" + found->second + "." + extension);
    }
    return out;
}

void let_sandbox_read(const Staging& staging) {
    for (const auto& file : std::filesystem::directory_iterator(staging.work()))
        std::filesystem::permissions(file.path(), std::filesystem::perms(0644));
}

std::vector<std::string> taken_layers_first(const SourceFormat& format, std::vector<std::string> arguments) {
    // Only what the register can use of OpenStreetMap: relations other than areas and routes stay out.
    if (format.driver == "OSM")
        for (const char* layer : {"points", "lines", "multipolygons", "multilinestrings"})
            arguments.emplace_back(layer);
    return arguments;
}

task<std::vector<Source>> sources_of(Loop& loop, const Staging& staging, const SourceFormat& format,
                                     std::function<task<void>()> wanted) {
    sandbox::make_folder(staging.work());
    std::vector<Source> files;
    if (format.extension == "zip") {
        files = co_await loop.blocking([&] { return unpack_shapefiles(staging); });
    } else {
        const std::string name = "source." + std::string(format.extension);
        // KMZ and XLSX are archives as well: looked over before anybody unpacks them.
        if (format.extension == "kmz" || format.extension == "xlsx")
            co_await loop.blocking([&] { list_archive(staging.upload()); });
        co_await loop.blocking(
            [&] { std::filesystem::copy_file(staging.upload(), staging.work() + "/" + name); });
        files.push_back({name, {}, {}, {}});
    }
    let_sandbox_read(staging);
    std::vector<Source> out;
    for (Source& file : files) {
        GdalCall call{"ogrinfo",
                      {std::string(format.driver)},
                      {"-ro", "-so", "-nomd", "-nocount", "-noextent"},
                      staging.work()};
        if (format.driver != "OSM") call.arguments.emplace_back("-al");
        call.arguments.push_back(file.file);
        call.arguments = taken_layers_first(format, std::move(call.arguments));
        const std::string text = co_await run_gdal(loop, std::move(call), wanted);
        const std::vector<LayerText> layers = read_layer_texts(text);
        for (const LayerText& layer : layers) {
            Source one = file;
            // A name that begins like an option is no layer of an honest file.
            if (layer.name.starts_with('-') || layer.name.empty()) continue;
            if (format.extension != "zip") one.layer = one.only = layer.name;
            one.wkt = layer.wkt;
            if (out.size() < limits::layers_max) out.push_back(std::move(one));
        }
    }
    if (out.empty()) throw Error(Code::file_refused, {}, {"no layer in it"});
    co_return out;
}

task<void> convert(Loop& loop, const Staging& staging, const SourceFormat& format, const Source& source,
                   std::size_t index, std::function<task<void>()> wanted) {
    GdalCall call{"ogr2ogr", {std::string(format.driver), "GeoJSONSeq"}, {}, staging.work()};
    // Without a coordinate system the writer leaves the coordinates as they are.
    call.arguments = {"-f",     "GeoJSONSeq",
                      "-a_srs", "none",
                      "-nlt",   "CONVERT_TO_LINEAR",
                      "-lco",   "RS=NO",
                      "-lco",   "COORDINATE_PRECISION=10"};
    if (format.extension == "zip")
        for (const char* word : {"-oo", "ENCODING=ISO-8859-1"}) call.arguments.emplace_back(word);
    call.arguments.emplace_back("out.jsonl");
    call.arguments.push_back(source.file);
    if (!source.only.empty()) call.arguments.push_back(source.only);
    co_await run_gdal(loop, std::move(call), std::move(wanted));
    take_from_sandbox(staging.work() + "/out.jsonl", staging.layer(index));
}

// -- reading what was staged
task<LayerInfo> scan(Loop& loop, const Staging& staging, std::size_t index, bool byte_texts, std::string name,
                     CrsOfWkt crs, Progress progress) {
    LineReader lines(staging.layer(index));
    LayerScan found(byte_texts);
    for (bool more = true; more;) {
        more = co_await loop.blocking([&] {
            for (std::size_t i = 0; i < slice_lines; ++i) {
                const auto line = lines.next();
                if (!line) return false;
                if (!line->empty()) found.add(*line);
            }
            return true;
        });
        co_await progress(80, name);
    }
    LayerInfo info = found.finish(std::move(name), crs.code, crs.code && !crs.guessed, std::move(crs.name));
    co_return info;
}

CrsOfWkt crs_of_code(const std::string& code) {
    CrsOfWkt out;
    if (const auto crs = geo::crs_from_text(code)) {
        out.code = code;
        out.name = geo::crs_name(*crs);
    } else {
        out.name = code;
    }
    return out;
}

std::string bare_name(const std::string& file_name) {
    return file_name.substr(0, std::min(file_name.find('.'), file_name.size()));
}

task<Inspection> inspect_with(Loop& loop, const Staging& staging, std::string file_name, Progress progress) {
    co_await loop.blocking([&] {
        std::filesystem::remove_all(staging.layers());
        std::filesystem::create_directories(staging.layers());
    });
    const SourceFormat format =
        co_await loop.blocking([&] { return detect_format(file_name, staging.upload()); });
    Inspection out;
    out.format = format.label;
    if (format.kind == SourceKind::geojson) {
        const std::string code = co_await stage_geojson(loop, staging, progress);
        LayerInfo layer =
            co_await scan(loop, staging, 0, false, bare_name(file_name), crs_of_code(code), progress);
        out.layers.push_back(std::move(layer));
        co_return out;
    }
    if (format.kind == SourceKind::table) {
        co_await stage_table(loop, staging, progress);
        LayerInfo layer = co_await scan(loop, staging, 0, true, bare_name(file_name), {}, progress);
        out.layers.push_back(std::move(layer));
        co_return out;
    }
    const std::function<task<void>()> wanted = [&progress]() -> task<void> { co_await progress(30, ""); };
    const std::vector<Source> sources = co_await sources_of(loop, staging, format, wanted);
    for (const Source& source : sources) {
        co_await convert(loop, staging, format, source, out.layers.size(), wanted);
        LayerInfo layer = co_await scan(loop, staging, out.layers.size(), format.byte_texts, source.layer,
                                        crs_of_wkt(source.wkt), progress);
        // An empty layer is not worth a choice, unless there is nothing else.
        if (layer.features > 0 || sources.size() == 1) out.layers.push_back(std::move(layer));
    }
    if (out.layers.empty()) throw Error(Code::file_refused, {}, {"no features in it"});
    co_return out;
}

}  // namespace

task<Inspection> inspect_file(Loop& loop, const Staging& staging, std::string file_name, Progress progress) {
    std::exception_ptr failed;
    Inspection out;
    try {
        out = co_await inspect_with(loop, staging, std::move(file_name), std::move(progress));
    } catch (...) {
        failed = std::current_exception();
    }
    co_await loop.blocking([&] { staging.remove_work(); });
    if (failed) std::rethrow_exception(failed);
    co_return out;
}

}  // namespace hatang::registry
