#include "security/access/groups.hpp"

namespace hatang::security {

const AssetGroup* AssetGroups::intern(const AssetKey& wanted) {
    std::string key;
    for (const std::string_view text : {wanted.class_key, wanted.domain, wanted.ward_code})
        (key += text) += '|';
    for (const auto& id : {wanted.owner_id, wanted.operator_id})
        (key += id ? std::to_string(*id) : std::string()) += '|';
    key += static_cast<char>('0' + static_cast<int>(wanted.sensitivity));
    const auto [found, fresh] = by_key_.try_emplace(std::move(key), nullptr);
    if (fresh) {
        groups_.push_back({groups_.size(), std::string(wanted.class_key), std::string(wanted.domain),
                           std::string(wanted.ward_code), wanted.owner_id, wanted.operator_id,
                           wanted.sensitivity});
        found->second = &groups_.back();
    }
    return found->second;
}

}  // namespace hatang::security
