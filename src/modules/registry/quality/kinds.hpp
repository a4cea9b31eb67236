// What can be wrong with the data of an asset.
#pragma once

#include <string_view>

namespace hatang::registry {

// In the order of the page; the table registry.quality_finding takes no other.
inline constexpr std::string_view finding_kinds[] = {"missing",   "no_geometry",  "geometry", "outside",
                                                     "duplicate", "disconnected", "no_owner", "no_code"};

}  // namespace hatang::registry
