#include "db/migrate.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "base/log.hpp"
#include "base/text.hpp"

namespace hatang::db {
namespace {

constexpr std::string_view table_sql = R"(
create table if not exists public.schema_migration (
    module     text not null,
    file       text not null,
    sha256     text not null,
    applied_at timestamptz not null default now(),
    primary key (module, file)
))";

// Any number will do as long as it never changes: programs of two versions must wait for each other.
constexpr Query take_lock{"db.migrate.lock", "select pg_advisory_lock(7205759403792793600)"};
constexpr Query release_lock{"db.migrate.unlock", "select pg_advisory_unlock(7205759403792793600)"};
constexpr Query applied_hash{"db.migrate.applied",
                             "select sha256 from public.schema_migration where module = $1 and file = $2"};
constexpr Query remember{"db.migrate.remember",
                         "insert into public.schema_migration (module, file, sha256) values ($1, $2, $3)"};
// A change of a large table may take longer than any request; the advisory lock is waited for without limit
// too.
constexpr Query no_time_limit{"db.migrate.no_limit", "set statement_timeout = 0"};

// "schema/0001_tables.sql" → "0001_tables"; empty for other files.
std::string_view migration_name(std::string_view path) {
    constexpr std::string_view folder = "schema/", suffix = ".sql";
    if (!path.starts_with(folder) || !path.ends_with(suffix)) return {};
    return path.substr(folder.size(), path.size() - folder.size() - suffix.size());
}

task<void> apply(Session& session, const std::string& module, std::string_view name, const EmbeddedFile& file,
                 const std::string& hash) {
    const std::string label = module + "/" + std::string(name);
    const std::string sql = "begin;\n" + std::string(file.text);
    std::exception_ptr failed;
    try {
        co_await session.script(label, sql);
        co_await session.run(remember, module, name, hash);
        co_await session.script("db.migrate.commit", "commit");
    } catch (...) {
        failed = std::current_exception();
    }
    if (failed) {
        co_await session.script("db.migrate.rollback", "rollback");
        std::rethrow_exception(failed);
    }
    log::info("db.migrated", {{"file", label}});
}

task<void> migrate_module(Session& session, const ModuleSchema& schema, MigrationReport& report) {
    std::vector<EmbeddedFile> files(schema.files.begin(), schema.files.end());
    std::ranges::sort(files, {}, &EmbeddedFile::path);
    for (const EmbeddedFile& file : files) {
        const std::string_view name = migration_name(file.path);
        if (name.empty()) continue;
        const std::string hash = sha256_hex(file.text);
        const Rows known = co_await session.run(applied_hash, schema.module, name);
        if (known.empty()) {
            co_await apply(session, schema.module, name, file, hash);
            report.applied.push_back(schema.module + "/" + std::string(name));
        } else if (known.front().text("sha256") == hash) {
            ++report.already;
        } else {
            throw Error(Code::migration_changed, schema.module + "/" + std::string(name),
                        {schema.module + "/" + std::string(name)});
        }
    }
}

}  // namespace

task<MigrationReport> migrate(Pool& pool, std::vector<ModuleSchema> schemas) {
    MigrationReport report;
    Pool::Lease session = co_await pool.lease();
    session.poison();  // its settings and its lock end with it
    co_await session->run(no_time_limit);
    co_await session->run(take_lock);
    co_await session->script("db.migrate.table", table_sql);
    for (const ModuleSchema& schema : schemas) co_await migrate_module(*session, schema, report);
    co_await session->run(release_lock);
    co_return report;
}

}  // namespace hatang::db
