#include "security/policy/policy.hpp"

#include <algorithm>
#include <stdexcept>

#include "json/writer.hpp"
#include "security/data_items.hpp"
#include "security/limits.hpp"

namespace hatang::security {
namespace {

constexpr std::string_view networks_key = "internal_networks";

PolicyKind kind_of(std::string_view text) {
    if (text == "integer") return PolicyKind::integer;
    if (text == "choice") return PolicyKind::choice;
    if (text == "networks") return PolicyKind::networks;
    throw std::logic_error("policy.json: kind " + std::string(text));
}

PolicyRule rule_of(json::Value item) {
    PolicyRule rule;
    rule.key = text_of_item(item, "key");
    rule.kind = kind_of(text_of_item(item, "kind"));
    rule.title_vi = text_of_item(item, "title_vi");
    rule.title_en = text_of_item(item, "title_en");
    rule.legal_basis = text_of_item(item, "legal_basis");
    if (rule.kind == PolicyKind::integer) {
        rule.least = item.find("least")->integer();
        rule.most = item.find("most")->integer();
    }
    if (rule.kind == PolicyKind::choice)
        for (const json::Value choice : item.find("choices")->items())
            rule.choices.emplace_back(choice.text());
    rule.standard = Policy::checked(rule, *item.find("default"), "/default");
    return rule;
}

std::string checked_integer(const PolicyRule& rule, json::Value value, std::string_view where) {
    const std::int64_t n = value.integer(where);
    if (n < rule.least || n > rule.most)
        throw Error(Code::out_of_range, std::string(where),
                    {std::to_string(n), std::to_string(rule.least) + "…" + std::to_string(rule.most)});
    return std::to_string(n);
}

std::string checked_choice(const PolicyRule& rule, json::Value value, std::string_view where) {
    const std::string_view text = value.text(where);
    std::string all;
    for (const std::string& choice : rule.choices) {
        if (choice == text) return value.dump();
        all.append(all.empty() ? "" : ", ").append(choice);
    }
    throw Error(Code::invalid_value, std::string(where), {std::string(text.substr(0, 100)), all});
}

std::string checked_networks(json::Value value, std::string_view where) {
    const auto items = value.items(where);
    if (value.size() > limits::internal_networks_max)
        throw Error(Code::too_many_items, std::string(where),
                    {std::to_string(value.size()), std::to_string(limits::internal_networks_max)});
    json::Writer w;
    w.begin_array();
    std::size_t i = 0;
    for (const json::Value item : items) {
        const std::string place = json::pointer(where, i++);
        const std::string_view text = item.text(place);
        const auto network = Network::parse(text);
        if (!network)
            throw Error(Code::invalid_value, place,
                        {std::string(text.substr(0, 100)), "10.0.0.0/8, fd00::/8"});
        w.value(network->text());
    }
    w.end_array();
    return w.take();
}

}  // namespace

Policy::Policy(std::string_view json_text, std::string_view date) {
    const json::Document document = json::parse(json_text);
    for (const json::Value item : document.root().find("items")->items()) {
        if (!valid_on(date, item)) continue;
        rules_.push_back(rule_of(item));
        set(rules_.back().key, "");
    }
}

const PolicyRule& Policy::rule(std::string_view key, std::string_view where) const {
    const auto found =
        std::find_if(rules_.begin(), rules_.end(), [&](const PolicyRule& r) { return r.key == key; });
    if (found == rules_.end())
        throw Error(Code::unknown_field, std::string(where), {std::string(key.substr(0, 100))});
    return *found;
}

std::string Policy::checked(const PolicyRule& rule, json::Value value, std::string_view where) {
    switch (rule.kind) {
        case PolicyKind::integer:
            return checked_integer(rule, value, where);
        case PolicyKind::choice:
            return checked_choice(rule, value, where);
        case PolicyKind::networks:
            return checked_networks(value, where);
    }
    return {};
}

std::string Policy::json_of_typed(const PolicyRule& rule, std::string_view typed) {
    // Anything that is no number stays text, so that the check names what was typed.
    const bool digits = !typed.empty() && typed.size() < 18 &&
                        std::all_of(typed.begin(), typed.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (rule.kind == PolicyKind::integer && digits) return std::to_string(std::stoll(std::string(typed)));
    json::Writer w;
    if (rule.kind != PolicyKind::networks) {
        w.value(typed);
        return w.take();
    }
    w.begin_array();
    while (!typed.empty()) {
        const std::size_t comma = std::min(typed.find(','), typed.size());
        if (comma > 0) w.value(typed.substr(0, comma));
        typed.remove_prefix(std::min(comma + 1, typed.size()));
    }
    w.end_array();
    return w.take();
}

void Policy::set(std::string_view key, std::string_view json) {
    const PolicyRule& which = rule(key, key);
    Value value;
    value.json = json.empty() ? which.standard : std::string(json);
    const json::Document document = json::parse(value.json);
    if (which.kind == PolicyKind::integer) value.integer = document.root().integer();
    if (which.kind == PolicyKind::choice) value.choice = document.root().text();
    if (key == networks_key) {
        internal_.clear();
        for (const json::Value item : document.root().items())
            if (const auto network = Network::parse(item.text())) internal_.push_back(*network);
    }
    values_.insert_or_assign(std::string(key), std::move(value));
}

const Policy::Value& Policy::value(std::string_view key) const {
    const auto found = values_.find(key);
    if (found == values_.end()) throw std::logic_error("no policy " + std::string(key));
    return found->second;
}

const std::string& Policy::json(std::string_view key) const { return value(key).json; }

std::int64_t Policy::integer(std::string_view key) const { return value(key).integer; }

const std::string& Policy::choice(std::string_view key) const { return value(key).choice; }

bool Policy::inside(std::string_view address) const {
    const auto parsed = IpAddress::parse(address);
    return parsed && std::any_of(internal_.begin(), internal_.end(),
                                 [&](const Network& network) { return network.contains(*parsed); });
}

}  // namespace hatang::security
