#include "registry/quality/figures.hpp"

#include <algorithm>
#include <stdexcept>

#include "registry/quality/limits.hpp"

namespace hatang::registry {
namespace {

std::vector<QualityGroup> largest_first(const std::map<std::optional<std::string>, QualityGroup>& groups) {
    std::vector<QualityGroup> out;
    for (const auto& [key, group] : groups) out.push_back(group);
    std::ranges::stable_sort(out, std::greater<>(), &QualityGroup::assets);
    if (out.size() > static_cast<std::size_t>(limits::quality_groups_max))
        out.resize(static_cast<std::size_t>(limits::quality_groups_max));
    return out;
}

}  // namespace

GroupPlace place_of(std::int64_t grouped, std::optional<std::string> domain, std::optional<std::string> ward,
                    std::optional<std::int64_t> owner) {
    switch (grouped) {
        case 7:
            return {};
        case 3:
            return {Axis::domain, std::move(domain), {}};
        case 5:
            return {Axis::ward, std::move(ward), {}};
        case 6:
            return {Axis::owner, owner ? std::optional(std::to_string(*owner)) : std::nullopt, {}};
        case 1:
            return {Axis::domain_ward, std::move(domain), std::move(ward)};
        default:
            throw std::logic_error("grouping set " + std::to_string(grouped));
    }
}

QualityGroup* Figures::group_of(const GroupPlace& place) {
    if (place.axis == Axis::domain_ward) return nullptr;
    if (place.axis == Axis::all) return &all_;
    Groups& groups = place.axis == Axis::domain ? domains_ : place.axis == Axis::ward ? wards_ : owners_;
    QualityGroup& group = groups[place.key];
    group.key = place.key;
    return &group;
}

void Figures::add_assets(const GroupPlace& place, std::int64_t assets, std::int64_t judged,
                         std::int64_t wanted) {
    if (QualityGroup* group = group_of(place)) {
        group->assets = assets;
        group->judged = judged;
        group->wanted = wanted;
    } else if (place.key && place.ward) {
        covered_[*place.key][*place.ward] = assets;
    }
}

void Figures::add_finding(const GroupPlace& place, std::string_view kind, std::int64_t assets,
                          std::int64_t amount) {
    QualityGroup* group = group_of(place);
    if (!group) return;
    group->findings.push_back({std::string(kind), assets});
    if (kind == "missing") group->missing = amount;
}

void Figures::fill(QualityView& view, const std::vector<std::string>& wards) const {
    view.all = all_;
    view.domains = largest_first(domains_);
    view.wards = largest_first(wards_);
    view.owners = largest_first(owners_);
    for (const auto& [domain, group] : domains_) {
        Coverage c;
        c.domain = *domain;
        c.assets = group.assets;
        const auto covered = covered_.find(c.domain);
        for (const std::string& ward : wards)
            if (covered == covered_.end() || !covered->second.contains(ward)) c.wards_without.push_back(ward);
        view.coverage.push_back(std::move(c));
    }
    std::ranges::stable_sort(view.coverage, std::greater<>(),
                             [](const Coverage& c) { return c.wards_without.size(); });
}

}  // namespace hatang::registry
