#include "security/access/rights.hpp"

#include <algorithm>

#include "json/value.hpp"

namespace hatang::security {
namespace {

// Reading the register: what is classified as open is there for everybody who may read at all.
constexpr std::string_view open_data_permission = "asset.read";

std::vector<std::string> texts(json::Value object, std::string_view name) {
    std::vector<std::string> out;
    for (const json::Value item : object.find(name)->items()) out.emplace_back(item.text());
    std::sort(out.begin(), out.end());
    return out;
}

std::vector<std::int64_t> integers(json::Value object, std::string_view name) {
    std::vector<std::int64_t> out;
    for (const json::Value item : object.find(name)->items()) out.push_back(item.integer());
    std::sort(out.begin(), out.end());
    return out;
}

GrantLimit limit_of(json::Value grant, const Role& role) {
    const json::Value sensitivity = *grant.find("sensitivity");
    return {integers(grant, "organisations"), texts(grant, "wards"), texts(grant, "domains"),
            texts(grant, "classes"),
            sensitivity.is_null() ? role.sensitivity : sensitivity_of(sensitivity.text())};
}

}  // namespace

GrantedRights::GrantedRights(const Roles& roles, std::string_view grants_json, const PermissionSet* only) {
    std::map<std::string, std::vector<GrantLimit>, std::less<>> limits;
    const json::Document document = json::parse(grants_json);
    for (const json::Value grant : document.root().items()) {
        const Role* role = roles.find(grant.find("role")->text());
        if (!role) continue;  // no longer valid
        const GrantLimit limit = limit_of(grant, *role);
        for (const std::string& permission : role->permissions)
            if (!only || only->contains(permission)) limits[permission].push_back(limit);
    }
    for (auto& [permission, list] : limits)
        scopes_.emplace(permission, Scope(std::move(list), permission == open_data_permission));
}

const Scope& GrantedRights::scope(std::string_view permission) const {
    static const Scope nothing;
    const auto found = scopes_.find(permission);
    return found == scopes_.end() ? nothing : found->second;
}

std::string GrantedRights::key() const {
    std::string out;
    for (const auto& [permission, scope] : scopes_) out.append(permission).append(scope.key()).append("\n");
    return out;
}

// Only this module makes rights, so the cast is safe.
const Scope& scope(const http::Principal& who, std::string_view permission) {
    static const Scope nothing;
    return who.rights ? static_cast<const GrantedRights&>(*who.rights).scope(permission) : nothing;
}

const std::map<std::string, Scope, std::less<>>& scopes(const http::Principal& who) {
    static const std::map<std::string, Scope, std::less<>> none;
    return who.rights ? static_cast<const GrantedRights&>(*who.rights).scopes() : none;
}

std::string rights_key(const http::Principal& who) {
    return who.rights ? static_cast<const GrantedRights&>(*who.rights).key() : std::string();
}

}  // namespace hatang::security
