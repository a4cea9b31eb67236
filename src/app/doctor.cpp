// hatang doctor: says whether this machine and this database can carry the city, one line per check.
#include <sys/statvfs.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>

#include "app/program.hpp"
#include "sandbox/sandbox.hpp"

namespace hatang::app {
namespace {

// A day of a city's batch log, chunks and photos fits in this; below it we warn while there is still time to
// act.
constexpr std::uint64_t free_disk_min_bytes = 5ULL << 30;
// Between our clock and the database's: beyond it, "time in the future" would refuse good readings.
constexpr double clock_skew_max_s = 5;

class Findings {
  public:
    void add(bool good, std::string_view what, const std::string& detail) {
        std::printf("%s  %-22.*s %s\n", good ? "ok  " : "FAIL", static_cast<int>(what.size()), what.data(),
                    detail.c_str());
        failed_ += !good;
    }
    void note(std::string_view what, const std::string& detail) {
        std::printf("note  %-22.*s %s\n", static_cast<int>(what.size()), what.data(), detail.c_str());
    }
    int exit_code() const { return failed_ == 0 ? 0 : 1; }

  private:
    int failed_ = 0;
};

void check_disk(Findings& findings, const std::string& folder) {
    struct statvfs fs {};
    if (statvfs(folder.c_str(), &fs) != 0) return findings.add(false, "disk", "cannot read " + folder);
    const std::uint64_t free = static_cast<std::uint64_t>(fs.f_bavail) * fs.f_frsize;
    findings.add(free >= free_disk_min_bytes, "disk", std::to_string(free >> 30) + " GiB free");
}

task<void> check_database(Findings& findings, Program& p) {
    constexpr db::Query about{
        "app.doctor",
        "select current_setting('server_version') as version, postgis_lib_version() as postgis, "
        "current_setting('max_connections')::int as connections, "
        "current_setting('synchronous_commit') as synchronous_commit, "
        "current_setting('fsync') as fsync, current_setting('data_checksums') as checksums, "
        "now() as now, "
        "exists(select from pg_available_extensions where name = 'citus') as citus, "
        "(select extversion from pg_extension where extname = 'citus') as citus_made, "
        "exists(select from pg_available_extensions where name = 'pg_trgm') as trgm"};
    const db::Rows rows = co_await p.pool.run(about);
    const db::Row row = rows.front();
    const double skew_s = static_cast<double>(row.instant("now") - p.clock.now()) / kSecond;
    const std::int64_t connections = row.integer("connections"), wanted = p.pool.config().connections;

    findings.add(true, "postgresql", std::string(row.text("version")));
    findings.add(true, "postgis", std::string(row.text("postgis")));
    findings.add(row.boolean("trgm"), "pg_trgm", "search by parts of words");
    findings.add(connections > wanted + 4, "max_connections",
                 std::to_string(connections) + ", a node uses " + std::to_string(wanted));
    findings.add(row.text("fsync") == "on" && row.text("synchronous_commit") != "off", "durability",
                 "fsync " + std::string(row.text("fsync")) + ", synchronous_commit " +
                     std::string(row.text("synchronous_commit")));
    findings.add(row.text("checksums") == "on", "data checksums", std::string(row.text("checksums")));
    findings.add(std::abs(skew_s) < clock_skew_max_s, "clock",
                 std::to_string(skew_s) + " s from the database");
    if (const auto version = row.maybe_text("citus_made"))
        findings.note("citus", *version + ": serve distributes the history of readings");
    else
        findings.note("citus", row.boolean("citus")
                                   ? "available, not made in this database: one database node; "
                                     "docs/operating says how"
                                   : "not on this server: one database node");
}

// Tools that read uploaded files: what keeps them in.
void check_sandbox(Findings& findings) {
    const sandbox::Facts& facts = sandbox::facts();
    if (access("/usr/bin/ogr2ogr", X_OK) != 0)
        findings.note("gdal-bin", "not installed: imports take GeoJSON and CSV only");
    findings.note("sandbox account", facts.account.empty() ? "that of the program" : facts.account);
    findings.note("sandbox network", facts.network_off ? "off" : "ON: no network namespace can be made here");
    findings.note("sandbox files",
                  facts.files_confined ? "its own folder" : "NOT CONFINED: no Landlock in this kernel");
}

task<void> check_contents(Findings& findings, Program& p) {
    constexpr db::Query counts{"app.doctor_counts",
                               "select (select count(*) from registry_api.asset) as assets, "
                               "(select count(*) from registry_api.asset where class_key = 'ward') as wards, "
                               "(select count(*) from security_api.person where enabled) as people"};
    const db::Rows rows = co_await p.pool.run(counts);
    const db::Row row = rows.front();
    findings.add(row.integer("people") > 0, "accounts",
                 row.integer("people") > 0 ? std::to_string(row.integer("people")) + " enabled"
                                           : "none: hatang user add NAME --role admin");
    findings.note("assets", std::to_string(row.integer("assets")));
    findings.note("wards", row.integer("wards") == 126
                               ? "126 polygons"
                               : std::to_string(row.integer("wards")) +
                                     " of 126 polygons: hatang import --class ward FILE");
}

}  // namespace

int doctor(const Common& common) {
    try {
        Program program(common);
        Findings findings;
        check_disk(findings, common.data);
        check_sandbox(findings);
        const int failed = program.run([&findings](Program& p) -> task<int> {
            co_await check_database(findings, p);
            co_await check_contents(findings, p);
            co_return 0;
        });
        return failed != 0 ? failed : findings.exit_code();
    } catch (const std::exception& e) {
        return report_failure(e);
    }
}

}  // namespace hatang::app
