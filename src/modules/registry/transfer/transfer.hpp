// Whole classes in and out of the register as GeoJSON files.
#pragma once

#include "registry/state.hpp"

namespace hatang::registry {

task<ImportReport> import_file(Context&, Registry::ImportOptions, std::function<void(ImportProgress)>,
                               security::Actor);
task<std::int64_t> export_class(Context&, std::string class_key, std::string path);

}  // namespace hatang::registry
