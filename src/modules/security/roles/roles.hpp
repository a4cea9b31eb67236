// Roles: named sets of permissions, from the dated file data/roles.json.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "security/access/scope.hpp"

namespace hatang::security {

// The role that must never be without an enabled holder.
inline constexpr std::string_view admin_role = "admin";

struct Role {
    std::string key, name_vi, name_en;
    std::vector<std::string> permissions;
    Sensitivity sensitivity =
        Sensitivity::internal;  // what its holders see unless their grant says otherwise
};

class Roles {
  public:
    // Those of the file that are valid on an ISO date. Throws std::logic_error on a permission that the file
    // does not list.
    Roles(std::string_view json_text, std::string_view date);

    const std::vector<Role>& all() const { return roles_; }
    const Role* find(std::string_view key) const;
    bool is_permission(std::string_view) const;
    // Keys of the roles that hold a permission.
    std::vector<std::string> holding(std::string_view permission) const;

  private:
    std::vector<Role> roles_;
    std::set<std::string, std::less<>> permissions_;
};

}  // namespace hatang::security
