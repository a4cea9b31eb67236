#include "security/roles/roles.hpp"

#include <algorithm>
#include <stdexcept>

#include "security/data_items.hpp"

namespace hatang::security {

Roles::Roles(std::string_view json_text, std::string_view date) {
    const json::Document document = json::parse(json_text);
    for (const json::Value item : document.root().find("permissions")->items())
        permissions_.emplace(item.text());
    for (const json::Value item : document.root().find("roles")->items()) {
        if (!valid_on(date, item)) continue;
        Role role{text_of_item(item, "key"),
                  text_of_item(item, "name_vi"),
                  text_of_item(item, "name_en"),
                  {},
                  sensitivity_of(text_of_item(item, "sensitivity"))};
        for (const json::Value permission : item.find("permissions")->items()) {
            if (!is_permission(permission.text()))
                throw std::logic_error("roles.json: " + std::string(permission.text()));
            role.permissions.emplace_back(permission.text());
        }
        roles_.push_back(std::move(role));
    }
}

const Role* Roles::find(std::string_view key) const {
    const auto found =
        std::find_if(roles_.begin(), roles_.end(), [&](const Role& r) { return r.key == key; });
    return found == roles_.end() ? nullptr : &*found;
}

bool Roles::is_permission(std::string_view permission) const { return permissions_.contains(permission); }

std::vector<std::string> Roles::holding(std::string_view permission) const {
    std::vector<std::string> out;
    for (const Role& role : roles_)
        if (std::find(role.permissions.begin(), role.permissions.end(), permission) != role.permissions.end())
            out.push_back(role.key);
    return out;
}

}  // namespace hatang::security
