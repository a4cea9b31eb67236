// The job that judges every work.
#include "base/log.hpp"
#include "registry/quality/limits.hpp"
#include "registry/quality/model.hpp"
#include "registry/quality/queries.hpp"

namespace hatang::registry {
namespace {

struct JudgeStep {
    const db::Query& query;
    double percent;
    const char* words;
};
constexpr JudgeStep judge_steps[] = {
    {sql::forget_findings, 1, "Bắt đầu"},           {sql::judge_missing, 20, "Thuộc tính còn thiếu"},
    {sql::judge_no_geometry, 22, "Chưa có vị trí"}, {sql::judge_geometry, 40, "Lỗi hình học"},
    {sql::judge_outside, 42, "Ngoài ranh giới"},    {sql::judge_same_geometry, 55, "Trùng lặp"},
    {sql::judge_same_name, 65, "Trùng lặp"},        {sql::judge_no_owner, 68, "Chưa có chủ sở hữu"},
    {sql::judge_no_code, 70, "Chưa có mã"},
};

task<std::string> judge(Context& context, jobs::Job& job) {
    const Instant started = context.platform.clock.now();
    std::int64_t assets = 0;
    const auto body = [&](db::Session& tx) -> task<void> {
        co_await tx.script(
            "registry.quality.patience",
            "set local statement_timeout = '" + std::to_string(limits::judge_minutes_max) + "min'");
        for (const JudgeStep& step : judge_steps) {
            co_await job.progress(step.percent, step.words);
            co_await tx.run(step.query);
        }
        co_await job.progress(75, "Đoạn không nối với mạng");
        co_await tx.script("registry.quality.pieces", std::string(sql::judge_pieces));
        co_await tx.run(sql::judge_disconnected, limits::piece_lines_min);
        const db::Rows pieces = co_await tx.run(sql::count_pieces, limits::piece_lines_min);
        const std::string counted(pieces.front().text("pieces"));
        const db::Rows ended =
            co_await tx.run(sql::end_judgement, started, context.platform.clock.now(), counted);
        assets = ended.front().integer("assets");
    };
    co_await context.platform.db.transaction(body);
    log::info("registry.data_judged", {{"assets", assets}});
    co_return "{\"assets\":" + std::to_string(assets) + "}";
}

}  // namespace

void register_quality_jobs(Context& context) {
    context.platform.jobs.handle("quality", [&context](jobs::Job& job) { return judge(context, job); });
}

task<std::int64_t> begin_judgement(db::Session& tx, Context& context, std::int64_t user_id) {
    const db::Rows open = co_await tx.run(sql::open_job);
    if (!open.empty()) co_return open.front().integer("id");
    co_return co_await context.platform.jobs.enqueue(tx, "quality", "{}", user_id);
}

task<void> judge_when_due(Context& context, std::int64_t user_id) {
    const db::Rows last = co_await context.platform.db.run(sql::last_run);
    if (last.empty()) co_return;
    const std::int64_t age = context.platform.clock.now() - last.front().instant("finished_at");
    if (age < limits::judge_every_hours * kHour) co_return;
    const auto body = [&](db::Session& tx) -> task<void> { co_await begin_judgement(tx, context, user_id); };
    co_await context.platform.db.transaction(body);
}

}  // namespace hatang::registry
