// Which personal data the program holds, what for and on which legal basis: data/personal_data.json.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "json/describe.hpp"

namespace hatang::security {

struct PersonalField {
    std::string entity, field, purpose_vi, purpose_en, legal_basis;
    bool masked = false;
    std::string retention;
};
struct ConsentPurpose {
    std::string purpose, title_vi, title_en;
};
struct KeptData {
    std::string what_vi, what_en, legal_basis;
};
struct PersonalData {
    std::vector<PersonalField> fields;
    std::vector<ConsentPurpose> consents;
    std::vector<KeptData> kept_after_erasure;
};

// The file that travels inside the program. Throws Error on one that does not fit.
const PersonalData& personal_data();

}  // namespace hatang::security

namespace hatang::json {

template <>
struct Describe<security::PersonalField> {
    using T = security::PersonalField;
    static constexpr std::string_view name = "PersonalField";
    static constexpr auto fields =
        std::tuple{field("entity", &T::entity, "Kind of record"),
                   field("field", &T::field, "Field or fields"),
                   field("purpose_vi", &T::purpose_vi, "What it is for, Vietnamese"),
                   field("purpose_en", &T::purpose_en, "What it is for, English"),
                   field("legal_basis", &T::legal_basis, "Legal basis"),
                   field("masked", &T::masked, "Shown masked to others"),
                   field("retention", &T::retention, "How long it is kept")};
};
template <>
struct Describe<security::ConsentPurpose> {
    using T = security::ConsentPurpose;
    static constexpr std::string_view name = "ConsentPurpose";
    static constexpr auto fields =
        std::tuple{field("purpose", &T::purpose, "Stable key"), field("title_vi", &T::title_vi, "Vietnamese"),
                   field("title_en", &T::title_en, "English")};
};
template <>
struct Describe<security::KeptData> {
    using T = security::KeptData;
    static constexpr std::string_view name = "KeptData";
    static constexpr auto fields = std::tuple{field("what_vi", &T::what_vi, "What stays, Vietnamese"),
                                              field("what_en", &T::what_en, "What stays, English"),
                                              field("legal_basis", &T::legal_basis, "Why it stays")};
};
template <>
struct Describe<security::PersonalData> {
    using T = security::PersonalData;
    static constexpr std::string_view name = "PersonalData";
    static constexpr auto fields = std::tuple{
        field("fields", &T::fields, "Fields"), field("consents", &T::consents, "What people may agree to"),
        field("kept_after_erasure", &T::kept_after_erasure, "What erasure leaves")};
};

}  // namespace hatang::json
