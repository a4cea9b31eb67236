// What the routes of the audit log take and give.
#pragma once

#include "json/describe.hpp"
#include "security/audit/formats.hpp"
#include "security/audit/limits.hpp"
#include "security/audit/problems.hpp"
#include "security/audit/search.hpp"
#include "security/limits.hpp"

namespace hatang::security {

struct AuditQuery : AuditFilter {
    std::optional<std::int64_t> limit;
    std::optional<std::string> cursor;
};
struct AuditExportQuery : AuditFilter {
    std::optional<AuditFormat> format;
};
struct AuditEntry {
    std::int64_t id = 0;
    Instant at;
    std::optional<std::int64_t> user_id;
    std::string user, address, action, entity;
    std::optional<std::int64_t> entity_id;
    json::Raw before, after;
    std::optional<std::string> reason;
    std::string request_id;
};
struct AuditPage {
    std::vector<AuditEntry> items;
    std::optional<std::string> next;
};
struct AuditSealView {
    std::string day;
    std::int64_t last_id = 0;
    std::string hash;
    Instant signed_at;
};
struct SiemView {
    bool configured = false;
    std::optional<std::int64_t> sent_to_id;
    std::int64_t behind = 0;
    std::optional<std::string> last_error;
};
struct AuditVerificationView {
    std::optional<Instant> checked_at;
    bool ok = true;
    std::int64_t rows = 0, waiting = 0;
    std::optional<std::int64_t> first_id, last_id;
    std::optional<Instant> chained_at;
    std::int64_t problem_count = 0;
    std::vector<AuditProblem> problems;
    std::vector<AuditSealView> seals;
    SiemView siem;
};

}  // namespace hatang::security

namespace hatang::json {

template <>
struct Describe<security::AuditFormat> {
    static constexpr std::string_view name = "AuditFormat";
    static constexpr std::array values{std::pair{security::AuditFormat::csv, std::string_view("csv")},
                                       std::pair{security::AuditFormat::cef, std::string_view("cef")},
                                       std::pair{security::AuditFormat::syslog, std::string_view("syslog")}};
};

template <class T>
constexpr auto audit_filter_fields() {
    using security::limits::key_length_max;
    using security::limits::search_text_max;
    using security::limits::search_text_min;
    return std::tuple{
        Field<T, std::optional<std::string>>{"user", &T::user, "Name of the account or module",
                                             Limits{.length_max = key_length_max}},
        Field<T, std::optional<std::string>>{
            "action", &T::action,
            "What was done; a final “.” or “*” asks for all that begin so, a first “*” for all that end so",
            Limits{.length_max = key_length_max}},
        Field<T, std::optional<std::string>>{"entity", &T::entity, "Kind of thing: asset, alarm, user, …",
                                             Limits{.length_max = key_length_max}},
        Field<T, std::optional<std::int64_t>>{"entity_id", &T::entity_id, "Its identifier", {}},
        Field<T, std::optional<std::int64_t>>{"user_id", &T::user_id, "Who did it", {}},
        Field<T, std::optional<Instant>>{"from", &T::from, "At or after this time", {}},
        Field<T, std::optional<Instant>>{"to", &T::to, "Before this time", {}},
        Field<T, std::optional<std::string>>{"address", &T::address, "Network address it came from",
                                             Limits{.length_max = 64}},
        Field<T, std::optional<std::string>>{
            "q", &T::q, "Text in names, entities, reasons and in the states before and after",
            Limits{.length_max = search_text_max, .length_min = search_text_min}}};
}

template <>
struct Describe<security::AuditQuery> {
    using T = security::AuditQuery;
    static constexpr std::string_view name = "AuditQuery";
    static constexpr auto fields = std::tuple_cat(
        audit_filter_fields<T>(), std::tuple{field("limit", &T::limit, "Items on a page",
                                                   Limits{.least = 1, .most = security::limits::page_max}),
                                             field("cursor", &T::cursor, "From the page before")});
};
template <>
struct Describe<security::AuditExportQuery> {
    using T = security::AuditExportQuery;
    static constexpr std::string_view name = "AuditExportQuery";
    static constexpr auto fields = std::tuple_cat(
        audit_filter_fields<T>(), std::tuple{field("format", &T::format, "csv (default), cef or syslog")});
};
template <>
struct Describe<security::AuditEntry> {
    using T = security::AuditEntry;
    static constexpr std::string_view name = "AuditEntry";
    static constexpr auto fields =
        std::tuple{field("id", &T::id, "Identifier"),
                   field("at", &T::at, "When"),
                   field("user_id", &T::user_id, "Who; null: the program itself"),
                   field("user", &T::user, "Name of the account or module"),
                   field("address", &T::address, "Network address it came from"),
                   field("action", &T::action, "What was done: asset.create, …"),
                   field("entity", &T::entity, "Kind of thing"),
                   field("entity_id", &T::entity_id, "Its identifier"),
                   field("before", &T::before, "State before; null for a creation"),
                   field("after", &T::after, "State after; null for a removal"),
                   field("reason", &T::reason, "Why, when it was given"),
                   field("request_id", &T::request_id, "Request, as in the log and the answer")};
};
template <>
struct Describe<security::AuditPage> {
    using T = security::AuditPage;
    static constexpr std::string_view name = "AuditPage";
    static constexpr auto fields = std::tuple{
        field("items", &T::items, "Entries, newest first"),
        field("next", &T::next, "Cursor of the next page; with q also on a page that is not full")};
};
template <>
struct Describe<security::AuditProblem> {
    using T = security::AuditProblem;
    static constexpr std::string_view name = "AuditProblem";
    static constexpr auto fields =
        std::tuple{field("kind", &T::kind, "row_changed, row_deleted, truncated, …: docs/internals/audit.md"),
                   field("id", &T::id, "Row (row_*), link (link_*, truncated, head_*), or 0"),
                   field("text_vi", &T::text_vi, "In words, Vietnamese"),
                   field("text_en", &T::text_en, "In words, English")};
};
template <>
struct Describe<security::AuditSealView> {
    using T = security::AuditSealView;
    static constexpr std::string_view name = "AuditSeal";
    static constexpr auto fields = std::tuple{field("day", &T::day, "Day of the city"),
                                              field("last_id", &T::last_id, "Last row it covers"),
                                              field("hash", &T::hash, "Hash of the chain there, SHA-256"),
                                              field("signed_at", &T::signed_at, "When it was signed")};
};
template <>
struct Describe<security::SiemView> {
    using T = security::SiemView;
    static constexpr std::string_view name = "AuditSiem";
    static constexpr auto fields =
        std::tuple{field("configured", &T::configured, "Rows are forwarded (serve --siem)"),
                   field("sent_to_id", &T::sent_to_id, "Last row sent"),
                   field("behind", &T::behind, "Rows that wait to be sent"),
                   field("last_error", &T::last_error, "Why it does not send; null when it does")};
};
template <>
struct Describe<security::AuditVerificationView> {
    using T = security::AuditVerificationView;
    static constexpr std::string_view name = "AuditVerification";
    static constexpr auto fields = std::tuple{
        field("checked_at", &T::checked_at, "Of the last whole verification; null: none since the start"),
        field("ok", &T::ok, "No problem found"),
        field("rows", &T::rows, "Linked rows that were checked"),
        field("waiting", &T::waiting, "Rows whose link is due within the second"),
        field("first_id", &T::first_id, "First row"),
        field("last_id", &T::last_id, "Last row"),
        field("chained_at", &T::chained_at, "When this node last linked rows"),
        field("problem_count", &T::problem_count, "All problems"),
        field("problems", &T::problems, "The first of them"),
        field("seals", &T::seals, "Newest first"),
        field("siem", &T::siem, "Forwarding to the SIEM")};
};

}  // namespace hatang::json
