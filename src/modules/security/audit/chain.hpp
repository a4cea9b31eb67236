// Links committed rows of the audit log, keeps the head of this node, seals the days
// (docs/internals/audit.md).
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "module.hpp"
#include "security/audit/head.hpp"
#include "security/audit/problems.hpp"
#include "security/audit/rows.hpp"

namespace hatang::security {

class AuditChain {
  public:
    AuditChain(Platform&, const AuditKeys&, const AuditFolder&);

    // Links what has become visible, writes the head and, after midnight, the seal. True when a day was
    // sealed.
    task<bool> step();
    // Takes the database as it is: sets the head file aside and writes a new one, with the seals of the
    // database. Gives what was wrong with the head, for the audit row.
    task<std::string> accept();

    // Why the head is not written any more; nothing when all is well.
    const std::optional<AuditProblem>& fault() const { return fault_; }
    std::optional<Instant> chained_at() const { return chained_at_; }
    std::int64_t top_seq() const { return top_ ? top_->seq : 0; }
    std::int64_t top_audit_id() const { return top_ ? top_->audit_id : 0; }

  private:
    static constexpr const char* no_day = "0001-01-01";  // before any
    struct Link {
        std::int64_t seq = 0, audit_id = 0;
        Hash hash{};
    };
    struct Probe;
    struct FileHead {  // head.json as it stands
        std::optional<std::string> text;
        std::optional<Head> head;  // when it is signed by us
    };

    FileHead read_head() const;
    task<Probe> probe(std::int64_t head_seq);
    std::optional<AuditProblem> examine(const FileHead&, const Probe&) const;
    void settle(const Probe&);
    task<void> link_all();
    task<std::int64_t> link_some(db::Session&, std::int64_t& after);
    task<bool> seal_day(const Probe&);
    task<void> copy_seals();
    Head make_head() const;
    void note(std::optional<AuditProblem>);

    Platform& platform_;
    const AuditKeys& keys_;
    const AuditFolder& folder_;
    std::optional<Origin> origin_;
    std::optional<Link> top_;
    std::string sealed_;                            // day of the newest seal
    std::string copied_day_{no_day};                // newest seal that stands in the folder
    std::int64_t settled_ = 0;                      // every row up to this id is linked
    std::int64_t seen_newest_ = 0, seen_xmax_ = 0;  // settled once nothing older than xmax is open
    std::int64_t written_seq_ = 0;                  // of the head that this process wrote
    bool seals_found_ = false;                      // in the folder, at the start
    bool started_ = false, fresh_ = false;          // fresh: the chain began under our eyes
    std::optional<AuditProblem> fault_;
    std::optional<Instant> chained_at_;
};

}  // namespace hatang::security
