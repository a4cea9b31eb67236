// From rows of grouping sets to the figures of the page. Pure.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "registry/quality/model.hpp"

namespace hatang::registry {

// Which group a row counts: grouping(domain, ward_code, owner_id) sets a bit for each column that is left
// out.
enum class Axis { all, domain, ward, owner, domain_ward };
struct GroupPlace {
    Axis axis = Axis::all;
    std::optional<std::string> key;   // null: works without one
    std::optional<std::string> ward;  // of domain_ward
};
// Throws std::logic_error for a set of columns that is not asked for.
GroupPlace place_of(std::int64_t grouped, std::optional<std::string> domain, std::optional<std::string> ward,
                    std::optional<std::int64_t> owner);

class Figures {
  public:
    void add_assets(const GroupPlace&, std::int64_t assets, std::int64_t judged, std::int64_t wanted);
    void add_finding(const GroupPlace&, std::string_view kind, std::int64_t assets, std::int64_t amount);
    // Groups with most works first; coverage with most empty wards first. `wards`: codes of the city.
    void fill(QualityView&, const std::vector<std::string>& wards) const;

  private:
    using Groups = std::map<std::optional<std::string>, QualityGroup>;
    QualityGroup* group_of(const GroupPlace&);

    QualityGroup all_;
    Groups domains_, wards_, owners_;
    std::map<std::string, std::map<std::string, std::int64_t>> covered_;  // domain → ward → works
};

}  // namespace hatang::registry
