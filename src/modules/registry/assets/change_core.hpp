// What a patch makes of an asset. Pure.
#pragma once

#include <string>
#include <vector>

#include "registry/assets/model.hpp"

namespace hatang::registry {

// The stored asset as an input: what a patch starts from.
AssetInput input_of(const AssetView&);
// The input after the patch; attributes merged, everything else replaced.
AssetInput apply_patch(AssetInput, const AssetPatch&);
// Names of the fields that differ, as in the interface: {"name", "geometry"}.
std::vector<std::string_view> changed_fields(const AssetInput& before, const AssetInput& after);

// "Cập nhật: tên, hình học" and "Changed: name, geometry".
struct Titles {
    std::string vi, en;
};
Titles change_titles(const std::vector<std::string_view>& fields);

}  // namespace hatang::registry
