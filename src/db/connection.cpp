#include "db/connection.hpp"

#include <libpq-fe.h>
#include <poll.h>

#include <stdexcept>

#include "base/error.hpp"
#include "base/log.hpp"
#include "db/limits.hpp"
#include "db/rows.hpp"
#include "db/sql_error.hpp"

namespace hatang::db {
namespace {

using SteadyClock = std::chrono::steady_clock;

std::string key_of(const Session::Statement& statement) {
    std::string key(statement.query.name);
    for (const Param& p : statement.params) key.append(1, ' ').append(std::to_string(p.wire().oid));
    return key.append(1, '\n').append(statement.query.sql);
}

[[noreturn]] void throw_no_answer() { throw Error(Code::unavailable, {}, {"PostgreSQL: no answer"}); }

// The parameters in the parallel arrays that libpq takes.
struct ParamArrays {
    std::vector<Oid> types;
    std::vector<const char*> values;
    std::vector<int> lengths, formats;

    explicit ParamArrays(const std::vector<Param>& params) {
        for (const Param& p : params) {
            const auto& wire = p.wire();
            types.push_back(wire.oid);
            values.push_back(wire.value ? wire.value->c_str() : nullptr);
            lengths.push_back(wire.value ? static_cast<int>(wire.value->size()) : 0);
            formats.push_back(wire.binary ? 1 : 0);
        }
    }
    int count() const { return static_cast<int>(types.size()); }
};

}  // namespace

// One statement at a time. Left without finished(), the protocol is in the middle of something: the
// connection is broken.
struct Connection::Use {
    Connection& connection;
    std::string_view query;
    SteadyClock::time_point since = SteadyClock::now();
    bool clean = false;

    Use(Connection& c, std::string_view name) : connection(c), query(name) {
        if (c.busy_)
            throw std::logic_error("db: a second statement on a session that is busy: " + std::string(name));
        if (c.broken_) throw Error(Code::unavailable, {}, {"PostgreSQL: connection lost"});
        c.busy_ = true;
    }
    Use(const Use&) = delete;
    void finished() { clean = true; }
    ~Use() {
        connection.busy_ = false;
        if (!clean) connection.broken_ = true;
        const auto took = SteadyClock::now() - since;
        connection.metrics_.observe("hatang_db_query_seconds", "query=\"" + std::string(query) + "\"",
                                    std::chrono::duration<double>(took).count());
        if (took > limits::slow_query)
            log::warn("db.slow_query",
                      {{"query", query},
                       {"ms", std::chrono::duration_cast<std::chrono::milliseconds>(took).count()}});
    }
};

void Connection::ResultFree::operator()(pg_result* r) const { PQclear(r); }

Connection::Connection(Loop& loop, Metrics& metrics, pg_conn* c)
    : loop_(loop), metrics_(metrics), connection_(c) {}
Connection::~Connection() {
    watch_.reset();  // lets go of the socket before libpq closes it
    PQfinish(connection_);
}

task<std::unique_ptr<Connection>> Connection::connect(Loop& loop, Metrics& metrics,
                                                      const PoolConfig& config) {
    // Values before `dbname` give way to the connection string, those after it do not.
    const char* names[] = {"fallback_application_name", "keepalives_idle",
                           "tcp_user_timeout",          "dbname",
                           "client_encoding",           nullptr};
    const char* values[] = {"hatang", "30", "30000", config.url.c_str(), "UTF8", nullptr};
    // Resolves the host name, which blocks.
    pg_conn* native = co_await loop.blocking([&] { return PQconnectStartParams(names, values, 1); });
    if (!native) throw std::bad_alloc();
    std::unique_ptr<Connection> connection(new Connection(loop, metrics, native));
    co_await connection->handshake();
    PQsetnonblocking(native, 1);
    PQsetNoticeProcessor(
        native,
        [](void*, const char* text) {
            log::debug("db.notice", {{"text", text}});
        },
        nullptr);
    connection->watch_.emplace(loop, PQsocket(native));
    const std::string settings =
        "set statement_timeout = " + std::to_string(config.statement_timeout.count()) +
        "; set timezone = 'UTC'; set client_min_messages = warning";
    co_await connection->script("db.settings", settings);
    co_return connection;
}

task<void> Connection::handshake() {
    if (PQstatus(connection_) == CONNECTION_BAD) throw_lost(connection_);
    const auto deadline = SteadyClock::now() + limits::connect_wait_max;
    for (auto next = PGRES_POLLING_WRITING; next != PGRES_POLLING_OK;) {
        // libpq may try several addresses, each with a socket of its own.
        SocketWatch watch(loop_, PQsocket(connection_));
        const auto ready = next == PGRES_POLLING_WRITING ? SocketWatch::Ready::to_read_or_write
                                                         : SocketWatch::Ready::to_read;
        const auto left =
            std::chrono::duration_cast<std::chrono::microseconds>(deadline - SteadyClock::now());
        const bool in_time = co_await watch.wait_for(ready, left);
        if (!in_time) throw_no_answer();
        next = PQconnectPoll(connection_);
        if (next == PGRES_POLLING_FAILED) throw_lost(connection_);
    }
}

void Connection::require(int sent) {
    if (sent != 1) throw_lost(connection_);
}

void Connection::receive(bool in_time) {
    if (!in_time) throw_no_answer();
    require(PQconsumeInput(connection_));
}

task<void> Connection::flush() {
    for (;;) {
        const int left = PQflush(connection_);
        if (left < 0) throw_lost(connection_);
        if (left == 0) co_return;
        // Reading while writing: a server that cannot send its answers stops taking our statements.
        const bool in_time = co_await watch_->wait_for(SocketWatch::Ready::to_read_or_write, wait_limit_);
        receive(in_time);
    }
}

task<Connection::Result> Connection::next_result() {
    while (PQisBusy(connection_)) {
        if (PQstatus(connection_) == CONNECTION_BAD) throw_lost(connection_);
        const bool in_time = co_await watch_->wait_for(SocketWatch::Ready::to_read, wait_limit_);
        receive(in_time);
    }
    co_return Result(PQgetResult(connection_));
}

std::string Connection::send(const Statement& statement) {
    const ParamArrays params(statement.params);
    std::string key = key_of(statement), made;
    auto known = prepared_.find(key);
    if (known == prepared_.end()) {
        const std::string sql(statement.query.sql);
        if (prepared_.size() >= limits::prepared_max) {
            require(PQsendQueryParams(connection_, sql.c_str(), params.count(), params.types.data(),
                                      params.values.data(), params.lengths.data(), params.formats.data(), 1));
            return made;
        }
        const std::string name = std::string(statement.query.name) + '#' + std::to_string(++prepared_count_);
        require(PQsendPrepare(connection_, name.c_str(), sql.c_str(), params.count(), params.types.data()));
        known = prepared_.emplace(key, name).first;
        made = std::move(key);
    }
    require(PQsendQueryPrepared(connection_, known->second.c_str(), params.count(), params.values.data(),
                                params.lengths.data(), params.formats.data(), 1));
    return made;
}

task<std::vector<Rows>> Connection::run_all(std::vector<Statement> statements) {
    std::vector<Rows> rows;
    if (statements.empty()) co_return rows;
    Use use(*this, statements.front().query.name);
    require(PQenterPipelineMode(connection_));
    std::vector<std::string> made;  // per statement, as send() gives it
    for (const Statement& s : statements) made.push_back(send(s));
    require(PQpipelineSync(connection_));
    co_await flush();

    Result error;
    std::string_view failed;
    for (std::size_t i = 0; i < statements.size(); ++i) {
        for (int step = made[i].empty() ? 1 : 0; step < 2; ++step) {  // 0: the preparation, 1: the statement
            for (;;) {
                Result result = co_await next_result();
                if (!result) break;
                const auto status = PQresultStatus(result.get());
                const bool good =
                    status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK || status == PGRES_EMPTY_QUERY;
                if (good && step == 1) rows.push_back(take_rows(result.release()));
                if (!good && step == 0) prepared_.erase(made[i]);
                if (!good && !error && status != PGRES_PIPELINE_ABORTED) {
                    error = std::move(result);
                    failed = statements[i].query.name;
                }
            }
            if (PQstatus(connection_) == CONNECTION_BAD) throw_lost(connection_);
        }
    }
    const Result sync = co_await next_result();
    if (PQresultStatus(sync.get()) != PGRES_PIPELINE_SYNC) throw_lost(connection_);
    require(PQexitPipelineMode(connection_));
    use.finished();
    if (error) throw_sql_error(failed, error.get());
    co_return rows;
}

task<Rows> Connection::run(Query query, std::vector<Param> params) {
    std::vector<Statement> one;
    one.push_back({query, std::move(params)});
    std::vector<Rows> rows = co_await run_all(std::move(one));
    co_return std::move(rows.front());
}

task<Connection::Result> Connection::simple_result(Use& use) {
    Result last, error;
    for (;;) {
        Result result = co_await next_result();
        if (!result) break;
        const auto status = PQresultStatus(result.get());
        if (status == PGRES_COPY_IN) co_return result;
        if (status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH)
            throw std::logic_error("db: COPY … TO is not supported");
        (status == PGRES_FATAL_ERROR && !error ? error : last) = std::move(result);
    }
    if (PQstatus(connection_) == CONNECTION_BAD) throw_lost(connection_);
    if (error) {
        use.finished();
        throw_sql_error(use.query, error.get());
    }
    co_return last;
}

task<void> Connection::script(std::string_view name, std::string_view sql) {
    Use use(*this, name);
    require(PQsendQuery(connection_, std::string(sql).c_str()));
    co_await flush();
    co_await simple_result(use);
    use.finished();
}

task<std::int64_t> Connection::copy_in(Query query, std::string rows) {
    Use use(*this, query.name);
    require(PQsendQuery(connection_, std::string(query.sql).c_str()));
    co_await flush();
    const Result begun = co_await simple_result(use);
    if (PQresultStatus(begun.get()) != PGRES_COPY_IN) throw std::logic_error("db: not a COPY … FROM STDIN");
    for (std::size_t at = 0; at < rows.size(); at += limits::copy_piece_bytes) {
        const std::size_t piece = std::min(limits::copy_piece_bytes, rows.size() - at);
        require(PQputCopyData(connection_, rows.data() + at, static_cast<int>(piece)));
        co_await flush();
    }
    require(PQputCopyEnd(connection_, nullptr));
    co_await flush();
    Result result = co_await simple_result(use);
    use.finished();
    co_return take_rows(result.release()).affected();
}

bool Connection::alive() {
    // A server that has gone leaves its farewell and an end of file to read: two rounds find it.
    for (int round = 0; round < 3 && PQstatus(connection_) == CONNECTION_OK; ++round) {
        pollfd socket{PQsocket(connection_), POLLIN, 0};
        if (::poll(&socket, 1, 0) <= 0) return !broken_;
        if (PQconsumeInput(connection_) != 1) return false;
    }
    return !broken_ && PQstatus(connection_) == CONNECTION_OK;
}
bool Connection::idle() const {
    return !busy_ && !broken_ && PQstatus(connection_) == CONNECTION_OK &&
           PQtransactionStatus(connection_) == PQTRANS_IDLE;
}
bool Connection::transaction_failed() const { return PQtransactionStatus(connection_) == PQTRANS_INERROR; }

task<void> Connection::notifications(const std::function<void(std::string_view)>& on_notify) {
    for (;;) {
        bool any = false;
        while (const std::unique_ptr<PGnotify, void (*)(void*)> n{PQnotifies(connection_), PQfreemem}) {
            on_notify(n->extra);
            any = true;
        }
        if (any) co_return;
        const bool in_time = co_await watch_->wait_for(SocketWatch::Ready::to_read, wait_limit_);
        receive(in_time);
    }
}
void Connection::cancel_wait() {
    if (watch_) watch_->cancel();
}

}  // namespace hatang::db
