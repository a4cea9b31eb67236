// What the grants of an account add up to: one scope for each permission. Pure.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>

#include "security/access/scope.hpp"
#include "security/roles/roles.hpp"

namespace hatang::security {

using PermissionSet = std::set<std::string, std::less<>>;

class GrantedRights final : public http::Rights {
  public:
    // `grants_json`: what security.grants_of() gives. `only`: the permissions that a credential is confined
    // to.
    GrantedRights(const Roles&, std::string_view grants_json, const PermissionSet* only = nullptr);

    bool may(std::string_view permission) const override { return scope(permission).everywhere(); }
    bool may_within(std::string_view permission) const override { return !scope(permission).nothing(); }
    const Scope& scope(std::string_view permission) const;
    const std::map<std::string, Scope, std::less<>>& scopes() const { return scopes_; }
    // Equal for equal rights: a change of it tells an open connection that its rights have changed.
    std::string key() const;

  private:
    std::map<std::string, Scope, std::less<>> scopes_;
};

}  // namespace hatang::security
