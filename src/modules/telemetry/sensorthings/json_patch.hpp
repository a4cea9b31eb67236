// JSON Patch (RFC 6902). Pure; the patch is hostile.
#pragma once

#include <string>
#include <string_view>

#include "base/error.hpp"

namespace hatang::telemetry::sta {

// `document` with the operations of `patch` done, all or none. Throws the errors of a bad patch with the
// place in it: missing_field, invalid_value for a path that leads nowhere and a test that fails,
// too_many_items when the document grows beyond sta_limits::patch_values_max.
std::string apply_json_patch(std::string_view document, std::string_view patch);

}  // namespace hatang::telemetry::sta
