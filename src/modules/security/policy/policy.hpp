// The rules of signing in that an operator may set within bounds: data/policy.json names them with their
// standard values and legal basis, the table security.policy holds what was set otherwise.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/network.hpp"
#include "json/value.hpp"

namespace hatang::security {

enum class PolicyKind { integer, choice, networks };

struct PolicyRule {
    std::string key;
    PolicyKind kind = PolicyKind::integer;
    std::int64_t least = 0, most = 0;  // of an integer
    std::vector<std::string> choices;
    std::string standard;  // JSON
    std::string title_vi, title_en, legal_basis;
};

class Policy {
  public:
    // The rules of the file that are valid on an ISO date, at their standard values. Throws std::logic_error
    // on a file that breaks its own bounds.
    Policy(std::string_view json_text, std::string_view date);

    const std::vector<PolicyRule>& rules() const { return rules_; }
    // Throws unknown_field; `where` is the place of the key.
    const PolicyRule& rule(std::string_view key, std::string_view where) const;
    // The value as it is stored, in JSON. Throws wrong_type, out_of_range, invalid_value, too_many_items.
    static std::string checked(const PolicyRule&, json::Value, std::string_view where);
    // What a person types on the command line (networks with commas) as JSON, still to be checked.
    static std::string json_of_typed(const PolicyRule&, std::string_view typed);

    // Takes checked JSON; an empty text goes back to the standard value.
    void set(std::string_view key, std::string_view json);
    const std::string& json(std::string_view key) const;  // the value in force

    // Both throw std::logic_error on a key of another kind.
    std::int64_t integer(std::string_view key) const;
    const std::string& choice(std::string_view key) const;
    // Whether an address belongs to internal_networks; text that is no address does not.
    bool inside(std::string_view address) const;

  private:
    struct Value {
        std::string json, choice;
        std::int64_t integer = 0;
    };
    const Value& value(std::string_view key) const;

    std::vector<PolicyRule> rules_;
    std::map<std::string, Value, std::less<>> values_;
    std::vector<Network> internal_;
};

}  // namespace hatang::security
