#include "security/audit/audit.hpp"

#include <algorithm>

#include "base/log.hpp"
#include "security/audit/limits.hpp"
#include "security/audit/queries.hpp"
#include "security/audit/views.hpp"
#include "security/audit/writer.hpp"

namespace hatang::security {

Audit::Audit(Platform& platform)
    : platform_(platform),
      keys_(platform.secrets),
      folder_(platform.data_folder),
      chain_(platform, keys_, folder_),
      woken_(platform.loop),
      ended_(platform.loop) {
    Metrics& metrics = platform.metrics;
    metrics.describe("hatang_audit_fault",
                     "1 when the head of the audit chain does not fit: hatang audit verify");
    metrics.describe("hatang_audit_links_total", "Rows of the audit log that this node has linked");
    metrics.describe("hatang_audit_bad_rows_total", "Rows whose MAC did not hold when they were linked");
    metrics.describe("hatang_audit_problems", "Problems found by the last verification of the audit log");
}

void Audit::start() {
    running_ = true;
    stopping_ = false;
    platform_.loop.spawn(run(), "security.audit");
}

task<void> Audit::run() {
    using Steady = std::chrono::steady_clock;
    while (!stopping_) {
        const auto begun = Steady::now();
        bool sealed = false;
        try {
            sealed = co_await chain_.step();
            co_await tell_fault();
        } catch (const std::exception& e) {
            if (!stopping_) log::warn("security.audit_step_failed", {{"error", e.what()}});
        }
        if (sealed) platform_.loop.spawn(verify_at_night(), "security.audit_verify");
        const std::chrono::microseconds taken =
            std::chrono::duration_cast<std::chrono::microseconds>(Steady::now() - begun);
        const std::chrono::microseconds rest =
            std::max<std::chrono::microseconds>(limits::chain_interval, limits::chain_rest_factor * taken);
        if (!stopping_) co_await woken_.wait_for(rest);
    }
    running_ = false;
    ended_.notify_all();
}

// Leaves evidence of what the chainer found: it may have mended it by linking the same rows again.
task<void> Audit::tell_fault() {
    const std::string kind = chain_.fault() ? chain_.fault()->kind : "";
    if (kind == told_) co_return;
    told_ = kind;
    if (kind.empty()) co_return;
    Change change;
    change.action = "audit.fault";
    change.entity = "audit";
    change.after = json::to_json(*chain_.fault());
    const Actor actor = system_actor("security");
    const auto body = [&](db::Session& tx) -> task<void> {
        co_await write_audit(tx, keys_, platform_.clock.now(), actor, change);
    };
    co_await platform_.db.transaction(body);
}

task<void> Audit::check_keys() {
    const db::Rows rows = co_await platform_.db.run(sql::audit_origin);
    if (!rows.empty() && origin_of(rows.front()).public_key != keys_.public_key())
        throw Error(Code::audit_key_mismatch, {}, {platform_.secrets.folder()});
}

task<void> Audit::stop() {
    stopping_ = true;
    woken_.notify_all();
    while (running_ || verifying_) co_await ended_.wait();
    if (!wrote_) co_return;
    try {
        co_await chain_.step();
    } catch (const std::exception& e) {
        log::warn("security.audit_step_failed", {{"error", e.what()}});
    }
}

task<AuditVerdict> Audit::verify(VerifyOptions options) {
    if (verifying_) {
        while (verifying_) co_await ended_.wait();
        if (verdict_ && options.from_day.empty()) co_return *verdict_;
    }
    verifying_ = true;
    std::exception_ptr failed;
    AuditVerdict verdict;
    const bool whole = options.from_day.empty();
    options.noted = chain_.fault();
    try {
        verdict = co_await verify_audit(platform_, keys_, folder_, std::move(options));
        if (whole) verdict_ = verdict;
        platform_.metrics.set("hatang_audit_problems", {}, static_cast<double>(verdict.problem_count));
    } catch (...) {
        failed = std::current_exception();
    }
    verifying_ = false;
    ended_.notify_all();
    if (failed) std::rethrow_exception(failed);
    co_return verdict;
}

task<void> Audit::verify_at_night() {
    VerifyOptions whole;
    const AuditVerdict verdict = co_await verify(std::move(whole));
    for (const AuditProblem& problem : verdict.problems)
        log::error("security.audit_problem",
                   {{"kind", problem.kind}, {"id", problem.id}, {"text", problem.text_en}});
    log::info("security.audit_verified", {{"links", verdict.links}, {"problems", verdict.problem_count}});
}

}  // namespace hatang::security
