#include "registry/assets/checks.hpp"

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "json/describe.hpp"
#include "registry/identity/kinds.hpp"
#include "registry/limits.hpp"

namespace hatang::registry {
namespace {

template <std::size_t n>
void check_one_of(std::string_view value, const std::string_view (&allowed)[n], std::string where) {
    if (std::ranges::find(allowed, value) != std::end(allowed)) return;
    std::string all;
    for (const std::string_view one : allowed) all.append(all.empty() ? "" : ", ").append(one);
    throw Error(Code::invalid_value, std::move(where), {std::string(value.substr(0, 100)), all});
}

void check_name(std::string_view text, const std::string& where) {
    json::check_text(text, {.length_max = limits::name_characters_max, .length_min = 1}, where);
    if (fold(text).empty()) throw Error(Code::text_empty, where);
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool well_formed(std::string_view kind, std::string_view value) {
    return has_published_structure(kind, value) && std::ranges::none_of(value, [](char c) {
               return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
           });
}

bool kind_well_formed(std::string_view kind) {
    const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || is_digit(c) || c == '_'; };
    return !kind.empty() && kind.size() <= limits::identifier_kind_characters_max && kind[0] >= 'a' &&
           kind[0] <= 'z' && std::ranges::all_of(kind, allowed);
}

void check_date(const std::optional<std::string>& date, const std::string& where) {
    if (date && !parse_rfc3339(*date + "T00:00:00Z"))
        throw Error(Code::invalid_value, where, {*date, "yyyy-MM-dd"});
}

int rank(std::string_view level) { return level == "work" ? 0 : level == "item" ? 1 : 2; }

}  // namespace

void check_identifier_kind(std::string_view kind, const std::string& where) {
    if (!kind_well_formed(kind))
        throw Error(Code::invalid_value, where, {std::string(kind.substr(0, 100)), "a-z 0-9 _"});
}

void check_identifier(const Identifier& id, const std::string& where) {
    check_identifier_kind(id.kind, where + "/kind");
    json::check_text(id.value, {.length_max = limits::identifier_characters_max, .length_min = 1},
                     where + "/value");
    if (!well_formed(id.kind, id.value))
        throw Error(Code::invalid_identifier, where + "/value", {id.value, id.kind});
    if (id.issuer) check_name(*id.issuer, where + "/issuer");
    check_date(id.valid_from, where + "/valid_from");
    check_date(id.valid_to, where + "/valid_to");
    if (id.valid_from && id.valid_to && *id.valid_to < *id.valid_from)
        throw Error(Code::out_of_range, where + "/valid_to", {*id.valid_to, "≥ " + *id.valid_from});
}

void check_content(const AssetInput& in) {
    check_name(in.name, "/name");
    if (in.name_en) check_name(*in.name_en, "/name_en");
    if (in.other_names.size() > limits::other_names_max)
        throw Error(Code::too_many_items, "/other_names",
                    {std::to_string(in.other_names.size()), std::to_string(limits::other_names_max)});
    for (std::size_t i = 0; i < in.other_names.size(); ++i)
        check_name(in.other_names[i], json::pointer("/other_names", i));
    check_one_of(in.status, asset_statuses, "/status");
    if (in.grade) check_one_of(*in.grade, asset_grades, "/grade");
    if (in.sensitivity) check_one_of(*in.sensitivity, asset_sensitivities, "/sensitivity");
    if (in.address) check_name(*in.address, "/address");
    if (in.source) check_name(*in.source, "/source");
    if (in.attributes_json.size() > limits::attributes_bytes_max)
        throw Error(Code::out_of_range, "/attributes",
                    {std::to_string(in.attributes_json.size()) + " byte",
                     "≤ " + std::to_string(limits::attributes_bytes_max)});
    if (in.identifiers.size() > limits::identifiers_max)
        throw Error(Code::too_many_items, "/identifiers",
                    {std::to_string(in.identifiers.size()), std::to_string(limits::identifiers_max)});
    std::set<std::pair<std::string_view, std::string_view>> seen;
    for (std::size_t i = 0; i < in.identifiers.size(); ++i) {
        const Identifier& id = in.identifiers[i];
        const std::string where = json::pointer("/identifiers", i);
        check_identifier(id, where);
        if (!seen.emplace(id.kind, id.value).second)
            throw Error(Code::duplicate_field, where, {id.kind + " " + id.value});
    }
}

void check_valid_from(Instant valid_from, Instant now) {
    if (valid_from - now > limits::valid_from_ahead_s_max * kSecond)
        throw Error(Code::time_in_future, "/valid_from",
                    {to_rfc3339(valid_from), std::to_string(limits::valid_from_ahead_s_max)});
}

void check_levels(std::string_view part, std::string_view whole) {
    if (rank(part) < rank(whole))
        throw Error(Code::invalid_hierarchy, "/parent_id", {std::string(part), std::string(whole)});
}

std::string identifier_scope(std::string_view kind, std::string_view class_key) {
    return kind.starts_with("osm_") ? std::string(class_key) : std::string();
}

std::string identifiers_json(const std::vector<Identifier>& identifiers, std::string_view class_key) {
    json::Writer w;
    w.begin_array();
    for (const Identifier& id : identifiers) {
        w.begin_object().field("kind", id.kind).field("value", id.value);
        w.field("scope", identifier_scope(id.kind, class_key));
        if (id.issuer) w.field("issuer", *id.issuer);
        if (id.valid_from) w.field("valid_from", *id.valid_from);
        if (id.valid_to) w.field("valid_to", *id.valid_to);
        w.end_object();
    }
    w.end_array();
    return w.take();
}

std::string folded_names(const AssetInput& in) {
    std::string out = fold(in.name);
    const auto add = [&out](std::string_view text) {
        const std::string folded = fold(text);
        if (!folded.empty()) out.append("\n").append(folded);
    };
    if (in.name_en) add(*in.name_en);
    for (const std::string& name : in.other_names) add(name);
    for (const Identifier& id : in.identifiers) add(id.value);
    return out;
}

}  // namespace hatang::registry
