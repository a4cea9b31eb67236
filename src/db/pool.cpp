#include "db/pool.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "base/log.hpp"
#include "db/connection.hpp"
#include "db/limits.hpp"

namespace hatang::db {
namespace {

constexpr Query begin_query{"db.begin", "begin"}, commit_query{"db.commit", "commit"},
    rollback_query{"db.rollback", "rollback"}, health_query{"db.health", "select 1"};

// A caller in the queue. It is woken with a connection, or with a free place in which it makes one itself.
struct Waiter {
    explicit Waiter(Loop& loop) : woken(loop) {}
    Signal woken;
    std::unique_ptr<Session> connection;
};

}  // namespace

struct Pool::State {
    State(Loop& l, Metrics& m, PoolConfig c)
        : loop(l), metrics(m), config(std::move(c)), closing(l), listener_ended(l) {}
    Loop& loop;
    Metrics& metrics;
    PoolConfig config;
    std::vector<std::unique_ptr<Session>> idle;
    std::deque<std::shared_ptr<Waiter>> waiters;
    int places_taken = 0;  // connections that exist or are being made, at most config.connections
    bool closed = false;
    Signal closing, listener_ended;
    std::vector<Connection*> listening;
    int listeners = 0;

    task<std::unique_ptr<Session>> acquire(std::chrono::microseconds wait_max);
    task<std::unique_ptr<Session>> connect_in_place();
    void release(std::unique_ptr<Session>);
    void free_place();
    static task<void> listen(std::shared_ptr<State>, std::string channel,
                             std::function<void(std::string_view)>);
    static task<void> listen_once(State&, const std::string& channel,
                                  const std::function<void(std::string_view)>&);
};

task<std::unique_ptr<Session>> Pool::State::acquire(std::chrono::microseconds wait_max) {
    if (closed) throw Error(Code::unavailable, {}, {"database pool is closed"});
    while (!idle.empty()) {
        auto connection = std::move(idle.back());
        idle.pop_back();
        if (connection->alive()) co_return connection;
        --places_taken;
    }
    if (places_taken < config.connections) {
        ++places_taken;
        co_return co_await connect_in_place();
    }
    if (waiters.size() >= static_cast<std::size_t>(config.waiting_max))
        throw Error(Code::unavailable, {}, {"database queue is full"});
    const auto waiter = std::make_shared<Waiter>(loop);
    waiters.push_back(waiter);
    const bool in_time = co_await waiter->woken.wait_for(wait_max);
    if (!in_time) {
        std::erase(waiters, waiter);
        throw Error(Code::unavailable, {}, {"no free database connection"});
    }
    if (waiter->connection) co_return std::move(waiter->connection);
    co_return co_await connect_in_place();
}

task<std::unique_ptr<Session>> Pool::State::connect_in_place() {
    std::exception_ptr failed;
    try {
        if (closed) throw Error(Code::unavailable, {}, {"database pool is closed"});
        if (config.connect) co_return co_await config.connect();
        co_return co_await Connection::connect(loop, metrics, config);
    } catch (...) {
        failed = std::current_exception();
    }
    free_place();
    std::rethrow_exception(failed);
}

void Pool::State::release(std::unique_ptr<Session> connection) {
    if (closed || !connection || !connection->idle()) {
        connection.reset();
        free_place();
    } else if (!waiters.empty()) {
        waiters.front()->connection = std::move(connection);
        waiters.front()->woken.notify_all();
        waiters.pop_front();
    } else {
        idle.push_back(std::move(connection));
    }
}

void Pool::State::free_place() {
    if (waiters.empty()) {
        --places_taken;
    } else {  // the place goes on to the first in the queue
        waiters.front()->woken.notify_all();
        waiters.pop_front();
    }
}

Pool::Pool(Loop& loop, Metrics& metrics, PoolConfig config)
    : state_(std::make_shared<State>(loop, metrics, std::move(config))) {
    metrics.describe("hatang_db_query_seconds",
                     "Time of each SQL statement by name, from sending to the last row");
}
Pool::~Pool() { state_->closed = true; }
const PoolConfig& Pool::config() const { return state_->config; }

task<void> Pool::open() {
    std::vector<std::unique_ptr<Session>> made;
    std::exception_ptr failed;
    try {
        while (state_->places_taken < state_->config.connections) {
            auto connection = co_await state_->acquire(limits::lease_wait_max);
            made.push_back(std::move(connection));
        }
    } catch (...) {
        failed = std::current_exception();
    }
    for (auto& connection : made) state_->release(std::move(connection));
    if (failed) std::rethrow_exception(failed);
}

task<void> Pool::close() {
    const auto state = state_;
    state->closed = true;
    state->places_taken -= static_cast<int>(state->idle.size());
    state->idle.clear();
    state->closing.notify_all();
    for (Connection* connection : state->listening) connection->cancel_wait();
    while (state->listeners > 0) co_await state->listener_ended.wait();
}

task<bool> Pool::healthy() {
    const auto state = state_;
    std::unique_ptr<Session> connection;
    bool answered = false;
    try {
        connection = co_await state->acquire(limits::health_wait_max);
        connection->limit_wait(limits::health_wait_max);
        co_await connection->run(health_query);
        connection->limit_wait({});
        answered = true;
    } catch (const std::exception& e) {
        log::warn("db.unhealthy", {{"error", e.what()}});
    }
    if (connection) state->release(std::move(connection));
    co_return answered;
}

task<Rows> Pool::run_params(Query query, std::vector<Param> params) {
    Lease held = co_await lease();
    co_return co_await held->run(query, std::move(params));
}

task<Pool::Lease> Pool::lease() {
    auto connection = co_await state_->acquire(limits::lease_wait_max);
    co_return Lease(*this, std::move(connection));
}

void Pool::give_back(std::unique_ptr<Session> session, bool poisoned) {
    if (poisoned) session.reset();
    state_->release(std::move(session));
}

Pool::Lease::Lease(Pool& pool, std::unique_ptr<Session> session)
    : pool_(&pool), session_(std::move(session)) {}
Pool::Lease::Lease(Lease&&) noexcept = default;
Pool::Lease::~Lease() {
    if (session_) pool_->give_back(std::move(session_), poisoned_);
}
void Pool::Lease::poison() { poisoned_ = true; }

task<void> Pool::begin(Session& session) { co_await session.run(begin_query); }

task<void> Pool::commit(Session& session) {
    // PostgreSQL answers the COMMIT of a failed transaction with ROLLBACK and no error.
    if (session.transaction_failed())
        throw std::logic_error("db: commit after a statement of the transaction failed");
    co_await session.run(commit_query);
}

task<void> Pool::rollback(Lease& held) {
    try {
        co_await held->run(rollback_query);
    } catch (const std::exception& e) {
        held.poison();
        log::warn("db.rollback_failed", {{"error", e.what()}});
    }
}

void Pool::listen(std::string channel, std::function<void(std::string_view)> on_notify) {
    ++state_->listeners;
    state_->loop.spawn(State::listen(state_, std::move(channel), std::move(on_notify)), "db.listen");
}

task<void> Pool::State::listen(std::shared_ptr<State> state, std::string channel,
                               std::function<void(std::string_view)> on_notify) {
    auto pause = limits::listen_retry_min;
    while (!state->closed) {
        const auto since = std::chrono::steady_clock::now();
        try {
            co_await listen_once(*state, channel, on_notify);
        } catch (const std::exception& e) {
            if (!state->closed) log::warn("db.listen_broken", {{"channel", channel}, {"error", e.what()}});
        }
        if (state->closed) break;
        if (std::chrono::steady_clock::now() - since > limits::listen_retry_max)
            pause = limits::listen_retry_min;
        co_await state->closing.wait_for(pause);
        pause = std::min(pause * 2, limits::listen_retry_max);
    }
    --state->listeners;
    state->listener_ended.notify_all();
}

task<void> Pool::State::listen_once(State& state, const std::string& channel,
                                    const std::function<void(std::string_view)>& on_notify) {
    const auto connection = co_await Connection::connect(state.loop, state.metrics, state.config);
    const std::string sql = "listen \"" + channel + "\"";
    co_await connection->script("db.listen", sql);
    if (state.closed) co_return;
    // Removes itself however this ends.
    struct Registered {
        std::vector<Connection*>& all;
        Connection* one;
        ~Registered() { std::erase(all, one); }
    } registered{state.listening, connection.get()};
    state.listening.push_back(connection.get());
    on_notify("");
    while (!state.closed) co_await connection->notifications(on_notify);
}

}  // namespace hatang::db
