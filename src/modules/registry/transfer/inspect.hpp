// From an uploaded file of any taken format to staged layers.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/loop.hpp"
#include "registry/transfer/layer_scan.hpp"
#include "registry/transfer/staging.hpp"

namespace hatang::registry {

struct Inspection {
    std::string format;
    std::vector<LayerInfo> layers;  // layers/0.jsonl, 1.jsonl, …
};
// `progress` hears per cent and words; what it throws ends the work. Throws unknown_format, archive_refused,
// file_refused, file_too_costly and the errors of JSON. The folder work/ is gone afterwards, in any case.
task<Inspection> inspect_file(Loop&, const Staging&, std::string file_name,
                              std::function<task<void>(double, std::string)> progress);

}  // namespace hatang::registry
