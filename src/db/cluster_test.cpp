#include <doctest/doctest.h>
#include <signal.h>

#include <fstream>
#include <thread>

#include "db/test_database.hpp"

using namespace hatang;
using namespace hatang::db;

namespace {

bool answers(const std::string& url) {
    Loop loop;
    Metrics metrics;
    Pool pool(loop, metrics, {.url = url, .connections = 1});
    const bool good = loop.run_until(pool.healthy());
    loop.run_until(pool.close());
    return good;
}

}  // namespace

TEST_CASE("a cluster is created, joined, and stopped by the last who leaves") {
    const TemporaryFolder folder;
    const ClusterConfig config{.folder = folder.path + "/postgres", .ends_with_program = true};
    std::string url;
    {
        std::vector<std::string> steps;
        Cluster first = Cluster::open(config, [&](std::string_view step) { steps.emplace_back(step); });
        CHECK(steps.size() == 2);
        CHECK(first.started_here());
        Cluster second = Cluster::open(config);
        CHECK(!second.started_here());
        url = second.url();
        first.stop();
        CHECK(answers(url));  // the second still uses it
    }
    CHECK(!answers(url));
    const Cluster again = Cluster::open(config);
    CHECK(again.started_here());
    CHECK(answers(again.url()));
}

TEST_CASE("a server that has ended by itself is started again, one that runs is left alone") {
    const TemporaryFolder folder;
    const ClusterConfig config{.folder = folder.path + "/postgres", .ends_with_program = true};
    Cluster cluster = Cluster::open(config);
    CHECK(!cluster.revive());
    pid_t server = 0;
    std::ifstream(config.folder + "/data/postmaster.pid") >> server;
    REQUIRE(server > 1);
    ::kill(server, SIGKILL);
    const auto soon = [](const auto& condition) {
        for (int i = 0; i < 200; ++i, std::this_thread::sleep_for(std::chrono::milliseconds(50)))
            if (condition()) return true;
        return false;
    };
    CHECK(soon([&] { return cluster.revive(); }));
    // The children of the old one may hold its memory for a moment: the new one ends at once then.
    CHECK(soon([&] {
        (void)cluster.revive();
        return answers(cluster.url());
    }));
    CHECK(!cluster.revive());
}

TEST_CASE("a stale postmaster.pid with the number of a living process is no obstacle") {
    const TemporaryFolder folder;
    const ClusterConfig config{.folder = folder.path + "/postgres", .ends_with_program = true};
    { const Cluster made = Cluster::open(config); }
    std::ofstream(config.folder + "/data/postmaster.pid") << "1\n/somewhere\n1\n5432\n/tmp\n\n1 1\nready\n";
    const Cluster again = Cluster::open(config);
    CHECK(answers(again.url()));
}

TEST_CASE("a cluster of another major version is refused with a clear error") {
    const TemporaryFolder folder;
    const ClusterConfig config{.folder = folder.path + "/postgres", .ends_with_program = true};
    { const Cluster made = Cluster::open(config); }
    std::ofstream(config.folder + "/data/PG_VERSION") << "9\n";
    CHECK_THROWS_WITH_AS(Cluster::open(config), doctest::Contains("PostgreSQL 9"), Error);
}
