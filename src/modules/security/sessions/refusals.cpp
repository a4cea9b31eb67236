#include "security/sessions/refusals.hpp"

namespace hatang::security {

void Refusals::add(std::optional<std::int64_t> account_id, std::string address, std::string code,
                   Instant now) {
    if (const std::int64_t hour = now.us / kHour; hour != hour_) {
        std::erase_if(counts_, [](const auto& e) { return e.second == 0; });
        hour_ = hour;
    }
    Key key{account_id, std::move(address), std::move(code)};
    if (counts_.size() >= apart_max_ && !counts_.contains(key)) key = {std::nullopt, "", std::get<2>(key)};
    ++counts_[std::move(key)];
}

std::vector<Refusals::Count> Refusals::take() {
    std::vector<Count> out;
    for (auto& [key, count] : counts_) {
        if (count == 0) continue;
        out.push_back({std::get<0>(key), std::get<1>(key), std::get<2>(key), count});
        count = 0;
    }
    return out;
}

}  // namespace hatang::security
