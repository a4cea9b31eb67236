// Connections to PostgreSQL, driven by the loop. One statement: `co_await pool.run(query, values…)`. Several
// that stand or fall together: `co_await pool.transaction([&](db::Session& tx) -> task<T> { … co_return
// value; })`.
#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/loop.hpp"
#include "base/task.hpp"
#include "db/query.hpp"

namespace hatang {
class Metrics;
}

namespace hatang::db {

// An error that the server reported. Handlers catch the ones they expect (a broken unique constraint) by
// name; any other becomes Code::database_error at the border.
class SqlError : public std::exception {
  public:
    SqlError(std::string query, std::string sqlstate, std::string constraint, std::string message);
    const char* what() const noexcept override { return message.c_str(); }
    bool unique_violation(std::string_view constraint_name) const;
    bool foreign_key_violation(std::string_view constraint_name) const;
    std::string query, sqlstate, constraint, message;
};

class Session;

struct PoolConfig {
    std::string url;      // libpq connection string
    int connections = 6;  // one private cluster serves a city from few: the loop pipelines
    std::chrono::milliseconds statement_timeout{30'000};
    int waiting_max = 2'000;  // callers that wait for a connection; beyond: Code::unavailable
    // Makes the connections instead of libpq: for simulations.
    std::function<task<std::unique_ptr<Session>>()> connect;
};

// One connection, held by one caller at a time.
class Session {
  public:
    virtual ~Session() = default;
    virtual task<Rows> run(Query, std::vector<Param>) = 0;
    // Sends all statements in one round trip (pipeline mode); their rows come back in order. Outside a
    // transaction they are one: the first error undoes all and is thrown.
    struct Statement {
        Query query;
        std::vector<Param> params;
    };
    virtual task<std::vector<Rows>> run_all(std::vector<Statement>) = 0;
    // Text with several statements, no values: migrations. One transaction unless the text says otherwise.
    virtual task<void> script(std::string_view name, std::string_view sql) = 0;
    // COPY table (columns) FROM STDIN (FORMAT binary). `rows` is what CopyRows::take() gives.
    virtual task<std::int64_t> copy_in(Query, std::string rows) = 0;

    // For the pool. Looks at the connection without waiting: false when it is lost.
    virtual bool alive() = 0;
    // No statement and no transaction is under way.
    virtual bool idle() const = 0;
    virtual bool transaction_failed() const = 0;
    // The next statement gives up after `limit`; the connection is unusable then.
    virtual void limit_wait(std::optional<std::chrono::microseconds> limit) = 0;

    template <class... Args>
    task<Rows> run(Query query, Args&&... args) {
        std::vector<Param> params;
        params.reserve(sizeof...(args));
        (params.push_back(Param(std::forward<Args>(args))), ...);
        return run(query, std::move(params));
    }
    task<Rows> run(Query query) { return run(query, std::vector<Param>{}); }
};

// Builds the binary COPY stream (PostgreSQL 15, section "COPY", binary format).
class CopyRows {
  public:
    explicit CopyRows(int columns);
    void begin_row();
    void null();
    void integer(std::int64_t);  // int8
    void integer32(std::int32_t);
    void number(double);
    void instant(Instant);
    void boolean(bool);
    void bytes(std::string_view);  // bytea and text alike
    std::string take();            // with header and trailer

  private:
    std::string out_;
    int columns_;
};

class Pool {
  public:
    Pool(Loop&, Metrics&, PoolConfig);
    ~Pool();

    // Connects all; throws Code::unavailable with the server's reason.
    task<void> open();
    task<void> close();
    // True when a connection answers within a second.
    task<bool> healthy();
    const PoolConfig& config() const;

    template <class... Args>
    task<Rows> run(Query query, Args... args) {
        std::vector<Param> params;
        params.reserve(sizeof...(args));
        (params.push_back(Param(std::move(args))), ...);
        return run_params(query, std::move(params));
    }
    task<Rows> run_params(Query, std::vector<Param>);

    // begin; body; commit. An exception from the body rolls back and passes on. The commit is durable when it
    // returns.
    template <class Body>
    auto transaction(Body body) -> decltype(body(std::declval<Session&>()));

    // Waits for notifications on `channel` on a connection of its own, reconnecting as needed, until the pool
    // closes. `on_notify` is called on the loop with the payload, and once with "" after each (re)connection.
    void listen(std::string channel, std::function<void(std::string_view payload)> on_notify);

    // A connection held for longer (COPY, long reads). Returned when the lease dies.
    class Lease {
      public:
        Lease(Pool&, std::unique_ptr<Session>);
        Lease(Lease&&) noexcept;
        Lease& operator=(Lease&&) = delete;
        ~Lease();
        Session& operator*() const { return *session_; }
        Session* operator->() const { return session_.get(); }
        // The connection is in an unknown state: close it instead of reusing it.
        void poison();

      private:
        Pool* pool_;
        std::unique_ptr<Session> session_;
        bool poisoned_ = false;
    };
    task<Lease> lease();

  private:
    struct State;
    std::shared_ptr<State> state_;
    void give_back(std::unique_ptr<Session>, bool poisoned);
    static task<void> begin(Session&);
    static task<void> commit(Session&);
    static task<void> rollback(Lease&);  // poisons the lease when it fails
};

template <class Body>
auto Pool::transaction(Body body) -> decltype(body(std::declval<Session&>())) {
    using Result = decltype(body(std::declval<Session&>()));
    Lease held = co_await lease();
    std::exception_ptr failed;
    co_await begin(*held);
    try {
        if constexpr (std::is_same_v<Result, task<void>>) {
            co_await body(*held);
            co_await commit(*held);
            co_return;
        } else {
            auto value = co_await body(*held);
            co_await commit(*held);
            co_return value;
        }
    } catch (...) {
        failed = std::current_exception();
    }
    co_await rollback(held);
    std::rethrow_exception(failed);
}

}  // namespace hatang::db
