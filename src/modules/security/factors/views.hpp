// What the routes of second factors take and give.
#pragma once

#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "json/describe.hpp"
#include "security/limits.hpp"

namespace hatang::security {

struct FactorView {
    std::int64_t id = 0;
    std::string kind, label;
    Instant created_at;
    std::optional<Instant> last_used_at;
    bool confirmed = false;
};
struct FactorList {
    std::vector<FactorView> items;
    std::int64_t recovery_codes_left = 0;
};
struct LabelInput {
    std::string label;
};
struct NewTotp {
    std::int64_t id = 0;
    std::string secret, uri;
};
struct CodeInput {
    std::string code;
};
struct RecoveryCodes {
    std::vector<std::string> recovery_codes;
};
struct KeyInput {
    std::string label;
    json::Raw credential;
};
struct NewKey {
    std::int64_t id = 0;
    std::vector<std::string> recovery_codes;
};
struct FactorPassword {
    std::string password;
};
enum class FactorMethod { totp, webauthn, recovery };
struct SecondFactorInput {
    std::string ticket;
    FactorMethod method = FactorMethod::totp;
    std::optional<std::string> code;
    std::optional<json::Raw> assertion;
};

}  // namespace hatang::security

namespace hatang::json {

template <>
struct Describe<security::FactorView> {
    using T = security::FactorView;
    static constexpr std::string_view name = "Factor";
    static constexpr auto fields =
        std::tuple{field("id", &T::id, "Identifier"),
                   field("kind", &T::kind, "totp or webauthn"),
                   field("label", &T::label, "Name that its owner gave it"),
                   field("created_at", &T::created_at, "When it was added"),
                   field("last_used_at", &T::last_used_at, "Last sign-in with it"),
                   field("confirmed", &T::confirmed, "In force; a totp needs a first code")};
};
template <>
struct Describe<security::FactorList> {
    using T = security::FactorList;
    static constexpr std::string_view name = "FactorList";
    static constexpr auto fields =
        std::tuple{field("items", &T::items, "Second factors by age"),
                   field("recovery_codes_left", &T::recovery_codes_left, "Codes that were not used")};
};
template <>
struct Describe<security::LabelInput> {
    static constexpr std::string_view name = "LabelInput";
    static constexpr auto fields =
        std::tuple{field("label", &security::LabelInput::label, "Name for it",
                         Limits{.length_max = security::limits::label_length_max, .length_min = 1})};
};
template <>
struct Describe<security::NewTotp> {
    using T = security::NewTotp;
    static constexpr std::string_view name = "NewTotp";
    static constexpr auto fields = std::tuple{field("id", &T::id, "Identifier"),
                                              field("secret", &T::secret, "Base32, to be typed by hand"),
                                              field("uri", &T::uri, "otpauth address, for the QR code")};
};
template <>
struct Describe<security::CodeInput> {
    static constexpr std::string_view name = "CodeInput";
    static constexpr auto fields =
        std::tuple{field("code", &security::CodeInput::code, "Six digits", Limits{.length_max = 20})};
};
template <>
struct Describe<security::RecoveryCodes> {
    static constexpr std::string_view name = "RecoveryCodes";
    static constexpr auto fields =
        std::tuple{field("recovery_codes", &security::RecoveryCodes::recovery_codes,
                         "Shown once; empty when there are some already")};
};
template <>
struct Describe<security::KeyInput> {
    using T = security::KeyInput;
    static constexpr std::string_view name = "KeyInput";
    static constexpr auto fields =
        std::tuple{field("label", &T::label, "Name for it",
                         Limits{.length_max = security::limits::label_length_max, .length_min = 1}),
                   field("credential", &T::credential, "RegistrationResponseJSON")};
};
template <>
struct Describe<security::NewKey> {
    using T = security::NewKey;
    static constexpr std::string_view name = "NewKey";
    static constexpr auto fields = std::tuple{
        field("id", &T::id, "Identifier"),
        field("recovery_codes", &T::recovery_codes, "Shown once; empty when there are some already")};
};
template <>
struct Describe<security::FactorPassword> {
    static constexpr std::string_view name = "FactorPassword";
    static constexpr auto fields =
        std::tuple{field("password", &security::FactorPassword::password, "The password in force",
                         Limits{.length_max = security::limits::password_length_max})};
};
template <>
struct Describe<security::FactorMethod> {
    using E = security::FactorMethod;
    static constexpr std::string_view name = "FactorMethod";
    static constexpr std::array values{std::pair<E, std::string_view>{E::totp, "totp"},
                                       std::pair<E, std::string_view>{E::webauthn, "webauthn"},
                                       std::pair<E, std::string_view>{E::recovery, "recovery"}};
};
template <>
struct Describe<security::SecondFactorInput> {
    using T = security::SecondFactorInput;
    static constexpr std::string_view name = "SecondFactorInput";
    static constexpr auto fields = std::tuple{
        field("ticket", &T::ticket, "From POST /sessions"), field("method", &T::method, "Which factor"),
        field("code", &T::code, "Of totp and recovery", Limits{.length_max = 64}),
        field("assertion", &T::assertion, "AuthenticationResponseJSON of webauthn")};
};

}  // namespace hatang::json
