// Codes, kinds, settings as the interface reads and writes them.
#pragma once

#include "registry/assets/model.hpp"
#include "registry/identity/settings.hpp"
#include "registry/transfer/export_store.hpp"

namespace hatang::registry {

struct IssuedCode {
    std::int64_t asset_id = 0;
    std::string code;
};

struct CodeBatchBegin {
    ExportFilter filter;
    std::optional<bool> dry_run;
};
struct CodeBatchView {
    std::optional<std::int64_t> id;
    std::string state;
    std::int64_t total = 0, issued = 0;
    std::optional<std::int64_t> job_id;
    json::Raw error;
    std::optional<Instant> created_at;
};

struct KindView {
    std::string key, name_vi, name_en, issuer, legal_basis, example;
    std::string structure;            // published | set | not_set | opaque
    std::optional<std::string> mask;  // what the city has set
    bool issued_here = false;
};
struct KindList {
    std::vector<KindView> items;
};
struct SettingList {
    std::vector<SettingView> items;
};

struct CodeQuery {
    std::string q;
    std::optional<std::int64_t> limit;
};
struct CodeHit {
    std::string kind, value;
    std::optional<std::string> issuer, valid_from, valid_to;
    bool valid = false, whole = false;
    std::int64_t asset_id = 0;
    std::string class_key, domain, name, status;
    std::optional<std::string> ward;
};
struct CodeHits {
    std::vector<CodeHit> items;
    bool check_failed = false;  // it has the form of a city code, but its check character is wrong
};

}  // namespace hatang::registry

namespace hatang::json {

template <>
struct Describe<registry::IssuedCode> {
    using T = registry::IssuedCode;
    static constexpr std::string_view name = "IssuedCode";
    static constexpr auto fields =
        std::tuple{field("asset_id", &T::asset_id, "Asset"), field("code", &T::code, "Its provisional code")};
};
template <>
struct Describe<registry::CodeBatchBegin> {
    using T = registry::CodeBatchBegin;
    static constexpr std::string_view name = "CodeBatchBegin";
    static constexpr auto fields =
        std::tuple{field("filter", &T::filter, "As in GET /api/v1/assets; {} is everything"),
                   field("dry_run", &T::dry_run, "Tells how many works lack a code and changes nothing")};
};
template <>
struct Describe<registry::CodeBatchView> {
    using T = registry::CodeBatchView;
    static constexpr std::string_view name = "CodeBatch";
    static constexpr auto fields =
        std::tuple{field("id", &T::id, "The act; null for a dry run"),
                   field("state", &T::state, "counted, queued, running, done or failed"),
                   field("total", &T::total, "Works that lacked a code when it began"),
                   field("issued", &T::issued, "Codes issued so far"),
                   field("job_id", &T::job_id, "The job"),
                   field("error", &T::error, "Why it failed"),
                   field("created_at", &T::created_at, "When it was asked for")};
};
template <>
struct Describe<registry::KindView> {
    using T = registry::KindView;
    static constexpr std::string_view name = "IdentifierKind";
    static constexpr auto fields =
        std::tuple{field("key", &T::key, "Stable key"),
                   field("name_vi", &T::name_vi, "Name, Vietnamese"),
                   field("name_en", &T::name_en, "Name, English"),
                   field("issuer", &T::issuer, "Who gives it; empty: not known"),
                   field("legal_basis", &T::legal_basis, "By which text; empty: none is known"),
                   field("example", &T::example, "One of them; empty: none is published"),
                   field("structure", &T::structure, "published, set, not_set, or opaque by law"),
                   field("mask", &T::mask, "Structure that the city has set: # digit, @ letter, * either"),
                   field("issued_here", &T::issued_here, "Given by this program, never typed in")};
};
template <>
struct Describe<registry::KindList> {
    static constexpr std::string_view name = "IdentifierKindList";
    static constexpr auto fields =
        std::tuple{field("items", &registry::KindList::items, "In the order in which they are shown")};
};
template <>
struct Describe<registry::SettingView> {
    using T = registry::SettingView;
    static constexpr std::string_view name = "RegisterSetting";
    static constexpr auto fields = std::tuple{field("key", &T::key, "Stable key"),
                                              field("value", &T::value, "Value; null: not set"),
                                              field("title_vi", &T::title_vi, "What it sets, in Vietnamese"),
                                              field("title_en", &T::title_en, "What it sets, in English"),
                                              field("changed_at", &T::changed_at, "When it was set"),
                                              field("changed_by", &T::changed_by, "Who set it")};
};
template <>
struct Describe<registry::SettingList> {
    static constexpr std::string_view name = "RegisterSettingList";
    static constexpr auto fields =
        std::tuple{field("items", &registry::SettingList::items, "Every setting, set or not")};
};
template <>
struct Describe<registry::CodeQuery> {
    using T = registry::CodeQuery;
    static constexpr std::string_view name = "CodeQuery";
    static constexpr auto fields =
        std::tuple{field("q", &T::q, "A code or its beginning; blanks, dots, dashes and case do not matter",
                         Limits{.length_max = registry::limits::identifier_characters_max, .length_min = 1}),
                   field("limit", &T::limit, "1 to 50; 20 when absent")};
};
template <>
struct Describe<registry::CodeHit> {
    using T = registry::CodeHit;
    static constexpr std::string_view name = "CodeHit";
    static constexpr auto fields = std::tuple{field("kind", &T::kind, "Kind of the code"),
                                              field("value", &T::value, "The code"),
                                              field("issuer", &T::issuer, "Who gave it"),
                                              field("valid_from", &T::valid_from, "First day"),
                                              field("valid_to", &T::valid_to, "Last day"),
                                              field("valid", &T::valid, "Whether it is valid today"),
                                              field("whole", &T::whole, "Whether all of it was typed"),
                                              field("asset_id", &T::asset_id, "The asset it names"),
                                              field("class", &T::class_key, "Class of the asset"),
                                              field("domain", &T::domain, "Domain of the asset"),
                                              field("name", &T::name, "Name of the asset"),
                                              field("status", &T::status, "Life-cycle status"),
                                              field("ward", &T::ward, "Name of the ward")};
};
template <>
struct Describe<registry::CodeHits> {
    using T = registry::CodeHits;
    static constexpr std::string_view name = "CodeHits";
    static constexpr auto fields = std::tuple{
        field("items", &T::items, "Whole matches first, valid ones before past ones"),
        field("check_failed", &T::check_failed, "A provisional code whose check character is wrong")};
};

}  // namespace hatang::json
