#include "registry/transfer/gdal.hpp"

#include <unistd.h>

#include <algorithm>

#include "base/error.hpp"

namespace hatang::registry {
namespace {

// "  ESRI Shapefile -vector- (rw+v): ESRI Shapefile" → "ESRI Shapefile"
std::vector<std::string> driver_names(std::string_view formats) {
    std::vector<std::string> out;
    while (!formats.empty()) {
        const std::size_t end = std::min(formats.find('\n'), formats.size());
        const std::string_view line = formats.substr(0, end);
        formats.remove_prefix(std::min(end + 1, formats.size()));
        const std::size_t open = line.rfind("- (");
        const std::size_t dash = open == std::string_view::npos ? open : line.rfind(" -", open);
        if (line.starts_with("  ") && dash != std::string_view::npos && dash > 2)
            out.emplace_back(line.substr(2, dash - 2));
    }
    return out;
}

sandbox::Command command_of(const std::string& program, std::string folder) {
    sandbox::Command out;
    out.argv.push_back("/usr/bin/" + program);
    out.folder = std::move(folder);
    return out;
}

// Which drivers GDAL has, asked once.
task<std::vector<std::string>> all_drivers(Loop& loop, std::string folder) {
    static std::vector<std::string> known;
    if (known.empty()) {
        sandbox::Command command = command_of("ogrinfo", std::move(folder));
        command.argv.emplace_back("--formats");
        const sandbox::Outcome outcome = co_await sandbox::run(loop, std::move(command));
        known = driver_names(outcome.out);
    }
    co_return known;
}

std::vector<std::string> settings(const std::vector<std::string>& drivers,
                                  const std::vector<std::string>& wanted) {
    std::string skipped;
    for (const std::string& driver : drivers)
        if (std::ranges::find(wanted, driver) == wanted.end())
            skipped.append(skipped.empty() ? "" : ",").append(driver);
    return {
        "OGR_SKIP=" + skipped,
        "CPL_VSIL_CURL_ALLOWED_EXTENSIONS=.none",  // no address is ever fetched, even with a network
        "CPL_TMPDIR=.",
        "PROJ_NETWORK=OFF",
        "GDAL_NUM_THREADS=1",
        "OSM_MAX_TMPFILE_SIZE=500",  // megabytes of memory before it writes files
        "DXF_ENCODING=ISO-8859-1",   // bytes as they are
        "LIBKML_RESOLVE_STYLE=NO",
        "OGR_XLSX_HEADERS=FORCE",  // as of CSV: where every cell is a text, GDAL takes the names for a row
    };
}

// The first complaint, without what stands before it on the line and without its number.
std::string complaint(const sandbox::Outcome& outcome) {
    for (const char* sign : {"ERROR ", "FAILURE", "terminate called"}) {
        std::size_t at = outcome.err.find(sign);
        if (at == std::string::npos) continue;
        std::string text = outcome.err.substr(at, 300);
        if (text.starts_with("ERROR ")) {
            text = text.substr(0, text.find('\n'));
            const std::size_t number = text.find(": ");
            if (number != std::string::npos) text.erase(0, number + 2);
        }
        std::ranges::replace(text, '\n', ' ');
        text.erase(text.find_last_not_of(" .") + 1);
        return text;
    }
    return "exit " + std::to_string(outcome.status);
}

}  // namespace

bool gdal_installed() { return ::access("/usr/bin/ogr2ogr", X_OK) == 0; }

task<std::string> run_gdal(Loop& loop, GdalCall call, std::function<task<void>()> still_wanted) {
    if (!gdal_installed()) throw Error(Code::unavailable, {}, {"gdal-bin"});
    const std::vector<std::string> drivers = co_await all_drivers(loop, call.folder);
    sandbox::Command command = command_of(call.program, call.folder);
    for (std::string& word : call.arguments) command.argv.push_back(std::move(word));
    command.environment = settings(drivers, call.drivers);
    const sandbox::Outcome outcome = co_await sandbox::run(loop, std::move(command), std::move(still_wanted));
    if (!outcome.beyond.empty()) throw Error(Code::file_too_costly, {}, {outcome.beyond});
    if (outcome.status != 0) throw Error(Code::file_refused, {}, {complaint(outcome)});
    co_return outcome.out;
}

}  // namespace hatang::registry
