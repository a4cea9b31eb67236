// GDAL's programs in the sandbox: the only ones that open files of foreign formats.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/loop.hpp"
#include "sandbox/sandbox.hpp"

namespace hatang::registry {

struct GdalCall {
    std::string program;               // "ogrinfo", "ogr2ogr"
    std::vector<std::string> drivers;  // all others are switched off
    std::vector<std::string> arguments;
    std::string folder;  // of the sandbox; file names in the arguments are below it
};
// What it wrote to standard output. Throws file_refused with GDAL's first complaint, file_too_costly with the
// limit, unavailable when GDAL is not installed; passes on what `still_wanted` throws.
task<std::string> run_gdal(Loop&, GdalCall, std::function<task<void>()> still_wanted);

bool gdal_installed();

}  // namespace hatang::registry
