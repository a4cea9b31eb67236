#include "app/program.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "base/log.hpp"
#include "cql2/cql2.hpp"

namespace hatang::app {
namespace {

std::string absolute(const std::string& folder) {
    return std::filesystem::absolute(folder).lexically_normal().string();
}

std::optional<db::Cluster> cluster_of(const Common& common,
                                      const std::function<void(std::string_view)>& say) {
    if (!common.database.empty()) return std::nullopt;
    std::filesystem::create_directories(common.data);
    return db::Cluster::open({.folder = absolute(common.data) + "/postgres"}, say);
}

}  // namespace

Program::Program(const Common& common, const std::function<void(std::string_view)>& say)
    : cluster(cluster_of(common, say)),
      pool(loop, metrics, {.url = cluster ? cluster->url() : common.database}),
      events(loop, pool),
      jobs(loop, pool, clock),
      files(loop, absolute(common.data) + "/files"),
      secrets(absolute(common.data) + "/secrets"),
      platform{loop, clock, metrics, pool, events, jobs, files, secrets, absolute(common.data)},
      security(platform),
      catalogue(platform, security),
      registry(platform, security, catalogue),
      maps(platform, security, catalogue),
      telemetry(platform, security, registry),
      alarms(platform, security, registry, telemetry),
      maintenance(platform, security, registry, alarms),
      operations(platform, security, telemetry, alarms, maps) {}

std::vector<Module*> Program::modules() {
    return {&security, &catalogue, &registry, &maps, &telemetry, &alarms, &maintenance, &operations};
}

task<db::MigrationReport> Program::open(bool serving) {
    if (serving && cluster) keeper_.emplace(loop, *cluster);
    co_await pool.open();
    std::vector<db::ModuleSchema> schemas{cql2::schema(), events::Bus::schema(), jobs::Jobs::schema()};
    for (Module* module : modules()) schemas.push_back(module->schema());
    db::MigrationReport report = co_await db::migrate(pool, std::move(schemas));
    if (serving) co_await events.start();
    for (Module* module : modules()) {
        co_await module->start(serving);
        started_.push_back(module);
    }
    if (serving) co_await jobs.start();
    co_return report;
}

task<void> Program::close() {
    co_await jobs.stop();
    while (!started_.empty()) {
        Module* module = started_.back();
        started_.pop_back();
        co_await module->stop();
    }
    co_await events.stop();
    if (keeper_) co_await keeper_->stop();
    co_await pool.close();
}

int Program::run(std::function<task<int>(Program&)> work) {
    const auto body = [](Program& program, std::function<task<int>(Program&)>& inner) -> task<int> {
        std::exception_ptr failed;
        int code = 1;
        try {
            co_await program.open(false);
            code = co_await inner(program);
        } catch (...) {
            failed = std::current_exception();
        }
        co_await program.close();
        if (failed) std::rethrow_exception(failed);
        co_return code;
    };
    try {
        return loop.run_until(body(*this, work));
    } catch (const std::exception& e) {
        return report_failure(e);
    }
}

int report_failure(const std::exception& e) {
    if (const auto* error = dynamic_cast<const Error*>(&e)) {
        std::fprintf(stderr, "hatang: %s\n        %s\n        [%s%s%s]\n", error->text_vi().c_str(),
                     error->text_en().c_str(), std::string(error_info(error->code).code).c_str(),
                     error->where.empty() ? "" : " ", error->where.c_str());
    } else {
        std::fprintf(stderr, "hatang: %s\n", e.what());
    }
    return 1;
}

void say(std::string_view step) {
    std::fprintf(stderr, "%.*s\n", static_cast<int>(step.size()), step.data());
}

int run_command(const Common& common, std::function<task<int>(Program&)> work) {
    try {
        Program program(common, say);
        return program.run(std::move(work));
    } catch (const std::exception& e) {
        return report_failure(e);
    }
}

}  // namespace hatang::app
