// Which assets a permission reaches: role × organisation × ward × class × sensitivity. The one place that
// decides; rows in memory are asked with allows(), rows in the database with add_to(), and both say the same.
// Pure.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/where.hpp"
#include "http/message.hpp"

namespace hatang::security {

// Classification of data: mở, dùng chung, nội bộ, hạn chế. Each level includes those before it.
enum class Sensitivity : std::uint8_t { open, shared, internal, restricted };
std::string_view to_text(Sensitivity);
// Throws std::logic_error for a text that the database cannot hold.
Sensitivity sensitivity_of(std::string_view);

// What decides over an asset.
struct AssetKey {
    std::optional<std::int64_t> owner_id, operator_id;
    std::string_view ward_code, domain, class_key;  // ward_code empty: in no ward
    Sensitivity sensitivity = Sensitivity::internal;
};

// One grant, as far as one permission goes. An empty list sets no limit of its kind.
struct GrantLimit {
    std::vector<std::int64_t> organisations;  // owners or operators, parts of organisations included; sorted
    std::vector<std::string> wards, domains, classes;  // sorted
    Sensitivity sensitivity_max = Sensitivity::internal;

    bool everywhere() const {
        return organisations.empty() && wards.empty() && domains.empty() && classes.empty();
    }
    bool allows(const AssetKey&) const;
    // Which limits stand against it: sensitivity, ward, domain, class, organisation.
    std::vector<std::string_view> refusals(const AssetKey&) const;
};

class Scope {
  public:
    Scope() = default;  // nothing
    // `open_data`: what is open is open to every holder, wherever it lies. True for reading the register.
    Scope(std::vector<GrantLimit> limits, bool open_data)
        : limits_(std::move(limits)), open_data_(open_data) {}

    bool nothing() const { return limits_.empty(); }
    // Some grant knows no limit of area, owner or class.
    bool everywhere() const;
    // Everywhere, at every sensitivity.
    bool unlimited() const;
    bool allows(const AssetKey&) const;
    // The condition on the columns owner_id, operator_id, ward_code, domain, class_key and sensitivity of the
    // row `alias`; its values are in the Where. A row of an outer join that is not there counts as internal
    // and in no ward: what hangs on no asset.
    std::string condition(db::Where&, std::string_view alias) const;
    void add_to(db::Where&, std::string_view alias) const;
    // Scopes with equal keys reach the same rows: for caches.
    std::string key() const;
    const std::vector<GrantLimit>& limits() const { return limits_; }

  private:
    std::vector<GrantLimit> limits_;
    bool open_data_ = false;
};

// The scope in which somebody holds a permission; nothing() when they do not hold it.
const Scope& scope(const http::Principal&, std::string_view permission);
// Every permission that somebody holds, with its scope.
const std::map<std::string, Scope, std::less<>>& scopes(const http::Principal&);
// Changes when what somebody may do changes.
std::string rights_key(const http::Principal&);

}  // namespace hatang::security
