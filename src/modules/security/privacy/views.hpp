// What the routes of personal data take and give.
#pragma once

#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "json/describe.hpp"
#include "security/limits.hpp"
#include "security/privacy/personal_data.hpp"

namespace hatang::security {

struct PersonalFieldList {
    std::vector<PersonalField> items;
};
struct RevealInput {
    std::string purpose;
};
struct Revealed {
    std::int64_t user_id = 0;
    std::optional<std::string> email;
};
struct EraseInput {
    std::string reason;
};
struct Erased {
    std::int64_t user_id = 0;
    std::string name;
    Instant erased_at;
    std::vector<KeptData> kept;
};
struct ConsentView {
    std::string purpose, title_vi, title_en;
    bool given = false;
    std::optional<Instant> at;
};
struct ConsentList {
    std::vector<ConsentView> items;
};
struct ConsentInput {
    std::string purpose;
    bool given = false;
};

}  // namespace hatang::security

namespace hatang::json {

template <>
struct Describe<security::PersonalFieldList> {
    static constexpr std::string_view name = "PersonalFieldList";
    static constexpr auto fields =
        std::tuple{field("items", &security::PersonalFieldList::items, "All fields")};
};
template <>
struct Describe<security::RevealInput> {
    static constexpr std::string_view name = "RevealInput";
    static constexpr auto fields =
        std::tuple{field("purpose", &security::RevealInput::purpose, "What the data are needed for",
                         Limits{.length_max = security::limits::reason_length_max, .length_min = 1})};
};
template <>
struct Describe<security::Revealed> {
    using T = security::Revealed;
    static constexpr std::string_view name = "Revealed";
    static constexpr auto fields =
        std::tuple{field("user_id", &T::user_id, "Account"), field("email", &T::email, "E-mail address")};
};
template <>
struct Describe<security::EraseInput> {
    static constexpr std::string_view name = "EraseInput";
    static constexpr auto fields =
        std::tuple{field("reason", &security::EraseInput::reason, "Why, and who asked for it",
                         Limits{.length_max = security::limits::reason_length_max, .length_min = 1})};
};
template <>
struct Describe<security::Erased> {
    using T = security::Erased;
    static constexpr std::string_view name = "Erased";
    static constexpr auto fields =
        std::tuple{field("user_id", &T::user_id, "Account"), field("name", &T::name, "Its pseudonym"),
                   field("erased_at", &T::erased_at, "When"),
                   field("kept", &T::kept, "What stays, and on which legal basis")};
};
template <>
struct Describe<security::ConsentView> {
    using T = security::ConsentView;
    static constexpr std::string_view name = "Consent";
    static constexpr auto fields =
        std::tuple{field("purpose", &T::purpose, "Stable key"), field("title_vi", &T::title_vi, "Vietnamese"),
                   field("title_en", &T::title_en, "English"),
                   field("given", &T::given, "The person agrees; false until they say so"),
                   field("at", &T::at, "When they last said so or withdrew")};
};
template <>
struct Describe<security::ConsentList> {
    static constexpr std::string_view name = "ConsentList";
    static constexpr auto fields = std::tuple{field("items", &security::ConsentList::items, "All purposes")};
};
template <>
struct Describe<security::ConsentInput> {
    using T = security::ConsentInput;
    static constexpr std::string_view name = "ConsentInput";
    static constexpr auto fields = std::tuple{
        field("purpose", &T::purpose, "Stable key", Limits{.length_max = security::limits::key_length_max}),
        field("given", &T::given, "Agree or withdraw")};
};

}  // namespace hatang::json
