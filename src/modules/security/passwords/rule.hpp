// What a password must be. Pure.
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace hatang::security {

class Policy;

// Passwords that are guessed first, from data/common_passwords.json.
class CommonPasswords {
  public:
    explicit CommonPasswords(std::string_view json_text);
    // The whole, or what is left of it without the digits around it, is in the list: "Matkhau@12345" is
    // "matkhau".
    bool hold(std::string_view password) const;

  private:
    std::set<std::string, std::less<>> words_;
};

struct PasswordRule {
    std::size_t length_min = 0;  // characters
    int classes_min = 0;
    std::string user_name;  // must not stand in it
};
// The rule of the policy for an account with or without a second factor.
PasswordRule password_rule(const Policy&, bool with_factor, std::string user_name);

// Lower case, upper case, digits, and all else as symbols. Letters beyond ASCII count as symbols: which case
// they have is no help against guessing.
int character_classes(std::string_view password);

// Throws weak_password, password_contains_name, common_password, text_too_long or invalid_utf8; `where` is
// the JSON pointer of the password.
void check_password(const PasswordRule&, const CommonPasswords&, std::string_view password,
                    std::string_view where);
// Long and varied enough.
bool is_strong(const PasswordRule&, std::string_view password);

}  // namespace hatang::security
