#include "security/audit/verify.hpp"

#include <set>

#include "base/text.hpp"
#include "security/audit/limits.hpp"
#include "security/audit/queries.hpp"

namespace hatang::security {
namespace {

struct Run {
    Platform& platform;
    const AuditKeys& keys;
    const AuditFolder& folder;
    VerifyOptions options;
    AuditVerdict verdict{};
    std::optional<Origin> origin{};
    std::vector<Seal> seals{};
    std::optional<Head> head{};
    std::int64_t top = 0;
    std::set<std::string> kinds{};

    void found(AuditProblem problem) {
        ++verdict.problem_count;
        kinds.insert(problem.kind);
        if (options.found) options.found(problem);
        if (verdict.problems.size() < limits::problems_kept_max)
            verdict.problems.push_back(std::move(problem));
    }
};

StoredLink link_of(const db::Row& row) {
    StoredLink link{row.integer("seq"),
                    row.integer("audit_id"),
                    std::string(row.bytes("hash")),
                    std::string(row.bytes("link_mac")),
                    {}};
    if (!row.is_null("id")) link.row = audit_row_of(row);
    return link;
}

task<void> read_seals(Run& run) {
    std::string after = "0001-01-01";
    while (run.seals.size() < limits::seals_max) {
        const db::Rows rows = co_await run.platform.db.run(sql::seals_after, after, limits::verify_rows);
        for (const db::Row row : rows) run.seals.push_back(seal_of(row, *run.origin));
        if (rows.size() < limits::verify_rows) co_return;
        after = run.seals.back().day;
    }
}

// Head and top in this order: a head is written after the commit of its link.
task<void> read_frame(Run& run) {
    const auto text = co_await run.platform.loop.blocking([&run] { return run.folder.head_text(); });
    const db::Rows extent = co_await run.platform.db.run(sql::audit_extent);
    run.verdict.first_id = extent.front().maybe_integer("first_id");
    run.verdict.last_id = extent.front().maybe_integer("last_id");
    const db::Rows top = co_await run.platform.db.run(sql::audit_top);
    if (!top.empty()) run.top = top.front().integer("seq");
    const db::Rows origin = co_await run.platform.db.run(sql::audit_origin);
    if (!origin.empty()) run.origin = origin_of(origin.front());

    if (text) {
        run.head = head_of(*text);
        if (!run.head || !signature_holds(run.keys, *run.head)) {
            run.head.reset();
            run.found(audit_problem("head_forged", run.top));
        }
    } else if (run.top != 0) {
        run.found(audit_problem("head_missing", run.top, {}));
    }
    if (!run.origin && (run.top != 0 || run.head)) run.found(audit_problem("origin_missing", 0));
}

task<void> check_links(Run& run, LinkChecker& checker) {
    for (std::int64_t after = checker.last_seq();;) {
        const db::Rows rows =
            co_await run.platform.db.run(sql::linked_audit, after, run.top, limits::verify_rows);
        co_await run.platform.loop.blocking([&rows, &checker] {
            for (const db::Row row : rows) checker.check(link_of(row));
        });
        run.verdict.links = checker.links();
        if (run.options.progress) run.options.progress(checker.last_seq(), run.top);
        if (rows.size() < limits::verify_rows) co_return;
        after = checker.last_seq();
    }
}

task<void> check_unlinked_rows(Run& run, std::int64_t from_id) {
    const std::int64_t end = run.verdict.last_id.value_or(0);
    for (std::int64_t after = from_id; after < end;) {
        const std::int64_t to = std::min(after + limits::verify_ids, end);
        const db::Rows rows =
            co_await run.platform.db.run(sql::unlinked_range, after, to, limits::verify_rows);
        for (const db::Row row : rows) {
            const AuditRow read = audit_row_of(row);
            if (auto problem = check_unlinked(run.keys, read, run.platform.clock.now()))
                run.found(std::move(*problem));
            else
                ++run.verdict.waiting;
            after = read.id;
        }
        if (rows.size() < limits::verify_rows) after = to;
    }
}

}  // namespace

task<AuditVerdict> verify_audit(Platform& platform, const AuditKeys& keys, const AuditFolder& folder,
                                VerifyOptions options) {
    Run run{platform, keys, folder, std::move(options)};
    run.verdict.checked_at = platform.clock.now();
    co_await read_frame(run);
    if (run.origin && run.origin->public_key != keys.public_key())
        run.found(audit_problem("key_mismatch", 0));
    else if (run.origin) {
        co_await read_seals(run);
        const auto files = co_await platform.loop.blocking([&folder] {
            std::map<std::string, std::string> texts;
            for (const std::string& day : folder.sealed_days())
                texts[day] = folder.seal_text(day).value_or("");
            return texts;
        });
        const LinkChecker::Found found = [&run](AuditProblem problem) { run.found(std::move(problem)); };
        check_seals(keys, run.seals, files, run.head, found);

        const Seal* start = nullptr;
        for (const Seal& seal : run.seals)
            if (seal.day < run.options.from_day && signature_holds(keys, seal)) start = &seal;
        const auto start_hash = start ? hash_of(from_hex(start->hash).value_or("")) : std::nullopt;
        LinkChecker checker(keys, run.origin->adopted, start_hash ? start->seq : 0,
                            start_hash.value_or(origin_hash(run.origin->chain_id, run.origin->adopted)),
                            found);
        for (const Seal& seal : run.seals)
            if (signature_holds(keys, seal))
                checker.expect(seal.seq, seal.hash, audit_problem("seal_mismatch", seal.seq, {seal.day}));
        if (run.head && run.head->seq <= run.top) {
            const bool ours = run.head->chain == to_hex(run.origin->chain_id);
            checker.expect(run.head->seq, ours ? run.head->hash : "",
                           audit_problem("head_mismatch", run.head->seq));
        }
        co_await check_links(run, checker);
        checker.finish();
        // A row put in before the first has a smaller id than any.
        co_await check_unlinked_rows(run,
                                     start_hash ? start->settled_id : run.verdict.first_id.value_or(1) - 1);
    }
    if (run.head && run.head->seq > run.top)
        run.found(audit_problem(
            "truncated", run.top,
            {std::to_string(run.head->seq), std::to_string(run.head->audit_id), to_rfc3339(run.head->at)}));
    if (run.options.noted && !run.kinds.contains(run.options.noted->kind)) run.found(*run.options.noted);
    run.verdict.seals.assign(
        run.seals.rbegin(),
        run.seals.rbegin() + std::min<std::ptrdiff_t>(limits::seals_shown, std::ssize(run.seals)));
    co_return std::move(run.verdict);
}

}  // namespace hatang::security
