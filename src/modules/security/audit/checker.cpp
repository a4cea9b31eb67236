#include "security/audit/checker.hpp"

#include <set>

#include "base/text.hpp"
#include "security/audit/limits.hpp"

namespace hatang::security {
namespace {

AuditProblem of_row(std::string_view kind, const AuditRow& row) {
    return audit_problem(kind, row.id, {to_rfc3339(row.at), row.user_name, row.action});
}

}  // namespace

LinkChecker::LinkChecker(const AuditKeys& keys, std::int64_t adopted, std::int64_t after, Hash hash,
                         Found found)
    : keys_(keys), adopted_(adopted), expected_(after + 1), previous_(hash), found_(std::move(found)) {}

void LinkChecker::expect(std::int64_t seq, std::string hash_hex, AuditProblem problem) {
    if (seq >= expected_) marks_.emplace(seq, Mark{std::move(hash_hex), std::move(problem)});
}

void LinkChecker::check_row(const StoredLink& link, const std::optional<Hash>& stored, bool link_holds) {
    const AuditRow& row = *link.row;
    const bool adopted = row.mac.empty() && link.seq <= adopted_;
    const bool row_holds = adopted || (!row.mac.empty() && keys_.row_mac_holds(row));
    const bool follows = previous_ && stored && link_hash(*previous_, link.seq, row) == *stored;
    if (!row_holds)
        // A link made over the row as it stands: it was never written by the program.
        found_(of_row(follows ? "row_inserted" : "row_changed", row));
    else if (follows || !previous_ || !previous_holds_ || !link_holds)
        return;
    else if (adopted)
        found_(of_row("row_changed", row));
    else
        found_(audit_problem("link_order", link.seq, {std::to_string(link.audit_id)}));
}

void LinkChecker::check(const StoredLink& link) {
    ++links_;
    if (link.seq > expected_) {
        found_(audit_problem("link_missing", expected_, {std::to_string(link.seq - 1)}));
        previous_.reset();
    }
    expected_ = link.seq + 1;
    const std::optional<Hash> stored = hash_of(link.hash);
    const bool holds = stored && keys_.link_mac_holds(link.seq, link.audit_id, *stored, link.mac);
    if (!holds) found_(audit_problem("link_changed", link.seq, {std::to_string(link.audit_id)}));
    if (link.row)
        check_row(link, stored, holds);
    else if (holds)
        found_(audit_problem("row_deleted", link.audit_id, {std::to_string(link.seq)}));
    const auto [first, last] = marks_.equal_range(link.seq);
    for (auto mark = first; mark != last; ++mark)
        if (mark->second.hash_hex != to_hex(link.hash)) found_(mark->second.problem);
    marks_.erase(marks_.begin(), last);
    previous_ = stored;
    previous_holds_ = holds;
}

void LinkChecker::finish() {
    for (const auto& [seq, mark] : marks_) found_(mark.problem);
    marks_.clear();
}

std::optional<AuditProblem> check_unlinked(const AuditKeys& keys, const AuditRow& row, Instant now) {
    if (row.mac.empty() || !keys.row_mac_holds(row)) return of_row("row_inserted", row);
    if (row.at + limits::unchained_after_us < now)
        return audit_problem("row_unchained", row.id, {to_rfc3339(row.at)});
    return {};
}

void check_seals(const AuditKeys& keys, const std::vector<Seal>& seals,
                 const std::map<std::string, std::string>& files, const std::optional<Head>& head,
                 const LinkChecker::Found& found) {
    std::set<std::string> days, missing;
    for (const Seal& seal : seals) days.insert(seal.day);
    std::string before;
    for (const Seal& seal : seals) {
        if (!signature_holds(keys, seal)) {
            found(audit_problem("seal_forged", 0, {seal.day}));
            before = seal.day;
            continue;
        }
        if (seal.previous != before) missing.insert(seal.previous);
        before = seal.day;
        const auto file = files.find(seal.day);
        if (file == files.end())
            found(audit_problem("seal_file_missing", 0, {seal.day}));
        else if (const auto read = seal_of(file->second); !read || *read != seal)
            found(audit_problem("seal_forged", 0, {seal.day}));
    }
    for (const auto& [day, text] : files)
        if (!days.contains(day)) missing.insert(day);
    if (head && !head->sealed.empty() && !days.contains(head->sealed)) missing.insert(head->sealed);
    missing.erase("");
    for (const std::string& day : missing) found(audit_problem("seal_missing", 0, {day}));
}

}  // namespace hatang::security
