// hatang bench: what this machine can do, for the operator who chooses it. The benchmarks against peers are
// in bench/.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

#include "app/program.hpp"

namespace hatang::app {
namespace {

double seconds_since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double median(std::vector<double> values) {
    std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2),
                     values.end());
    return values[values.size() / 2];
}

// What bounds every durable write: appending 8 KiB (a page of the database) and waiting for the disk.
void measure_disk(const std::string& folder, int rounds) {
    const std::string path = folder + "/bench.tmp";
    const int fd = ::open(path.c_str(), O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0) throw Error(Code::unreadable_file, {}, {path, "cannot create"});
    const std::string page(8192, 'x');
    std::vector<double> times_ms;
    for (int i = 0; i < rounds; ++i) {
        const auto start = std::chrono::steady_clock::now();
        if (::write(fd, page.data(), page.size()) < 0 || ::fdatasync(fd) != 0) break;
        times_ms.push_back(seconds_since(start) * 1e3);
    }
    ::close(fd);
    ::unlink(path.c_str());
    if (!times_ms.empty()) std::printf("fsync of 8 KiB            %10.3f ms median\n", median(times_ms));
}

task<void> measure_commits(Program& p, int rounds) {
    constexpr db::Query table{"app.bench_table",
                              "create table if not exists public.bench_commit (id bigint)"};
    constexpr db::Query insert{"app.bench_insert", "insert into public.bench_commit values ($1)"};
    constexpr db::Query drop{"app.bench_drop", "drop table public.bench_commit"};
    constexpr db::Query select{"app.bench_select", "select $1::bigint as id"};
    co_await p.pool.run(table);
    auto start = std::chrono::steady_clock::now();
    for (std::int64_t i = 0; i < rounds; ++i) co_await p.pool.run(insert, i);
    std::printf("commits, one connection   %10.0f /s\n", rounds / seconds_since(start));
    start = std::chrono::steady_clock::now();
    for (std::int64_t i = 0; i < rounds; ++i) co_await p.pool.run(select, i);
    std::printf("round trips               %10.0f /s\n", rounds / seconds_since(start));
    co_await p.pool.run(drop);
}

}  // namespace

int bench(const Common& common, bool quick) {
    const int rounds = quick ? 500 : 5'000;
    try {
        Program program(common);
        measure_disk(common.data, rounds / 5);
        return program.run([rounds](Program& p) -> task<int> {
            co_await measure_commits(p, rounds);
            co_return 0;
        });
    } catch (const std::exception& e) {
        return report_failure(e);
    }
}

}  // namespace hatang::app
