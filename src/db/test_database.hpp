// For tests: a database of its own for each test case, in one throw-away cluster per test program.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

#include "base/loop.hpp"
#include "base/metrics.hpp"
#include "db/cluster.hpp"
#include "db/pool.hpp"

namespace hatang::db {

// A folder below the temporary folder that goes when it dies.
struct TemporaryFolder {
    TemporaryFolder() {
        std::string name = (std::filesystem::temp_directory_path() / "hatang-test-XXXXXX").string();
        if (!::mkdtemp(name.data())) std::abort();
        path = name;
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    std::string path;
};

inline Cluster& test_cluster() {
    static const TemporaryFolder folder;
    static Cluster cluster = Cluster::open({.folder = folder.path + "/postgres", .ends_with_program = true});
    return cluster;
}

class TestDatabase {
  public:
    TestDatabase() : pool(loop, metrics, {.url = fresh_database(loop, metrics), .connections = 3}) {}
    ~TestDatabase() { loop.run_until(pool.close()); }

    Loop loop;
    Metrics metrics;
    Pool pool;

  private:
    static std::string fresh_database(Loop& loop, Metrics& metrics) {
        static int count = 0;
        const std::string name = "test_" + std::to_string(++count);
        Pool server(loop, metrics, {.url = test_cluster().url("postgres"), .connections = 1});
        const std::string sql = "create database " + name + " template hatang";
        const auto create = [&]() -> task<void> {
            Pool::Lease lease = co_await server.lease();
            co_await lease->script("test.create_database", sql);
        };
        loop.run_until(create());
        loop.run_until(server.close());
        return test_cluster().url(name);
    }
};

}  // namespace hatang::db
