// What the watch page takes and gives.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "json/describe.hpp"
#include "security/limits.hpp"
#include "security/watch/findings.hpp"
#include "security/watch/integrity.hpp"

namespace hatang::security {

struct HourCount {
    Instant at;
    std::int64_t count = 0;
};
struct AccountCount {
    std::optional<std::int64_t> user_id;
    std::optional<std::string> user;
    std::int64_t count = 0;
    Instant last_at;
};
struct AddressCount {
    std::string address;
    std::int64_t count = 0;
    Instant last_at;
};
struct FailedSignIns {
    std::vector<HourCount> by_hour;
    std::vector<AccountCount> by_account;
    std::vector<AddressCount> by_address;
};
struct LockedAccount {
    std::int64_t user_id = 0;
    std::string user, full_name;
    Instant locked_until;
};
struct UnusualAccess {
    std::string kind;
    Instant at;
    std::int64_t user_id = 0;
    std::string user, text_vi, text_en;
};
struct RightsChange {
    std::int64_t id = 0;
    Instant at;
    std::string user, action, entity;
    std::optional<std::int64_t> entity_id;
    std::optional<std::string> reason;
};
struct NewDevice {
    std::int64_t user_id = 0;
    std::string user, name, address;
    Instant first_seen_at;
};
struct IntegrityView {
    std::optional<Instant> checked_at;
    bool ok = false;
    std::vector<FileDifference> files;
};
struct AuditState {
    std::optional<Instant> checked_at;
    bool ok = false;
    std::int64_t problem_count = 0;
};
struct CertificateView {
    std::string subject, issuer;
    Instant not_after;
    std::int64_t days_left = 0;
};
struct WatchView {
    FailedSignIns failed_sign_ins;
    std::vector<LockedAccount> locked_accounts;
    std::vector<UnusualAccess> unusual;
    std::vector<RightsChange> rights_changes;
    std::vector<NewDevice> new_devices;
    IntegrityView integrity;
    AuditState audit;
    std::vector<Finding> findings;
    std::vector<CertificateView> certificates;
};
struct AcceptInput {
    std::string reason;
};

}  // namespace hatang::security

namespace hatang::json {

template <>
struct Describe<security::HourCount> {
    using T = security::HourCount;
    static constexpr std::string_view name = "HourCount";
    static constexpr auto fields =
        std::tuple{field("at", &T::at, "Begin of the hour"), field("count", &T::count, "Refused sign-ins")};
};
template <>
struct Describe<security::AccountCount> {
    using T = security::AccountCount;
    static constexpr std::string_view name = "AccountCount";
    static constexpr auto fields =
        std::tuple{field("user_id", &T::user_id, "Account; null: names that are no account's"),
                   field("user", &T::user, "Its name to sign in with"),
                   field("count", &T::count, "Refused sign-ins"), field("last_at", &T::last_at, "The last")};
};
template <>
struct Describe<security::AddressCount> {
    using T = security::AddressCount;
    static constexpr std::string_view name = "AddressCount";
    static constexpr auto fields =
        std::tuple{field("address", &T::address, "Network address; empty: more than are counted apart"),
                   field("count", &T::count, "Refused sign-ins"), field("last_at", &T::last_at, "The last")};
};
template <>
struct Describe<security::FailedSignIns> {
    using T = security::FailedSignIns;
    static constexpr std::string_view name = "FailedSignIns";
    static constexpr auto fields =
        std::tuple{field("by_hour", &T::by_hour, "Of 24 hours, each hour once"),
                   field("by_account", &T::by_account, "Of 24 hours, the most first"),
                   field("by_address", &T::by_address, "Of 24 hours, the most first")};
};
template <>
struct Describe<security::LockedAccount> {
    using T = security::LockedAccount;
    static constexpr std::string_view name = "LockedAccount";
    static constexpr auto fields =
        std::tuple{field("user_id", &T::user_id, "Account"), field("user", &T::user, "Name to sign in with"),
                   field("full_name", &T::full_name, "Full name"),
                   field("locked_until", &T::locked_until, "Until when strangers are locked out")};
};
template <>
struct Describe<security::UnusualAccess> {
    using T = security::UnusualAccess;
    static constexpr std::string_view name = "UnusualAccess";
    static constexpr auto fields =
        std::tuple{field("kind", &T::kind, "new_address, new_device, night or restricted_reads"),
                   field("at", &T::at, "When"),
                   field("user_id", &T::user_id, "Account"),
                   field("user", &T::user, "Name to sign in with"),
                   field("text_vi", &T::text_vi, "In words, Vietnamese"),
                   field("text_en", &T::text_en, "In words, English")};
};
template <>
struct Describe<security::RightsChange> {
    using T = security::RightsChange;
    static constexpr std::string_view name = "RightsChange";
    static constexpr auto fields = std::tuple{field("id", &T::id, "Row of the audit log"),
                                              field("at", &T::at, "When"),
                                              field("user", &T::user, "Who did it"),
                                              field("action", &T::action, "What was done"),
                                              field("entity", &T::entity, "Kind of thing"),
                                              field("entity_id", &T::entity_id, "Its identifier"),
                                              field("reason", &T::reason, "Why, when it was given")};
};
template <>
struct Describe<security::NewDevice> {
    using T = security::NewDevice;
    static constexpr std::string_view name = "NewDevice";
    static constexpr auto fields =
        std::tuple{field("user_id", &T::user_id, "Account"), field("user", &T::user, "Name to sign in with"),
                   field("name", &T::name, "Browser and system"),
                   field("address", &T::address, "Network address of its last sign-in"),
                   field("first_seen_at", &T::first_seen_at, "First sign-in")};
};
template <>
struct Describe<security::FileState> {
    using enum security::FileState;
    static constexpr std::string_view name = "FileState";
    static constexpr std::array values{
        std::pair{changed, std::string_view("changed")}, std::pair{missing, std::string_view("missing")},
        std::pair{added, std::string_view("added")}, std::pair{unreadable, std::string_view("unreadable")}};
};
template <>
struct Describe<security::FileDifference> {
    using T = security::FileDifference;
    static constexpr std::string_view name = "FileDifference";
    static constexpr auto fields = std::tuple{field("path", &T::path, "program, web/… or data/…"),
                                              field("state", &T::state, "How it differs")};
};
template <>
struct Describe<security::IntegrityView> {
    using T = security::IntegrityView;
    static constexpr std::string_view name = "Integrity";
    static constexpr auto fields =
        std::tuple{field("checked_at", &T::checked_at, "Last check of this node; null: none yet"),
                   field("ok", &T::ok, "Checked, and nothing differs"),
                   field("files", &T::files, "Files that differ from the first start of the version")};
};
template <>
struct Describe<security::AuditState> {
    using T = security::AuditState;
    static constexpr std::string_view name = "AuditState";
    static constexpr auto fields =
        std::tuple{field("checked_at", &T::checked_at, "Last whole verification; null: none since the start"),
                   field("ok", &T::ok, "Verified, and no problem found"),
                   field("problem_count", &T::problem_count, "Problems of GET /api/v1/audit/verification")};
};
template <>
struct Describe<security::Severity> {
    using enum security::Severity;
    static constexpr std::string_view name = "Severity";
    static constexpr std::array values{std::pair{high, std::string_view("high")},
                                       std::pair{medium, std::string_view("medium")},
                                       std::pair{low, std::string_view("low")}};
};
template <>
struct Describe<security::Finding> {
    using T = security::Finding;
    static constexpr std::string_view name = "Finding";
    static constexpr auto fields =
        std::tuple{field("key", &T::key, "Stable key"), field("severity", &T::severity, "How bad"),
                   field("title_vi", &T::title_vi, "What is wrong, Vietnamese"),
                   field("title_en", &T::title_en, "What is wrong, English"),
                   field("link", &T::link, "Page where it is put right")};
};
template <>
struct Describe<security::CertificateView> {
    using T = security::CertificateView;
    static constexpr std::string_view name = "Certificate";
    static constexpr auto fields = std::tuple{
        field("subject", &T::subject, "Whose, RFC 2253"), field("issuer", &T::issuer, "Issuer, RFC 2253"),
        field("not_after", &T::not_after, "Its end"),
        field("days_left", &T::days_left, "Whole days to the end; negative when it has passed")};
};
template <>
struct Describe<security::WatchView> {
    using T = security::WatchView;
    static constexpr std::string_view name = "SecurityWatch";
    static constexpr auto fields =
        std::tuple{field("failed_sign_ins", &T::failed_sign_ins, "Refused sign-ins of 24 hours"),
                   field("locked_accounts", &T::locked_accounts, "Accounts that strangers are locked out of"),
                   field("unusual", &T::unusual, "Unusual access of 7 days, newest first"),
                   field("rights_changes", &T::rights_changes, "Changes of rights of 7 days, newest first"),
                   field("new_devices", &T::new_devices, "Devices first seen in 7 days, newest first"),
                   field("integrity", &T::integrity, "Files of the program"),
                   field("audit", &T::audit, "Proof of the audit log"),
                   field("findings", &T::findings, "What should be put right, the most severe first"),
                   field("certificates", &T::certificates, "Of this server")};
};
template <>
struct Describe<security::AcceptInput> {
    static constexpr std::string_view name = "AcceptFiles";
    static constexpr auto fields =
        std::tuple{field("reason", &security::AcceptInput::reason, "Why the files are as they should be",
                         Limits{.length_max = security::limits::reason_length_max, .length_min = 1})};
};

}  // namespace hatang::json
