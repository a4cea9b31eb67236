// The pure core of verification: is fed the links in the order of seq, names what does not hold.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "security/audit/head.hpp"
#include "security/audit/problems.hpp"
#include "security/audit/rows.hpp"

namespace hatang::security {

// A link as stored, with the row that it names.
struct StoredLink {
    std::int64_t seq = 0, audit_id = 0;
    std::string hash, mac;
    std::optional<AuditRow> row;
};

class LinkChecker {
  public:
    using Found = std::function<void(AuditProblem)>;
    // Begins behind link `after` (0: at the beginning) whose hash is `hash`.
    LinkChecker(const AuditKeys&, std::int64_t adopted, std::int64_t after, Hash hash, Found);

    // What a head or a seal says of the link `seq`; `problem` is reported when it does not hold.
    void expect(std::int64_t seq, std::string hash_hex, AuditProblem problem);
    void check(const StoredLink&);
    // After the last link: reports what was expected of links that did not come.
    void finish();

    std::int64_t last_seq() const { return expected_ - 1; }
    std::int64_t links() const { return links_; }

  private:
    void check_row(const StoredLink&, const std::optional<Hash>& stored, bool link_holds);

    const AuditKeys& keys_;
    std::int64_t adopted_, expected_, links_ = 0;
    std::optional<Hash> previous_;  // nothing after a gap
    bool previous_holds_ = true;    // the MAC of the link before
    Found found_;
    struct Mark {
        std::string hash_hex;
        AuditProblem problem;
    };
    std::multimap<std::int64_t, Mark> marks_;
};

// A row that no link names: nothing when it may still be waiting for its link.
std::optional<AuditProblem> check_unlinked(const AuditKeys&, const AuditRow&, Instant now);
// Seals of the database (ascending) and of the folder against each other and against the head.
void check_seals(const AuditKeys&, const std::vector<Seal>& seals,
                 const std::map<std::string, std::string>& files, const std::optional<Head>&,
                 const LinkChecker::Found&);

}  // namespace hatang::security
