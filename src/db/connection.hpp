// Inside of db: one connection, driven by the loop.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/loop.hpp"
#include "base/metrics.hpp"
#include "db/pool.hpp"

struct pg_conn;
struct pg_result;

namespace hatang::db {

class Connection final : public Session {
  public:
    // Throws Code::unavailable when the server cannot be reached or refuses.
    static task<std::unique_ptr<Connection>> connect(Loop&, Metrics&, const PoolConfig&);
    ~Connection() override;

    using Session::run;
    task<Rows> run(Query, std::vector<Param>) override;
    task<std::vector<Rows>> run_all(std::vector<Statement>) override;
    task<void> script(std::string_view name, std::string_view sql) override;
    task<std::int64_t> copy_in(Query, std::string rows) override;

    bool alive() override;
    bool idle() const override;
    bool transaction_failed() const override;
    void limit_wait(std::optional<std::chrono::microseconds> limit) override { wait_limit_ = limit; }

    // Waits for notifications and hands their payloads out; returns after each batch. Throws when the
    // connection is lost.
    task<void> notifications(const std::function<void(std::string_view)>& on_notify);
    // Ends a wait from outside: the one who waits sees Code::unavailable.
    void cancel_wait();

  private:
    struct Use;
    struct ResultFree {
        void operator()(pg_result*) const;
    };
    using Result = std::unique_ptr<pg_result, ResultFree>;

    Connection(Loop&, Metrics&, pg_conn*);
    task<void> handshake();
    // Puts a statement into the pipeline; gives the key of its prepared form when that is made now, else
    // nothing.
    std::string send(const Statement&);
    task<void> flush();
    task<Result> next_result();  // null at the end of a statement
    // Reads all results of what was sent with the simple protocol; the last of them, or the first error
    // thrown.
    task<Result> simple_result(Use&);
    void receive(bool in_time);  // reads what came, or throws Code::unavailable
    void require(int sent);      // throws Code::unavailable when libpq could not take it

    Loop& loop_;
    Metrics& metrics_;
    pg_conn* connection_;
    std::optional<SocketWatch> watch_;
    std::map<std::string, std::string> prepared_;  // statement name by query name, parameter types and text
    int prepared_count_ = 0;
    std::optional<std::chrono::microseconds> wait_limit_;
    bool busy_ = false, broken_ = false;
};

}  // namespace hatang::db
