// Forward-only migrations: each module brings files schema/0001_*.sql … that run once, in order, each in one
// transaction, remembered with their hash in public.schema_migration.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/embedded.hpp"
#include "db/pool.hpp"

namespace hatang::db {

struct ModuleSchema {
    std::string module;
    std::span<const EmbeddedFile> files;  // those below schema/ are run, in the order of their names
};

struct MigrationReport {
    std::vector<std::string> applied;  // "registry/0001_tables"
    int already = 0;
};

// Throws when an applied file has changed since. Only one process migrates at a time (advisory lock).
task<MigrationReport> migrate(Pool&, std::vector<ModuleSchema>);

}  // namespace hatang::db
