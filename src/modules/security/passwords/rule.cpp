#include "security/passwords/rule.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "base/text.hpp"
#include "json/value.hpp"
#include "security/limits.hpp"
#include "security/policy/policy.hpp"

namespace hatang::security {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Letters and digits in lower case without diacritics.
std::string core_of(std::string_view text) {
    std::string out;
    for (const char c : fold(text))
        if ((c >= 'a' && c <= 'z') || is_digit(c)) out += c;
    return out;
}

}  // namespace

CommonPasswords::CommonPasswords(std::string_view json_text) {
    const json::Document document = json::parse(json_text);
    for (const json::Value item : document.root().find("items")->items()) words_.emplace(item.text());
}

bool CommonPasswords::hold(std::string_view password) const {
    const std::string core = core_of(password);
    if (words_.contains(core)) return true;
    const auto first = std::find_if_not(core.begin(), core.end(), is_digit);
    const auto last = std::find_if_not(core.rbegin(), std::make_reverse_iterator(first), is_digit).base();
    return words_.contains(std::string(first, last));
}

PasswordRule password_rule(const Policy& policy, bool with_factor, std::string user_name) {
    const auto length =
        policy.integer(with_factor ? "password_length_min_with_factor" : "password_length_min_alone");
    return {static_cast<std::size_t>(length),
            with_factor ? limits::password_classes_with_factor : limits::password_classes_alone,
            std::move(user_name)};
}

int character_classes(std::string_view password) {
    bool lower = false, upper = false, digit = false, symbol = false;
    for (const char c : password) {
        if (c >= 'a' && c <= 'z')
            lower = true;
        else if (c >= 'A' && c <= 'Z')
            upper = true;
        else if (is_digit(c))
            digit = true;
        else
            symbol = true;
    }
    return lower + upper + digit + symbol;
}

bool is_strong(const PasswordRule& rule, std::string_view password) {
    const std::string normal = to_nfc(password);
    return code_points(normal) >= rule.length_min && character_classes(normal) >= rule.classes_min;
}

void check_password(const PasswordRule& rule, const CommonPasswords& common, std::string_view password,
                    std::string_view where) {
    const std::string place(where);
    if (!is_utf8(password)) throw Error(Code::invalid_utf8, place);
    if (code_points(to_nfc(password)) > limits::password_length_max)
        throw Error(Code::text_too_long, place, {std::to_string(limits::password_length_max)});
    if (!is_strong(rule, password))
        throw Error(Code::weak_password, place,
                    {std::to_string(rule.length_min), std::to_string(rule.classes_min)});
    const bool named = rule.user_name.size() >= limits::user_name_in_password_min &&
                       fold(password).find(rule.user_name) != std::string::npos;
    if (named) throw Error(Code::password_contains_name, place);
    if (common.hold(password)) throw Error(Code::common_password, place);
}

}  // namespace hatang::security
