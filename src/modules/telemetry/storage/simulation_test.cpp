// Thousands of schedules of the storage against a simulated database, under virtual time: readings come in
// order, late and again, heads are sealed, readings amended, while statements fail, connections break,
// commits end with nobody knowing how, one to three servers share the database, sleep, lose the lease and
// die, and the power goes. All is compared with a plain list. One seed is one schedule:
//
//   HATANG_SEED=17 build-sanitize/test_telemetry -tc='simulation*'          the schedule of that seed
//   HATANG_SCHEDULES=20000 build-sanitize/test_telemetry -tc='simulation*'  more of them
#include <doctest/doctest.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>

#include "base/log.hpp"
#include "base/metrics.hpp"
#include "telemetry/storage/amend.hpp"
#include "telemetry/storage/simulated_checks.hpp"
#include "telemetry/storage/simulated_server.hpp"
#include "telemetry/storage/storage.hpp"

using namespace hatang;
using namespace hatang::telemetry;

namespace {

using simulated::Key, simulated::Known, simulated::State, simulated::Wrong;

constexpr Instant start_of_simulation{1'795'000'000 * kSecond};

// One request with readings.
struct Sent {
    std::vector<Reading> readings;
    std::vector<Key> alone;  // that nobody had sent before
    simulated::Process* process = nullptr;
    bool waits = false, ended = false, refused = false;
};

struct Simulation {
    explicit Simulation(std::uint64_t seed) : server(loop, clock, seed) {
        server.tables.datastreams = {1, 2, 3};
    }
    using Server = simulated::Server;

    struct Running : simulated::Process {
        Running(Loop& l, Metrics& m, Clock& c, Server& to)
            : pool(l, m, {.url = {}, .connections = 3, .connect = [this, &to] { return connect(to); }}),
              storage(l, c, pool) {}
        task<std::unique_ptr<db::Session>> connect(Server& to) {
            co_await to.pass(2'000);
            if (!alive) throw ProcessEnded{};
            if (to.away) throw Error(Code::unavailable, {}, {"no answer"});
            co_return std::make_unique<simulated::Session>(to, *this);
        }
        db::Pool pool;
        Storage storage;
        bool started = false;
    };

    Loop loop{Loop::Simulated{}};
    Metrics metrics;
    ManualClock clock{start_of_simulation};
    Server server;
    std::vector<std::unique_ptr<Running>> processes;
    std::map<Key, Known> known;
    std::vector<std::shared_ptr<Sent>> sent;
    std::string wrong;  // what was found
    bool over = false;
    int amending = 0;

    // Those that are up, with those that sleep or without.
    std::vector<Running*> up(bool asleep_too = false) {
        std::vector<Running*> out;
        for (const auto& p : processes)
            if (p->alive && p->started && (asleep_too || !p->paused)) out.push_back(p.get());
        return out;
    }
    bool serves() { return !up().empty(); }
    Running& some() {
        const auto all = up();
        return *all[server.below(all.size())];
    }

    // -- what happens
    task<void> begin_process() {
        for (int attempt = 0;; ++attempt) {
            if (attempt == 50 || over) throw Wrong("the server does not start");
            processes.push_back(std::make_unique<Running>(loop, metrics, clock, server));
            Running& p = *processes.back();
            p.storage.sealer.batches_kept = static_cast<std::int64_t>(1 + server.below(4));
            bool ended = false;
            try {
                co_await p.storage.start();
                p.started = true;
            } catch (const Error&) {
            } catch (const db::SqlError&) {
            } catch (const ProcessEnded&) {
                ended = true;
            }
            if (p.started && !ended) break;
            server.process_ended(p);
            co_await server.pass(300'000);
        }
        give_up_lost();
        const auto all = up(true);
        if (all.size() > 3) server.process_ended(*all.front());
    }
    void give_up_lost() {
        for (const auto& s : sent)
            if (!s->ended && !s->process->alive) give_up(*s);
    }
    void give_up(Sent& s) {
        s.ended = s.refused = true;
        for (const Reading& r : s.readings) --known[{r.datastream_id, r.t.us}].pending;
    }

    std::vector<Reading> some_readings() {
        std::vector<Reading> out;
        std::set<Key> keys;
        const bool many = server.chance(4);
        const auto count = 1 + server.below(many ? 800 : 12);
        const auto only = server.tables.datastreams[server.below(3)];
        for (std::uint64_t i = 0; i < count; ++i) {
            const auto id = many ? only : server.tables.datastreams[server.below(3)];
            // Mostly new, some late, some again, few much older.
            std::int64_t back = 0;
            if (server.chance(15)) back = static_cast<std::int64_t>(server.below(400));
            if (server.chance(3)) back = static_cast<std::int64_t>(server.below(100'000));
            const Instant t = clock.now() + (static_cast<std::int64_t>(i) - back) * 250 * kMillisecond;
            const double value = static_cast<double>(server.below(8'000)) / 8;
            if (too_old({id, t, 0})) continue;
            if (known[{id, t.us}].amending || !keys.emplace(id, t.us).second) continue;
            out.push_back({id, t, value, simulated::quality_of(value)});
        }
        return out;
    }

    void put(std::vector<Reading> readings) {
        if (!serves() || readings.empty()) return;
        const auto s = std::make_shared<Sent>();
        s->readings = std::move(readings);
        Running& to = some();
        s->process = &to;
        s->waits = server.chance(40);
        for (const Reading& r : s->readings) {
            const Key key{r.datastream_id, r.t.us};
            Known& k = known[key];
            if (k.tries++ == 0) s->alone.push_back(key);
            ++k.pending;
            if (k.may.contains(State{})) k.may.insert(r.value);
        }
        Intake intake{.readings = s->readings,
                      .waits_for_database = s->waits,
                      .done = [this, s](const Intake::Outcome& o) { answered(*s, o); }};
        sent.push_back(s);
        try {
            to.storage.committer.put(std::move(intake));
        } catch (const Error&) {
            give_up(*s);
        }
    }
    void answered(Sent& s, const Intake::Outcome& o) {
        if (s.ended || !s.process->alive) return;
        if (o.error) {
            give_up(s);
            return;
        }
        s.ended = true;
        const bool all_new = o.accepted == static_cast<std::int64_t>(s.readings.size());
        if (o.accepted + o.duplicates != static_cast<std::int64_t>(s.readings.size()))
            wrong = "a count is wrong";
        for (const Reading& r : s.readings) {
            Known& k = known[{r.datastream_id, r.t.us}];
            --k.pending;
            // Of two that hold it, the one that came second may be answered first.
            const bool there = !k.may.contains(State{}) && !removed({r.datastream_id, r.t.us});
            if (all_new && there && (k.accepted || !k.may.contains(State{r.value})))
                wrong = "one reading was accepted twice";
            k.accepted = k.accepted || all_new;
            if (all_new)
                k.may = {State{r.value}};
            else if (!too_old(r))  // as one that is there, but it is not stored any more
                k.may.erase(State{});
        }
    }

    static task<void> seal(Running& p, bool all) {
        try {
            co_await p.storage.sealer.seal_due(all);
        } catch (const std::exception&) {
        } catch (const ProcessEnded&) {
        }
    }

    static task<void> remove_old(Running& p) {
        try {
            co_await p.storage.remove_old();
        } catch (const std::exception&) {
        } catch (const ProcessEnded&) {
        }
    }
    // Everybody keeps readings shorter, longer or for ever; days go by.
    task<void> keep() {
        server.tables.readings_days.reset();
        server.tables.rollup_days.reset();
        if (server.chance(70)) server.tables.readings_days = 1 + static_cast<std::int64_t>(server.below(3));
        if (server.tables.readings_days && server.chance(40))
            server.tables.rollup_days =
                *server.tables.readings_days + 1 + static_cast<std::int64_t>(server.below(3));
        server.forget_before();
        for (Running* p : up()) {
            try {
                co_await p->storage.load_streams();
            } catch (const std::exception&) {
            } catch (const ProcessEnded&) {
            }
        }
        clock.advance(static_cast<std::int64_t>(server.below(60)) * kHour);
    }

    void fall_asleep(Running& p) {
        p.paused = true;
        loop.spawn(wake_up_later(p), "simulated");
    }
    task<void> wake_up_later(Running& p) {
        co_await server.pass(20'000'000);
        p.paused = false;
    }
    // A reading that is there for certain changes or goes.
    void amend_some() {
        std::vector<Key> candidates;
        for (const auto& [key, k] : known)
            if (k.pending == 0 && !k.amending && k.may.size() == 1 && !k.may.contains(State{}))
                candidates.push_back(key);
        if (candidates.empty() || amending > 0 || !serves()) return;
        const Key key = candidates[server.below(candidates.size())];
        const double value = static_cast<double>(server.below(8'000)) / 8;
        const State becomes = server.chance(50) ? State{value} : State{};
        Known& k = known[key];
        k.amending = true;
        k.may.insert(becomes);
        if (!becomes) k.accepted = false;
        ++k.tries;
        ++amending;
        loop.spawn(amend_one(some(), key, becomes), "simulated");
    }
    task<void> amend_one(Running& p, Key key, State becomes) {
        std::optional<bool> found;
        try {
            const Sealer::Hold hold = co_await p.storage.sealer.hold();
            Stream& s = *p.storage.streams.find(key.first);
            bool sealed = false;
            try {
                co_await p.storage.sealer.seal_now(s);
                sealed = true;
            } catch (const std::exception&) {
            }
            if (sealed) {
                std::optional<Point> point;
                if (becomes) point = Point{key.second, *becomes, simulated::quality_of(*becomes)};
                const Amendment change{key.first, s.rollup_from_us, key.second, point};
                try {
                    found = co_await p.pool.transaction([&](db::Session& tx) -> task<bool> {
                        const bool there = co_await amend(loop, tx, change);
                        co_return there;
                    });
                } catch (const std::exception&) {
                }
                const std::vector<std::int64_t> ids{key.first};
                co_await p.storage.settle(ids);
            }
        } catch (const ProcessEnded&) {
        }
        Known& k = known[key];
        if (found && !*found && p.alive && !removed(key))
            wrong = "a reading that is to be amended is not there";
        if (found && *found) k.may = {becomes};
        k.amending = false;
        --amending;
    }

    // -- what must hold
    void check() {
        if (!wrong.empty()) throw Wrong(wrong);
        simulated::check_rollups(server.tables, known);
        for (Running* p : up(true)) check_memory(*p);
    }
    // What a reader would find, of a server that knows the log to its end.
    void check_memory(Running& p) {
        const Tables& tables = server.tables;
        if (p.storage.streams.last_batch != tables.batches.rbegin()->first) return;
        std::map<Key, double> found;
        for (const auto& [key, chunk] : tables.chunks)
            for (const Point& point : simulated::points_of_chunk(chunk)) add(found, key.id, point);
        for (const std::int64_t id : tables.datastreams) {
            const auto at = tables.sealed.find(id);
            std::vector<Point> beyond;
            const Stream& s = *p.storage.streams.find(id);
            if (!s.unsealed_beyond(at == tables.sealed.end() ? 0 : at->second.through, beyond)) {
                if (p.storage.streams.changes != tables.change) return;  // it would look again
                throw Wrong("memory is past the database");
            }
            for (const Point& point : beyond) add(found, id, point);
        }
        for (auto& [key, k] : known) {
            const auto at = found.find(key);
            const State state = at == found.end() ? State{} : State{at->second};
            if (!state && removed(key)) {
                if (k.pending == 0 && !k.amending) k.may = {state};
                continue;
            }
            if (!k.may.contains(state))
                throw Wrong(state ? "a reading has another value" : "a reading is lost");
            if (state && k.pending == 0 && !k.amending) k.may = {state};
        }
        for (const auto& [key, value] : found)
            if (!known.contains(key)) throw Wrong("a reading that nobody sent");
        for (const auto& s : sent) {
            int there = 0, of = 0;
            for (const Key& key : s->alone) {
                const Reading r{key.first, {key.second}, 0};
                if (known[key].tries > 1 || removed(key) || too_old(r)) continue;
                ++of;
                there += found.contains(key);
            }
            if (there != 0 && there != of) throw Wrong("half of a request is there");
        }
    }
    using Tables = simulated::Tables;
    static void add(std::map<Key, double>& found, std::int64_t id, const Point& p) {
        if (p.quality != simulated::quality_of(p.value)) throw Wrong("a reading has another quality");
        if (!found.emplace(Key{id, p.t_us}, p.value).second) throw Wrong("a reading is there twice");
    }
    bool removed(const Key& key) const {
        return key.second < simulated::removed_before(server.tables, key.first);
    }
    bool too_old(const Reading& r) {
        return std::ranges::any_of(up(true), [&](Running* p) {
            return r.t.us < p->storage.streams.find(r.datastream_id)->kept_from_us(clock.now());
        });
    }
    // -- the schedule; at most an hour of its own time
    task<void> watch() {
        loop.spawn(run_caught(), "simulated");
        for (int s = 0; s < 3'600 && !over; ++s) co_await loop.sleep(std::chrono::seconds(1));
        if (!over) wrong = "somebody waits for ever";
        over = true;
    }
    task<void> run_caught() {
        try {
            co_await run();
        } catch (const std::exception& e) {
            wrong = e.what();
        }
        over = true;
    }
    task<void> run() {
        co_await begin_process();
        const auto actions = 10 + server.below(30);
        for (std::uint64_t i = 0; i < actions; ++i) {
            if (server.chance(25))
                server.trouble = server.chance(50) ? 0 : static_cast<int>(server.below(150));
            if (!serves()) co_await begin_process();
            const auto what = server.below(100);
            if (what < 50) {
                put(some_readings());
            } else if (what < 58) {  // the sender repeats what was refused, or just again
                if (!sent.empty()) again(*sent[server.below(sent.size())]);
            } else if (what < 76) {
                loop.spawn(seal(some(), server.chance(70)), "simulated");
            } else if (what < 84) {
                amend_some();
            } else if (what < 87) {
                loop.spawn(remove_old(some()), "simulated");
            } else if (what < 88) {
                co_await keep();
            } else if (what < 90) {
                clock.advance(static_cast<std::int64_t>(server.below(16)) * kMinute);
            } else if (what < 91) {
                fall_asleep(some());
            } else if (what < 92) {
                server.process_ended(some());
                give_up_lost();
            } else if (what < 94) {
                co_await begin_process();  // beside those that are there
            } else if (what < 96) {
                server.power_cut();
                if (server.chance(50)) server.process_ended(some());
                give_up_lost();
            } else if (what < 98) {
                server.away = true;
                co_await server.pass(3'000'000);
                server.away = false;
            } else {
                co_await server.pass(3'000'000);
            }
            if (server.chance(70)) co_await server.pass(20'000);
            clock.advance(static_cast<std::int64_t>(server.below(2'000)) * kMillisecond);
            if (server.chance(40)) check();
            if (server.chance(8)) co_await settle();
        }
        co_await settle();
        // One is left. All into chunks; then a last start, and it is still the same.
        const auto all = up();
        for (std::size_t i = 1; i < all.size(); ++i) server.process_ended(*all[i]);
        for (int i = 0;; ++i) {
            if (i == 60) throw Wrong("not everything is sealed");
            if (!serves()) co_await begin_process();  // its fate was drawn before
            Running& last = *up().front();
            if (last.storage.streams.unsealed == 0) break;
            clock.advance(kSecond);
            co_await loop.sleep(std::chrono::milliseconds(300));
            co_await seal(last, true);
        }
        check();
        for (Running* p : up()) server.process_ended(*p);
        co_await settle();
    }
    void again(const Sent& s) {
        for (const Reading& r : s.readings)
            if (known[{r.datastream_id, r.t.us}].amending || too_old(r)) return;
        put(s.readings);
    }
    // Without trouble everything is answered, and everybody knows everything.
    task<void> settle() {
        server.trouble = 0;
        for (const auto& p : processes) p->paused = false;
        if (!serves()) co_await begin_process();
        for (int i = 0;; ++i) {
            if (i == 400) throw Wrong("no answer");
            if (!serves()) co_await begin_process();
            give_up_lost();
            const Tables& tables = server.tables;
            const bool behind = std::ranges::any_of(up(), [&](Running* p) {
                const Streams& s = p->storage.streams;
                return s.last_batch != tables.batches.rbegin()->first || s.changes != tables.change;
            });
            const bool waiting =
                behind || amending > 0 || std::ranges::any_of(sent, [](auto& s) { return !s->ended; });
            if (!waiting) break;
            co_await loop.sleep(std::chrono::milliseconds(100));
        }
        check();
    }
    // Lets every task come to its end.
    void end() {
        for (std::size_t i = 0; i < processes.size(); ++i) {
            Running& p = *processes[i];
            p.paused = false;
            server.process_ended(p);
            if (p.started) loop.run_until(p.storage.stop());
        }
        loop.run_until(loop.sleep(std::chrono::seconds(30)));
    }
};

std::uint64_t number_from(const char* name, std::uint64_t otherwise) {
    const char* const text = std::getenv(name);
    if (!text) return otherwise;
    std::uint64_t out = 0;
    std::from_chars(text, text + std::string_view(text).size(), out);
    return out;
}

}  // namespace

TEST_CASE("simulation: no acknowledged reading is lost, doubled or half there, whatever happens") {
    const bool one = std::getenv("HATANG_SEED") != nullptr;
    const std::uint64_t first = number_from("HATANG_SEED", 1);
    const std::uint64_t count = number_from("HATANG_SCHEDULES", one ? 1 : 150);
    std::int64_t statements = 0;
    log::configure(log::Level::error, false);  // what fails here is meant to
    for (std::uint64_t seed = first; seed < first + count; ++seed) {
        Simulation simulation(seed);
        simulation.loop.run_until(simulation.watch());
        const std::string wrong = simulation.wrong;
        statements += simulation.server.statements;
        simulation.end();
        if (wrong.empty()) continue;
        FAIL_CHECK("schedule " << seed << ": " << wrong << "; again: HATANG_SEED=" << seed
                               << " build-sanitize/test_telemetry -tc='simulation*'");
    }
    log::configure(log::Level::info, false);
    MESSAGE(count << " schedules, " << statements << " statements");
    CHECK(statements > 0);
}
