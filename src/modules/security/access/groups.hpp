// Assets that nothing in the rules of access tells apart, and that have one class: a scope decides once for
// all of them. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <unordered_map>

#include "security/access/scope.hpp"

namespace hatang::security {

struct AssetGroup {
    std::size_t index = 0;  // from 0, in the order in which they were met
    std::string class_key, domain, ward_code;
    std::optional<std::int64_t> owner_id, operator_id;
    Sensitivity sensitivity = Sensitivity::internal;

    AssetKey key() const { return {owner_id, operator_id, ward_code, domain, class_key, sensitivity}; }
};

// Groups are few, are made once and stay at their address. Used by one thread at a time; the groups it has
// given may be read by all.
class AssetGroups {
  public:
    const AssetGroup* intern(const AssetKey&);
    std::size_t size() const { return groups_.size(); }

  private:
    std::deque<AssetGroup> groups_;
    std::unordered_map<std::string, const AssetGroup*> by_key_;
};

}  // namespace hatang::security
