// What the benchmarks of telemetry share: a database with sensors on a data folder that the program can
// serve, readings going in through the storage, and the same ones as plain rows.
#pragma once

#include <chrono>
#include <random>
#include <vector>

#include "db/test_database.hpp"
#include "support/program.hpp"
#include "telemetry/storage/storage.hpp"

namespace hatang::bench {

using SteadyClock = std::chrono::steady_clock;

inline double seconds_since(SteadyClock::time_point start) {
    return std::chrono::duration<double>(SteadyClock::now() - start).count();
}

inline std::uint16_t free_port() {
    const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ::bind(fd, reinterpret_cast<sockaddr*>(&address), size);
    ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
    ::close(fd);
    return ntohs(address.sin_port);
}

// Plain rows in the same cluster: one COPY of 10,000 is one durable commit, as a batch of ours is.
inline constexpr const char* rows_peer =
    "PostgreSQL rows, btree (datastream_id, t), binary COPY (fsync before the answer)";

// A value that walks at random with two decimals. Always the same for the same seed.
class Walk {
  public:
    explicit Walk(unsigned seed, std::size_t streams = 1) : levels_(streams, 500), random_(seed) {}
    double next(std::size_t stream = 0) {
        return static_cast<double>(levels_[stream] += static_cast<std::int64_t>(random_() % 21) - 10) / 100;
    }
    std::int64_t jitter_us() { return static_cast<std::int64_t>(random_() % 40) * kMillisecond; }

  private:
    std::vector<std::int64_t> levels_;
    std::minstd_rand random_;
};

// Sensors of one second with some jitter and two decimals that walk at random.
class City {
  public:
    City(Instant start, std::int64_t first_id, std::int64_t streams)
        : start_(start),
          first_id_(first_id),
          streams_(streams),
          walk_(42, static_cast<std::size_t>(streams)) {}
    telemetry::Reading next() {
        const std::int64_t stream = count_ % streams_, second = count_ / streams_;
        ++count_;
        const double value = walk_.next(static_cast<std::size_t>(stream));
        return {first_id_ + stream, start_ + second * kSecond + walk_.jitter_us(), value};
    }

  private:
    Instant start_;
    std::int64_t first_id_, streams_, count_ = 0;
    Walk walk_;
};

struct Telemetry {
    explicit Telemetry(const std::string& binary) : program{binary, folder.path} {}
    db::TemporaryFolder folder;
    Program program;
    db::Cluster cluster = db::Cluster::open({.folder = folder.path + "/postgres"});
    Loop loop;
    Metrics metrics;
    SystemClock clock;
    db::Pool pool{loop, metrics, {.url = cluster.url(), .connections = 4}};

    // After add_user, which makes the tables.
    task<void> prepare() {
        co_await pool.open();
        constexpr db::Query sensor{"bench.sensor",
                                   "insert into telemetry.sensor (serial, name) values ('bench', 'bench')"};
        constexpr db::Query peer{
            "bench.peer",
            "create table public.peer (datastream_id bigint, t timestamptz, value float8, quality int, "
            "primary key (datastream_id, t))"};
        co_await pool.run(sensor);
        co_await pool.run(peer);
    }
    // New datastreams of one second; the id of the first, the others follow it.
    task<std::int64_t> make_streams(std::int64_t count) {
        constexpr db::Query stream{"bench.stream",
                                   "insert into telemetry.datastream (sensor_id, name, property, unit, "
                                   "interval_s, decimals, rollup_from_s) "
                                   "select s.id, 'bench', 'flow', 'm3/s', 1, 2, 60 from telemetry.sensor s, "
                                   "generate_series(1, $1::bigint) where s.serial = 'bench' returning id"};
        const db::Rows rows = co_await pool.run(stream, count);
        co_return rows.front().integer("id");
    }

    // Keeps a few batches queued, as many devices do, and waits for the last commit.
    task<void> put_all(telemetry::Storage& storage, std::int64_t count, auto next) {
        constexpr std::int64_t per_intake = 1'000;
        constexpr std::size_t queued_most = 50'000;
        std::int64_t committed = 0;
        for (std::int64_t put = 0; put < count;) {
            while (storage.committer.queued() > queued_most)
                co_await loop.sleep(std::chrono::microseconds(200));
            telemetry::Intake intake;
            intake.readings.reserve(per_intake);
            for (std::int64_t i = 0; i < per_intake && put < count; ++i, ++put)
                intake.readings.push_back(next());
            intake.done = [&committed](const telemetry::Intake::Outcome& o) { committed += o.accepted; };
            storage.committer.put(std::move(intake));
        }
        while (committed < count) co_await loop.sleep(std::chrono::microseconds(200));
    }
    task<void> seal_all(telemetry::Storage& storage) {
        // While the sealer is at work by itself, seal_due() gives back at once.
        while (storage.streams.unsealed > 0) {
            co_await storage.sealer.seal_due(true);
            co_await loop.sleep(std::chrono::milliseconds(1));
        }
    }
    task<void> copy_rows(std::int64_t count, auto next) {
        constexpr std::int64_t per_commit = 10'000;
        constexpr db::Query copy{"bench.copy", "copy public.peer from stdin (format binary)"};
        db::Pool::Lease lease = co_await pool.lease();
        for (std::int64_t put = 0; put < count;) {
            db::CopyRows rows(4);
            for (std::int64_t i = 0; i < per_commit && put < count; ++i, ++put) {
                const telemetry::Reading r = next();
                rows.begin_row();
                rows.integer(r.datastream_id);
                rows.instant(r.t);
                rows.number(r.value);
                rows.integer32(static_cast<std::int32_t>(r.quality));
            }
            std::string bytes = rows.take();
            co_await lease->copy_in(copy, std::move(bytes));
        }
    }
    // Bytes on disk with indexes and TOAST, after a vacuum.
    task<double> size_of(std::string table) {
        const std::string vacuum_sql = "vacuum analyze " + table,
                          size_sql = "select pg_total_relation_size('" + table + "')::float8 as n";
        const db::Query vacuum{"bench.vacuum", vacuum_sql.c_str()}, size{"bench.size", size_sql.c_str()};
        co_await pool.run(vacuum);
        const db::Rows rows = co_await pool.run(size);
        co_return rows.front().number("n");
    }
};

}  // namespace hatang::bench
