#include "security/access/scope.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace hatang::security {
namespace {

constexpr std::array<std::string_view, 4> sensitivity_texts{"open", "shared", "internal", "restricted"};

bool among(const std::vector<std::string>& list, std::string_view item) {
    return list.empty() || std::binary_search(list.begin(), list.end(), item);
}

bool among(const std::vector<std::int64_t>& list, const std::optional<std::int64_t>& item) {
    return item && std::binary_search(list.begin(), list.end(), *item);
}

std::vector<std::string> levels_up_to(Sensitivity most) {
    return {sensitivity_texts.begin(), sensitivity_texts.begin() + static_cast<int>(most) + 1};
}

// "(a.sensitivity = any($1) and a.ward_code = any($2))"
std::string limit_condition(const GrantLimit& limit, std::string_view alias, db::Where& where) {
    const std::string row = std::string(alias) + ".";
    std::vector<std::string> parts;
    const auto column = [&](const std::string& name, const db::Param& values) {
        parts.push_back(row + name + " = any(" + where.value(values) + ")");
    };
    // What nobody has judged is internal. One comparison, and the planner knows what it leaves out.
    if (limit.sensitivity_max == Sensitivity::internal)
        parts.push_back(row + "sensitivity is distinct from 'restricted'");
    else if (limit.sensitivity_max != Sensitivity::restricted)
        column("sensitivity", levels_up_to(limit.sensitivity_max));
    if (!limit.wards.empty()) column("ward_code", limit.wards);
    if (!limit.domains.empty()) column("domain", limit.domains);
    if (!limit.classes.empty()) column("class_key", limit.classes);
    if (!limit.organisations.empty()) {
        const std::string place = where.value(limit.organisations);
        parts.push_back("(" + row + "owner_id = any(" + place + ") or " + row + "operator_id = any(" + place +
                        "))");
    }
    if (parts.empty()) return "true";
    std::string out = "(";
    for (const std::string& part : parts) {
        if (out.size() > 1) out += " and ";
        out += part;
    }
    return out + ")";
}

template <class List>
void write_key(std::string& out, char kind, const List& list) {
    for (const auto& item : list) {
        out += kind;
        if constexpr (std::is_same_v<std::decay_t<decltype(item)>, std::string>)
            out += item;
        else
            out += std::to_string(item);
    }
}

}  // namespace

std::string_view to_text(Sensitivity s) { return sensitivity_texts[static_cast<std::size_t>(s)]; }

Sensitivity sensitivity_of(std::string_view text) {
    const auto found = std::find(sensitivity_texts.begin(), sensitivity_texts.end(), text);
    if (found == sensitivity_texts.end()) throw std::logic_error("sensitivity " + std::string(text));
    return static_cast<Sensitivity>(found - sensitivity_texts.begin());
}

bool GrantLimit::allows(const AssetKey& asset) const {
    return asset.sensitivity <= sensitivity_max && among(wards, asset.ward_code) &&
           among(domains, asset.domain) && among(classes, asset.class_key) &&
           (organisations.empty() || among(organisations, asset.owner_id) ||
            among(organisations, asset.operator_id));
}

std::vector<std::string_view> GrantLimit::refusals(const AssetKey& asset) const {
    std::vector<std::string_view> out;
    if (asset.sensitivity > sensitivity_max) out.push_back("sensitivity");
    if (!among(wards, asset.ward_code)) out.push_back("ward");
    if (!among(domains, asset.domain)) out.push_back("domain");
    if (!among(classes, asset.class_key)) out.push_back("class");
    if (!organisations.empty() && !among(organisations, asset.owner_id) &&
        !among(organisations, asset.operator_id))
        out.push_back("organisation");
    return out;
}

bool Scope::everywhere() const {
    return std::any_of(limits_.begin(), limits_.end(), [](const GrantLimit& l) { return l.everywhere(); });
}

bool Scope::unlimited() const {
    return std::any_of(limits_.begin(), limits_.end(), [](const GrantLimit& l) {
        return l.everywhere() && l.sensitivity_max == Sensitivity::restricted;
    });
}

bool Scope::allows(const AssetKey& asset) const {
    if (limits_.empty()) return false;
    if (open_data_ && asset.sensitivity == Sensitivity::open) return true;
    return std::any_of(limits_.begin(), limits_.end(), [&](const GrantLimit& l) { return l.allows(asset); });
}

std::string Scope::condition(db::Where& where, std::string_view alias) const {
    if (unlimited()) return "true";
    if (limits_.empty()) return "false";
    std::string any = "(";
    if (open_data_ && !everywhere()) any += std::string(alias) + ".sensitivity = 'open'";
    for (const GrantLimit& limit : limits_) {
        if (any.size() > 1) any += " or ";
        any += limit_condition(limit, alias, where);
    }
    return any + ")";
}

void Scope::add_to(db::Where& where, std::string_view alias) const {
    if (!unlimited()) where.add(condition(where, alias));
}

std::string Scope::key() const {
    if (unlimited()) return "*";
    if (limits_.empty()) return "-";
    std::string out = open_data_ ? "o" : "";
    for (const GrantLimit& limit : limits_) {
        out += '|';
        out += std::to_string(static_cast<int>(limit.sensitivity_max));
        write_key(out, 'w', limit.wards);
        write_key(out, 'd', limit.domains);
        write_key(out, 'c', limit.classes);
        write_key(out, 'g', limit.organisations);
    }
    return out;
}

}  // namespace hatang::security
