#include "security/passwords/rule.hpp"

#include <doctest/doctest.h>

#include <span>
#include <stdexcept>

#include "base/embedded.hpp"
#include "base/error.hpp"
#include "security/limits.hpp"
#include "security/policy/policy.hpp"

namespace hatang {
std::span<const EmbeddedFile> embedded_security();
}

using namespace hatang;
using namespace hatang::security;

namespace {

std::string_view file(std::string_view path) {
    for (const EmbeddedFile& f : embedded_security())
        if (f.path == path) return f.text;
    throw std::logic_error("no file");
}

std::string code(bool with_factor, std::string_view password, std::string user = "truc_ban") {
    static const Policy policy(file("data/policy.json"), "2026-11-24");
    static const CommonPasswords common(file("data/common_passwords.json"));
    try {
        check_password(password_rule(policy, with_factor, std::move(user)), common, password, "/password");
    } catch (const Error& e) {
        CHECK(e.where == "/password");
        return std::string(error_info(e.code).code);
    }
    return "";
}

}  // namespace

TEST_CASE("fourteen characters of four classes without a second factor") {
    CHECK(code(false, "") == "weak_password");
    CHECK(code(false, "Hatang-demo-26") == "");
    CHECK(code(false, "Hatang-demo-2") == "weak_password");
    CHECK(code(false, "hatang-demo-2026") == "weak_password");
    CHECK(code(false, "HATANG-DEMO-2026") == "weak_password");
    CHECK(code(false, "HatangDemo202612") == "weak_password");
    CHECK(code(false, "Mười hai k 1t!") == "");
    CHECK(code(false, "A1-" + std::string(limits::password_length_max - 3, 'a')) == "");
    CHECK(code(false, "A1-" + std::string(limits::password_length_max, 'a')) == "text_too_long");
    CHECK(code(false, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff") == "invalid_utf8");
}

TEST_CASE("eight characters with a second factor") {
    CHECK(code(true, "ngan hon") == "");
    CHECK(code(true, "ngan ho") == "weak_password");
}

TEST_CASE("a password must not name its user or be guessed first") {
    CHECK(code(false, "Truc_Ban-2026-Hn") == "password_contains_name");
    CHECK(code(false, "Hop-An-Binh-2026", "an") == "");
    CHECK(code(false, "Matkhau@1234567") == "common_password");
    CHECK(code(false, "Mật khẩu 1234567 A") == "");
    CHECK(code(false, "Mật khẩu! 1234567") == "common_password");
    CHECK(code(false, "Password!!!!2026") == "common_password");
    CHECK(code(true, "12345678") == "common_password");
    CHECK(code(true, "!admin-2026") == "common_password");
}

TEST_CASE("classes of characters") {
    CHECK(character_classes("") == 0);
    CHECK(character_classes("abc") == 1);
    CHECK(character_classes("aB3") == 3);
    CHECK(character_classes("aB3 ") == 4);
    CHECK(character_classes("đ") == 1);
}
