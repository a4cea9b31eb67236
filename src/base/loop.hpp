// The one event loop of the process, and the small pool beside it for work that blocks. Everything that holds
// state (heads, rules, subscriptions) lives on the loop's thread, so it needs no locks.
#pragma once

#include <chrono>
#include <coroutine>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <type_traits>

#include "base/task.hpp"

namespace boost::asio {
class io_context;
}

namespace hatang {

class Loop {
  public:
    explicit Loop(int blocking_threads = 2);
    // For simulations: one thread does all, and time jumps to the next timer when nothing else is left to do.
    // The same tasks run in the same order each time. Throws std::logic_error from run() when nobody can go
    // on.
    struct Simulated {};
    explicit Loop(Simulated);
    ~Loop();
    Loop(const Loop&) = delete;

    void run();   // until stop()
    void stop();  // any thread
    // Calls back once on the loop when the process is told to stop (SIGINT, SIGTERM); a second signal ends it
    // at once.
    void on_stop_signal(std::function<void()>);
    // Runs `work` on the loop soon. Any thread.
    void post(std::function<void()> work);
    // Starts a task nobody waits for. An exception that leaves it is logged under `name`.
    void spawn(task<void> work, std::string_view name);
    // Waits for `count` tasks that `work` makes; then the first exception of theirs, if any.
    task<void> at_once(int count, std::function<task<void>()> work, std::string_view name);
    // Runs the loop until `work` ends: for commands and tests.
    template <class T>
    T run_until(task<T> work);

    task<void> sleep(std::chrono::microseconds);
    // Runs `work` on the blocking pool and comes back to the loop with its value. The queue is bounded:
    // throws Code::unavailable when it is full.
    template <class F>
    auto blocking(F work) -> task<std::invoke_result_t<F>> {
        return away(Pool::blocking, std::move(work));
    }
    // The same for work that takes some milliseconds at most: it has a thread of its own, where nothing long
    // stands before it and everything is done in its order.
    template <class F>
    auto brief(F work) -> task<std::invoke_result_t<F>> {
        return away(Pool::brief, std::move(work));
    }

    boost::asio::io_context& native();
    bool on_loop_thread() const;

  private:
    struct State;
    std::unique_ptr<State> state_;

    enum class Pool { blocking, brief };
    template <class F>
    auto away(Pool pool, F work) -> task<std::invoke_result_t<F>>;
    void submit(Pool, std::function<void()> work);
    friend class Signal;
    void run_simulated();
};

// Waits for a socket that another library owns (libpq). Does not close it.
class SocketWatch {
  public:
    SocketWatch(Loop&, int fd);
    ~SocketWatch();
    SocketWatch(SocketWatch&&) noexcept;
    task<void> readable();
    task<void> writable();
    enum class Ready { to_read, to_read_or_write };
    // False when `limit` has passed first; std::nullopt waits for ever.
    task<bool> wait_for(Ready, std::optional<std::chrono::microseconds> limit);
    // Wakes every waiter; they see Code::unavailable thrown.
    void cancel();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

// Resumes its waiters when set. Loop thread only.
class Signal {
  public:
    explicit Signal(Loop& loop) : loop_(loop) {}
    void notify_all();
    task<void> wait();
    // True when notified, false after `limit`.
    task<bool> wait_for(std::chrono::microseconds limit);

  private:
    struct Waiter;
    void add(std::shared_ptr<Waiter>);
    Loop& loop_;
    std::shared_ptr<Waiter> head_;
};

// Calls back into a suspended coroutine from any thread, on the loop.
class Resumer {
  public:
    Resumer(Loop& loop, std::coroutine_handle<> h) : loop_(&loop), handle_(h) {}
    void operator()() const {
        loop_->post([h = handle_] { h.resume(); });
    }

  private:
    Loop* loop_;
    std::coroutine_handle<> handle_;
};

template <class F>
auto Loop::away(Pool pool, F work) -> task<std::invoke_result_t<F>> {
    using T = std::invoke_result_t<F>;
    struct Await {
        Loop& loop;
        Pool pool;
        F& work;
        std::conditional_t<std::is_void_v<T>, bool, std::optional<T>> value{};
        std::exception_ptr exception;
        bool await_ready() { return false; }
        void await_suspend(std::coroutine_handle<> h) {
            loop.submit(pool, [this, resume = Resumer(loop, h)] {
                try {
                    if constexpr (std::is_void_v<T>)
                        work();
                    else
                        value.emplace(work());
                } catch (...) {
                    exception = std::current_exception();
                }
                resume();
            });
        }
        T await_resume() {
            if (exception) std::rethrow_exception(exception);
            if constexpr (!std::is_void_v<T>) return std::move(*value);
        }
    };
    Await await{*this, pool, work, {}, {}};
    co_return co_await await;
}

template <class T>
T Loop::run_until(task<T> work) {
    std::exception_ptr exception;
    std::conditional_t<std::is_void_v<T>, bool, std::optional<T>> value{};
    auto body = [](Loop& loop, task<T> inner, auto& out, std::exception_ptr& failed) -> task<void> {
        try {
            if constexpr (std::is_void_v<T>)
                co_await std::move(inner);
            else
                out.emplace(co_await std::move(inner));
        } catch (...) {
            failed = std::current_exception();
        }
        loop.stop();
    };
    spawn(body(*this, std::move(work), value, exception), "main");
    run();
    if (exception) std::rethrow_exception(exception);
    if constexpr (!std::is_void_v<T>) return std::move(*value);
}

}  // namespace hatang
