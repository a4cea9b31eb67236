// For the simulation: a database server with transactions, the lock of the writer row, and everything that
// may happen to a statement on its way. Time is the loop's, chance comes from one seed.
#pragma once

#include <random>

#include "base/error.hpp"
#include "base/loop.hpp"
#include "base/time.hpp"
#include "telemetry/storage/simulated_tables.hpp"
#include "telemetry/storage/steps.hpp"

namespace hatang::telemetry::simulated {

struct Process {
    bool alive = true;
    bool paused = false;  // sleeps (SIGSTOP): what the database answers stays in the socket
};

class Server {
  public:
    Server(Loop& l, Clock& c, std::uint64_t seed) : loop(l), random(seed), clock_(c), freed_(l) {}

    std::uint64_t below(std::uint64_t n) { return random() % n; }
    bool chance(int percent) { return below(100) < static_cast<std::uint64_t>(percent); }
    task<void> pass(std::uint64_t us_max) {
        return loop.sleep(std::chrono::microseconds(static_cast<std::int64_t>(1 + below(us_max))));
    }

    // A commit that nobody has seen yet may be lost with the power.
    const Tables& seen() {
        before_.reset();
        tables.now_us = clock_.now().us;
        return tables;
    }
    // Gives the number of the commit.
    std::int64_t commit(const std::vector<Statement>& all) {
        Tables then = tables;
        for (const Statement& s : all) (void)tables.execute(s);
        before_.emplace(std::move(then));
        return ++commits_;
    }
    // It is answered, so it stays.
    void answered(std::int64_t commit) {
        if (commit == commits_) before_.reset();
    }
    // A setting was changed by hand.
    void forget_before() { before_.reset(); }
    void power_cut() {
        if (before_ && chance(50)) tables = *before_;
        before_.reset();
        ++life;
        locked_ = false;
        inserting.clear();
        freed_.notify_all();
    }

    // The lock of the writer row. False when the power or the process went before it was free.
    task<bool> lock(const Process& p) {
        const int begun = life;
        while (begun == life && p.alive && locked_) co_await freed_.wait();
        if (begun != life || !p.alive) co_return false;
        locked_ = true;
        co_return true;
    }
    void unlock() {
        locked_ = false;
        freed_.notify_all();
    }
    void free_waiters() { freed_.notify_all(); }
    task<void> something_freed() { return freed_.wait(); }
    void process_ended(Process& p) {
        p.alive = false;
        freed_.notify_all();
    }

    Loop& loop;
    std::mt19937_64 random;
    Tables tables;
    std::set<std::int64_t> inserting;  // batches of statements that are still running for nobody
    int life = 0;                      // goes up when the power is cut
    int trouble = 0;                   // per thousand statements
    bool away = false;                 // takes no connections
    std::int64_t statements = 0;

  private:
    std::optional<Tables> before_;  // the last commit
    std::int64_t commits_ = 0;
    Clock& clock_;
    Signal freed_;
    bool locked_ = false;
};

class Session final : public db::Session {
  public:
    Session(Server& server, Process& process) : server_(server), process_(process), life_(server.life) {}
    ~Session() override { release(); }
    using db::Session::run;

    task<db::Rows> run(db::Query query, std::vector<db::Param> params) override {
        return perform({query.name, std::move(params)});
    }
    task<std::int64_t> copy_in(db::Query query, std::string rows) override {
        std::vector<db::Param> params{db::Param::bytes(std::move(rows))};
        co_await perform({query.name, std::move(params)});
        co_return 0;
    }
    task<std::vector<db::Rows>> run_all(std::vector<Statement>) override {
        throw std::logic_error("run_all");
    }
    task<void> script(std::string_view, std::string_view) override { throw std::logic_error("script"); }
    bool alive() override { return !lost_ && life_ == server_.life && !server_.away; }
    bool idle() const override { return !transaction_ && !lost_; }
    bool transaction_failed() const override { return failed_; }
    void limit_wait(std::optional<std::chrono::microseconds>) override {}

  private:
    using Work = simulated::Statement;
    enum class Fate {
        done,
        refused,
        lost_before,
        lost_after,
        left_running,
        ended_before,
        ended_after,
        power
    };

    void require_here() {
        if (!process_.alive) {
            release();
            throw ProcessEnded{};
        }
        if (life_ != server_.life || server_.away) lost_ = true;
        if (lost_) throw_lost();
    }
    [[noreturn]] void throw_lost() {
        lost_ = true;
        throw Error(Code::unavailable, {}, {"connection lost"});
    }
    Fate draw() {
        ++server_.statements;
        if (server_.below(1'000) >= static_cast<std::uint64_t>(server_.trouble)) return Fate::done;
        constexpr Fate fates[] = {Fate::refused,      Fate::lost_before,  Fate::lost_after,
                                  Fate::left_running, Fate::left_running, Fate::ended_before,
                                  Fate::ended_after,  Fate::power};
        return fates[server_.below(std::size(fates))];
    }

    // A session that is idle in its transaction for too long is ended by the server.
    task<void> sleep_with_process() {
        for (int halves = 0; process_.paused && process_.alive; ++halves) {
            if (halves == 20 && transaction_) {
                release();
                lost_ = true;
            }
            co_await server_.pass(500'000);
        }
    }
    task<db::Rows> perform(Work work) {
        co_await sleep_with_process();
        require_here();
        const Fate fate = draw();
        co_await server_.pass(3'000);
        require_here();
        if (fate == Fate::refused && work.name != "db.rollback") {
            failed_ = transaction_;
            if (work.name == "db.commit") release();
            throw db::SqlError(std::string(work.name), "53100", "", "no space left on device");
        }
        if (fate == Fate::lost_before) {
            lose();
            throw_lost();
        }
        if (fate == Fate::left_running) {
            server_.loop.spawn(run_on(server_, process_, life_, std::move(work), leave()), "simulated");
            throw_lost();
        }
        if (fate == Fate::power && server_.chance(50)) cut_power();
        if (fate == Fate::ended_before) end_process();
        db::Rows rows = co_await execute(work);
        if (fate == Fate::power) cut_power();
        if (fate == Fate::ended_after) end_process();
        if (fate == Fate::lost_after) {
            lose();
            throw_lost();
        }
        const std::int64_t commit = committed_;
        co_await server_.pass(2'000);
        co_await sleep_with_process();
        require_here();
        server_.answered(commit);
        co_return rows;
    }

    // What a session had when its client went away.
    struct Left {
        bool transaction = false, failed = false, locks = false;
        std::vector<Work> works;
        std::shared_ptr<Tables> snapshot;
    };
    Left leave() {
        Left left{transaction_, failed_, locks_, std::move(works_), std::move(snapshot_)};
        transaction_ = locks_ = false;
        works_.clear();
        return left;
    }
    void take(Left left) {
        transaction_ = left.transaction;
        failed_ = left.failed;
        locks_ = left.locks;
        works_ = std::move(left.works);
        snapshot_ = std::move(left.snapshot);
    }
    // The server goes on with a statement whose client has gone, and ends the session behind it.
    static task<void> run_on(Server& server, Process&, int life, Work work, Left left) {
        Process nobody;
        Session session(server, nobody);
        session.life_ = life;
        session.take(std::move(left));
        if (server.chance(30)) co_await server.pass(2'000'000);  // it still stands in the socket
        if (session.life_ != server.life) {
            session.forget();
            co_return;
        }
        if (!session.transaction_ && work.is(sql::insert_batch)) {
            co_await session.insert_slowly(std::move(work));
            co_return;
        }
        co_await server.pass(1'500'000);
        try {
            if (session.life_ == server.life && server.chance(70)) co_await session.execute(work);
        } catch (const std::exception&) {
        }
        session.release();
    }
    // Runs, holding its key, and commits or not, whatever was amended since it began.
    task<void> insert_slowly(Work work) {
        const std::int64_t id = integer_of(work.params[0]);
        const Tables& now = server_.seen();
        if (integer_of(work.params[3]) == now.amended && now.batches.contains(id - 1) &&
            !now.batches.contains(id) && server_.inserting.insert(id).second) {
            co_await server_.pass(1'500'000);
            if (life_ == server_.life) {
                server_.inserting.erase(id);
                work.params[3] = db::Param(server_.tables.amended);
                if (server_.chance(70)) server_.commit({work});
                server_.free_waiters();
            }
        }
        release();
    }

    task<db::Rows> execute(const Work& work) {
        if (work.name == "db.begin") {
            transaction_ = true;
            failed_ = false;
            co_return db::Rows();
        }
        if (work.name == "db.rollback") {
            release();
            co_return db::Rows();
        }
        if (work.name == "db.commit") {
            if (!works_.empty()) committed_ = server_.commit(works_);
            release();
            co_return db::Rows();
        }
        if (work.name == "db.health") co_return db::Rows();
        if (failed_) throw db::SqlError(std::string(work.name), "25P02", "", "the transaction has failed");
        const bool locks = work.is(sql::settle) || work.is(sql::record_change) || work.is(sql::keep_lease) ||
                           work.is(sql::leave_lease);
        if (locks && !locks_) {
            locks_ = co_await server_.lock(process_);
            require_here();
        }
        while (work.is(sql::insert_batch) && server_.inserting.contains(integer_of(work.params[0]))) {
            co_await server_.something_freed();
            require_here();
        }
        if (work.is(sql::one_snapshot)) snapshot_ = std::make_shared<Tables>(server_.seen());
        Tables view = snapshot_ ? *snapshot_ : server_.seen();
        for (const Work& before : works_) (void)view.execute(before);
        db::Rows rows;
        std::exception_ptr failed;
        try {
            rows = view.execute(work);
        } catch (const db::SqlError&) {
            failed = std::current_exception();
        }
        if (failed) {
            failed_ = transaction_;
            if (!transaction_) release();
            std::rethrow_exception(failed);
        }
        if (transaction_) {
            works_.push_back(work);
        } else {
            if (changes(work)) committed_ = server_.commit({work});
            release();
        }
        co_return rows;
    }
    static bool changes(const Work& work) {
        return work.is(sql::insert_batch) || work.is(sql::keep_lease) || work.is(sql::leave_lease);
    }

    // The server notices a lost client at once or late.
    void lose() {
        lost_ = true;
        if (!transaction_) return;
        auto late = [](Server& server, int life, Left left) -> task<void> {
            Process nobody;
            Session session(server, nobody);
            session.life_ = life;
            session.take(std::move(left));
            if (server.chance(30)) co_await server.pass(2'000'000);
        };
        server_.loop.spawn(late(server_, life_, leave()), "simulated");
    }
    [[noreturn]] void end_process() {
        server_.process_ended(process_);
        release();
        throw ProcessEnded{};
    }
    [[noreturn]] void cut_power() {
        server_.power_cut();
        end_process();
    }
    void forget() {
        transaction_ = failed_ = locks_ = false;
        works_.clear();
        snapshot_.reset();
    }
    void release() {
        if (life_ == server_.life && locks_) server_.unlock();
        forget();
    }

    Server& server_;
    Process& process_;
    int life_;
    std::int64_t committed_ = 0;
    bool lost_ = false, transaction_ = false, failed_ = false, locks_ = false;
    std::vector<Work> works_;
    std::shared_ptr<Tables> snapshot_;  // of a repeatable read
};

}  // namespace hatang::telemetry::simulated
