// The few settings of the register that a city makes for itself: the address that labels lead to, and
// structures of codes for kinds without a published one. Kept in the database, the same on every node.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "registry/state.hpp"

namespace hatang::registry {

inline constexpr std::string_view public_url_setting = "public_url";

struct SettingView {
    std::string key;
    std::optional<std::string> value;  // nothing: not set
    std::string title_vi, title_en;
    std::optional<Instant> changed_at;
    std::optional<std::string> changed_by;
};

task<void> load_settings(Context&);
// Every setting there is, set or not.
task<std::vector<SettingView>> setting_views(Context&);
// Nothing clears a setting. Throws unknown_field and invalid_value with the key as place.
task<void> change_settings(Context&, std::map<std::string, std::optional<std::string>>, security::Actor);

// An http(s) address without user, query and fragment, its last slash taken off; nothing when it is none.
std::optional<std::string> plain_public_url(std::string_view typed);

}  // namespace hatang::registry
