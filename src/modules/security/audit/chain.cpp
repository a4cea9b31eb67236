#include "security/audit/chain.hpp"

#include <sodium.h>

#include "base/log.hpp"
#include "base/text.hpp"
#include "security/audit/limits.hpp"
#include "security/audit/queries.hpp"

namespace hatang::security {

struct AuditChain::Probe {
    std::int64_t xmin = 0, xmax = 0, newest = 0;
    std::optional<std::int64_t> pending;
    std::optional<Hash> head_hash;
    std::optional<Origin> origin;
    std::optional<Link> top;
    bool top_holds = true;
    std::string sealed;
};

AuditChain::AuditChain(Platform& platform, const AuditKeys& keys, const AuditFolder& folder)
    : platform_(platform), keys_(keys), folder_(folder) {}

AuditChain::FileHead AuditChain::read_head() const {
    FileHead out{folder_.head_text(), {}};
    if (!out.text) return out;
    out.head = head_of(*out.text);
    if (out.head && !signature_holds(keys_, *out.head)) out.head.reset();
    return out;
}

task<AuditChain::Probe> AuditChain::probe(std::int64_t head_seq) {
    const db::Rows rows = co_await platform_.db.run(sql::audit_probe, settled_, head_seq);
    const db::Row row = rows.front();
    Probe out;
    out.xmin = row.integer("xmin");
    out.xmax = row.integer("xmax");
    out.newest = row.maybe_integer("newest").value_or(0);
    out.pending = row.maybe_integer("pending");
    out.sealed = row.maybe_text("day").value_or("");
    if (!row.is_null("head_hash")) out.head_hash = hash_of(row.bytes("head_hash"));
    if (!row.is_null("chain_id")) out.origin = origin_of(row);
    if (!row.is_null("seq")) {
        out.top = Link{row.integer("seq"), row.integer("audit_id"), {}};
        const auto hash = hash_of(row.bytes("hash"));
        if (hash) out.top->hash = *hash;
        out.top_holds =
            hash && keys_.link_mac_holds(out.top->seq, out.top->audit_id, *hash, row.bytes("mac"));
    }
    co_return out;
}

std::optional<AuditProblem> AuditChain::examine(const FileHead& file, const Probe& now) const {
    const std::int64_t top = now.top ? now.top->seq : 0;
    if (now.origin && now.origin->public_key != keys_.public_key()) return audit_problem("key_mismatch", 0);
    if (!now.origin && top != 0) return audit_problem("origin_missing", 0);
    if (!now.top_holds) return audit_problem("link_changed", top, {std::to_string(now.top->audit_id)});
    if (!file.text) {
        if (top == 0 || fresh_) return {};
        return audit_problem("head_missing", top);
    }
    if (!file.head || file.head->seq < written_seq_) return audit_problem("head_forged", top);
    const Head& head = *file.head;
    if (head.seq > top)
        return audit_problem("truncated", top,
                             {std::to_string(head.seq), std::to_string(head.audit_id), to_rfc3339(head.at)});
    const bool same_chain = now.origin && head.chain == to_hex(now.origin->chain_id);
    if (!same_chain || !now.head_hash || to_hex(bytes_of(*now.head_hash)) != head.hash)
        return audit_problem("head_mismatch", head.seq);
    if (head.sealed > now.sealed) return audit_problem("seal_missing", 0, {head.sealed});
    return {};
}

// A row takes its transaction number before its id: when nothing is open that was open as `seen_newest_` was
// seen, every row up to it is visible or never will be.
void AuditChain::settle(const Probe& now) {
    if (seen_xmax_ != 0 && now.xmin < seen_xmax_) return;
    if (seen_xmax_ != 0) {
        const std::int64_t to = now.pending ? std::min(seen_newest_, *now.pending - 1) : seen_newest_;
        settled_ = std::max(settled_, to);
    }
    seen_newest_ = now.newest;
    seen_xmax_ = now.xmax;
}

void AuditChain::note(std::optional<AuditProblem> found) {
    if (found && (!fault_ || fault_->kind != found->kind))
        log::error("security.audit_fault",
                   {{"kind", found->kind}, {"id", found->id}, {"text", found->text_en}});
    if (!found && fault_) log::info("security.audit_fault_gone", {{"kind", fault_->kind}});
    fault_ = std::move(found);
    platform_.metrics.set("hatang_audit_fault", {}, fault_ ? 1 : 0);
}

task<std::int64_t> AuditChain::link_some(db::Session& tx, std::int64_t& after) {
    const db::Rows lock = co_await tx.run(sql::audit_lock);
    if (!lock.front().boolean("mine")) co_return 0;
    const db::Rows origins = co_await tx.run(sql::audit_origin);
    if (!origins.empty()) {
        origin_ = origin_of(origins.front());
    } else {
        std::string chain_id(16, '\0');
        randombytes_buf(chain_id.data(), chain_id.size());
        const db::Param id = db::Param::bytes(chain_id), key = db::Param::bytes(keys_.public_key());
        const db::Rows made = co_await tx.run(sql::insert_audit_origin, id, key, platform_.clock.now());
        origin_ = origin_of(made.front());
    }
    if (origin_->public_key != keys_.public_key()) co_return 0;
    const db::Rows last = co_await tx.run(sql::audit_top);
    Link link{0, 0, origin_hash(origin_->chain_id, origin_->adopted)};
    if (!last.empty()) {
        const auto hash = hash_of(last.front().bytes("hash"));
        link = {last.front().integer("seq"), last.front().integer("audit_id"), hash.value_or(Hash{})};
    }
    const db::Rows rows = co_await tx.run(sql::unlinked_audit, after, limits::links_per_step);
    if (rows.empty()) co_return 0;

    std::vector<std::int64_t> seqs, ids;
    std::vector<std::string> hashes, macs;
    std::int64_t bad = 0;
    co_await platform_.loop.blocking([&] {
        for (const db::Row found : rows) {
            const AuditRow row = audit_row_of(found);
            if (!row.mac.empty() && !keys_.row_mac_holds(row)) ++bad;
            link = {link.seq + 1, row.id, link_hash(link.hash, link.seq + 1, row)};
            seqs.push_back(link.seq);
            ids.push_back(row.id);
            hashes.push_back(to_hex(bytes_of(link.hash)));
            macs.push_back(to_hex(keys_.link_mac(link.seq, row.id, link.hash)));
        }
    });
    // Linked all the same: the evidence of a forgery is evidence.
    if (bad != 0) {
        log::error("security.audit_bad_rows", {{"count", bad}});
        platform_.metrics.count("hatang_audit_bad_rows_total", {}, static_cast<double>(bad));
    }
    co_await tx.run(sql::insert_links, seqs, ids, hashes, macs);
    after = ids.back();
    top_ = link;
    co_return rows.size();
}

task<void> AuditChain::link_all() {
    std::int64_t after = settled_;
    const auto body = [&](db::Session& tx) -> task<std::int64_t> {
        const std::int64_t linked = co_await link_some(tx, after);
        co_return linked;
    };
    for (;;) {
        const std::int64_t linked = co_await platform_.db.transaction(body);
        if (linked == 0) co_return;
        chained_at_ = platform_.clock.now();
        platform_.metrics.count("hatang_audit_links_total", {}, static_cast<double>(linked));
        if (linked < limits::links_per_step) co_return;
    }
}

task<bool> AuditChain::seal_day(const Probe& now) {
    const Instant at = platform_.clock.now();
    const std::string day = day_before(city_day(at));
    if (!origin_ || !top_ || now.sealed >= day || city_day(origin_->made_at) > day) co_return false;
    bool sealed = false;
    const auto body = [&](db::Session& tx) -> task<void> {
        const db::Rows lock = co_await tx.run(sql::audit_lock);
        if (!lock.front().boolean("mine")) co_return;
        const db::Rows newest = co_await tx.run(sql::newest_seal, std::int64_t{1});
        Seal seal;
        if (!newest.empty()) seal.previous = newest.front().text("day");
        if (seal.previous >= day) co_return;
        const db::Rows last = co_await tx.run(sql::audit_top);
        if (last.empty()) co_return;
        seal.chain = to_hex(origin_->chain_id);
        seal.day = day;
        seal.seq = last.front().integer("seq");
        seal.audit_id = last.front().integer("audit_id");
        seal.hash = to_hex(last.front().bytes("hash"));
        seal.settled_id = settled_;
        seal.at = at;
        sign(keys_, seal);
        std::optional<std::string> previous;
        if (!seal.previous.empty()) previous = seal.previous;
        const db::Param hash = db::Param::bytes(std::string(last.front().bytes("hash"))),
                        signature = db::Param::bytes(from_hex(seal.signature).value_or(""));
        co_await tx.run(sql::insert_seal, seal.day, previous, seal.seq, seal.audit_id, hash, seal.settled_id,
                        seal.at, signature);
        sealed = true;
    };
    co_await platform_.db.transaction(body);
    if (sealed) sealed_ = day;
    co_return sealed;
}

// Each node keeps the seals: those newer than the newest in its folder.
task<void> AuditChain::copy_seals() {
    while (copied_day_ < sealed_) {
        const db::Rows rows = co_await platform_.db.run(sql::seals_after, copied_day_, limits::verify_rows);
        if (rows.empty()) co_return;
        for (const db::Row row : rows) {
            const Seal seal = seal_of(row, *origin_);
            if (signature_holds(keys_, seal)) co_await platform_.loop.blocking([&] { folder_.write(seal); });
            copied_day_ = seal.day;
        }
    }
}

Head AuditChain::make_head() const {
    Head head;
    head.chain = to_hex(origin_->chain_id);
    head.seq = top_->seq;
    head.audit_id = top_->audit_id;
    head.hash = to_hex(bytes_of(top_->hash));
    head.sealed = sealed_;
    head.at = platform_.clock.now();
    sign(keys_, head);
    return head;
}

task<bool> AuditChain::step() {
    const FileHead file = co_await platform_.loop.blocking([this] { return read_head(); });
    if (!started_) {
        const db::Rows newest = co_await platform_.db.run(sql::newest_seal, std::int64_t{1});
        if (!newest.empty()) settled_ = newest.front().integer("settled_id");
        const auto days = co_await platform_.loop.blocking([this] { return folder_.sealed_days(); });
        seals_found_ = !days.empty();
        // Seals up to the one that the head names were copied before it was written; where one is missing
        // now, it was taken away, and verification shall find that.
        if (file.head && !file.head->sealed.empty()) copied_day_ = file.head->sealed;
        started_ = true;
    }
    const std::int64_t head_seq = file.head ? file.head->seq : 0;
    const Probe now = co_await probe(head_seq);
    if (file.text)
        fresh_ = false;
    else if (!now.top && !seals_found_)
        fresh_ = true;
    note(examine(file, now));
    origin_ = now.origin;
    top_ = now.top;
    sealed_ = now.sealed;
    settle(now);
    if (fault_ && (fault_->kind == "key_mismatch" || fault_->kind == "origin_missing")) co_return false;
    if (now.pending || (!now.origin && now.newest != 0)) co_await link_all();
    if (fault_ || !top_ || !origin_) co_return false;
    const bool sealed = co_await seal_day(now);
    co_await copy_seals();
    const bool news = !file.head || file.head->seq < top_->seq || file.head->sealed != sealed_;
    if (!news) co_return sealed;
    const Head head = make_head();
    const bool written = co_await platform_.loop.blocking([&] { return folder_.replace(file.text, head); });
    if (written) {
        written_seq_ = head.seq;
        fresh_ = false;
    }
    co_return sealed;
}

task<std::string> AuditChain::accept() {
    co_await step();
    const std::string found = fault_ ? fault_->text_en : "";
    if (!fault_) co_return found;
    if (!origin_ || !top_ || origin_->public_key != keys_.public_key())
        throw Error(Code::unavailable, "audit", {fault_->text_en});
    co_await platform_.loop.blocking([this] { folder_.set_head_aside(platform_.clock.now()); });
    copied_day_ = no_day;
    co_await copy_seals();
    const Head head = make_head();
    co_await platform_.loop.blocking([&] { return folder_.replace({}, head); });
    written_seq_ = head.seq;
    fault_.reset();
    co_return found;
}

}  // namespace hatang::security
