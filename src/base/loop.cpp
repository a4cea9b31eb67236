#include "base/loop.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>

#include <atomic>
#include <csignal>
#include <list>
#include <map>
#include <stdexcept>
#include <thread>

#include "base/error.hpp"
#include "base/log.hpp"

namespace hatang {
namespace asio = boost::asio;
namespace {

// Work waiting for one pool. Beyond it a sign-in flood gets 503 instead of growing the memory.
constexpr int waiting_max = 1'024;

// A coroutine that owns itself: its frame goes when it ends.
struct Detached {
    struct promise_type {
        Detached get_return_object() { return {}; }
        std::suspend_never initial_suspend() noexcept { return {}; }
        std::suspend_never final_suspend() noexcept { return {}; }
        void return_void() {}
        void unhandled_exception() { std::terminate(); }  // run_detached catches all
    };
};

Detached run_detached(task<void> work, std::string name) {
    try {
        co_await std::move(work);
    } catch (const std::exception& e) {
        log::error("loop.task_failed", {{"task", name}, {"error", e.what()}});
    }
}

// Suspends, hands the coroutine to `start`, and gives back the error code that the operation ended with.
template <class Start>
struct AsioWait {
    Start start;
    boost::system::error_code error;
    bool await_ready() { return false; }
    void await_suspend(std::coroutine_handle<> h) {
        start([this, h](boost::system::error_code e) {
            error = e;
            h.resume();
        });
    }
    boost::system::error_code await_resume() { return error; }
};
template <class Start>
AsioWait(Start, boost::system::error_code) -> AsioWait<Start>;

}  // namespace

struct Loop::State {
    State() = default;
    explicit State(int blocking_threads) {
        blocking.threads.emplace(static_cast<std::size_t>(blocking_threads));
        brief.threads.emplace(1);
    }
    struct Away {
        std::optional<asio::thread_pool> threads;  // none in a simulation
        std::atomic<int> waiting{0};
    };
    asio::io_context io{1};
    Away blocking, brief;
    bool simulated() const { return !blocking.threads; }
    std::atomic<std::thread::id> thread;
    asio::signal_set stop_signals{io};

    // Of a simulation: its time, and what waits for a later one.
    std::chrono::microseconds now{0};
    std::multimap<std::chrono::microseconds, std::function<void()>> timers;
};

Loop::Loop(int blocking_threads) : state_(std::make_unique<State>(blocking_threads)) {}
Loop::Loop(Simulated) : state_(std::make_unique<State>()) {}
Loop::~Loop() {
    if (state_->simulated()) return;
    state_->blocking.threads->join();
    state_->brief.threads->join();
}

void Loop::run_simulated() {
    while (!state_->io.stopped()) {
        if (state_->io.poll_one() > 0) continue;
        if (state_->io.stopped()) break;
        if (state_->timers.empty()) throw std::logic_error("loop: nobody can go on");
        auto next = state_->timers.extract(state_->timers.begin());
        state_->now = next.key();
        next.mapped()();
    }
}

void Loop::run() {
    state_->thread = std::this_thread::get_id();
    if (state_->io.stopped()) state_->io.restart();
    if (state_->simulated()) {
        const auto busy = asio::make_work_guard(state_->io);
        run_simulated();
        return;
    }
    const auto guard = asio::make_work_guard(state_->io);
    state_->io.run();
}
void Loop::stop() { state_->io.stop(); }
void Loop::on_stop_signal(std::function<void()> stop) {
    state_->stop_signals.add(SIGINT);
    state_->stop_signals.add(SIGTERM);
    state_->stop_signals.async_wait([this, stop = std::move(stop)](boost::system::error_code error, int) {
        if (error) return;
        state_->stop_signals.clear();
        stop();
    });
}
void Loop::post(std::function<void()> work) { asio::post(state_->io, std::move(work)); }
void Loop::spawn(task<void> work, std::string_view name) {
    // std::function wants a copyable callable; the task is not.
    auto held = std::make_shared<task<void>>(std::move(work));
    post([held, name = std::string(name)] { run_detached(std::move(*held), name); });
}
asio::io_context& Loop::native() { return state_->io; }
bool Loop::on_loop_thread() const { return state_->thread.load() == std::this_thread::get_id(); }

task<void> Loop::at_once(int count, std::function<task<void>()> work, std::string_view name) {
    Signal ended(*this);
    int running = count;
    std::exception_ptr failed;
    const auto one = [&]() -> task<void> {
        try {
            co_await work();
        } catch (...) {
            if (!failed) failed = std::current_exception();
        }
        --running;
        ended.notify_all();
    };
    for (int i = 0; i < count; ++i) spawn(one(), name);
    while (running > 0) co_await ended.wait();
    if (failed) std::rethrow_exception(failed);
}

task<void> Loop::sleep(std::chrono::microseconds time) {
    if (state_->simulated()) {
        AsioWait jump{[&](auto done) { state_->timers.emplace(state_->now + time, [done] { done({}); }); },
                      {}};
        co_await jump;
        co_return;
    }
    asio::steady_timer timer(state_->io, time);
    AsioWait wait{[&](auto done) { timer.async_wait(std::move(done)); }, {}};
    co_await wait;
}

void Loop::submit(Pool pool, std::function<void()> work) {
    if (state_->simulated()) return post(std::move(work));
    State::Away& away = pool == Pool::blocking ? state_->blocking : state_->brief;
    if (away.waiting.fetch_add(1) >= waiting_max) {
        away.waiting.fetch_sub(1);
        throw Error(Code::unavailable, {}, {pool == Pool::blocking ? "blocking pool" : "brief pool"});
    }
    asio::post(*away.threads, [&away, work = std::move(work)] {
        work();
        away.waiting.fetch_sub(1);
    });
}

struct SocketWatch::State {
    State(asio::io_context& io, int fd) : descriptor(io, fd) {}
    asio::posix::stream_descriptor descriptor;
};
SocketWatch::SocketWatch(Loop& loop, int fd) : state_(std::make_unique<State>(loop.native(), fd)) {}
SocketWatch::SocketWatch(SocketWatch&&) noexcept = default;
SocketWatch::~SocketWatch() {
    if (state_) state_->descriptor.release();
}
task<void> SocketWatch::readable() {
    AsioWait wait{[&](auto done) {
                      state_->descriptor.async_wait(asio::posix::stream_descriptor::wait_read,
                                                    std::move(done));
                  },
                  {}};
    if (const auto error = co_await wait) throw Error(Code::unavailable, {}, {error.message()});
}
task<void> SocketWatch::writable() {
    AsioWait wait{[&](auto done) {
                      state_->descriptor.async_wait(asio::posix::stream_descriptor::wait_write,
                                                    std::move(done));
                  },
                  {}};
    if (const auto error = co_await wait) throw Error(Code::unavailable, {}, {error.message()});
}

// Up to three operations on one socket; the first to end cancels the others, and the coroutine goes on when
// all ended.
task<bool> SocketWatch::wait_for(Ready ready, std::optional<std::chrono::microseconds> limit) {
    struct Await {
        asio::posix::stream_descriptor& descriptor;
        Ready ready;
        std::optional<asio::steady_timer> timer;
        std::coroutine_handle<> handle;
        int under_way = 0;
        bool ended = false, timed_out = false;
        boost::system::error_code error;

        void end(bool by_timer, boost::system::error_code e) {
            if (!std::exchange(ended, true)) {
                timed_out = by_timer;
                error = e;
                descriptor.cancel();
                if (timer) timer->cancel();
            }
            if (--under_way == 0) handle.resume();
        }
        bool await_ready() { return false; }
        void await_suspend(std::coroutine_handle<> h) {
            using Descriptor = asio::posix::stream_descriptor;
            handle = h;
            under_way = 1 + (ready == Ready::to_read_or_write) + timer.has_value();
            descriptor.async_wait(Descriptor::wait_read, [this](auto e) { end(false, e); });
            if (ready == Ready::to_read_or_write)
                descriptor.async_wait(Descriptor::wait_write, [this](auto e) { end(false, e); });
            if (timer) timer->async_wait([this](auto e) { end(true, e); });
        }
        void await_resume() {}
    };
    Await await{state_->descriptor, ready, {}, {}};
    if (limit) await.timer.emplace(state_->descriptor.get_executor(), *limit);
    co_await await;
    if (await.timed_out) co_return false;
    if (await.error) throw Error(Code::unavailable, {}, {await.error.message()});
    co_return true;
}
void SocketWatch::cancel() { state_->descriptor.cancel(); }

// A waiter lives until both its owner and its timer have let go of it.
struct Signal::Waiter {
    std::coroutine_handle<> handle;
    std::shared_ptr<Waiter> next;
    bool notified = false;
    std::unique_ptr<asio::steady_timer> timer;
};

void Signal::notify_all() {
    for (auto waiter = std::exchange(head_, nullptr); waiter; waiter = std::exchange(waiter->next, nullptr)) {
        if (!waiter->handle) continue;  // timed out
        waiter->notified = true;
        if (waiter->timer) waiter->timer->cancel();
        loop_.post([h = std::exchange(waiter->handle, nullptr)] { h.resume(); });
    }
}

// Timed-out waiters at the front of the list are dropped, so that a waiter in a loop leaves no trail.
void Signal::add(std::shared_ptr<Waiter> waiter) {
    while (head_ && !head_->handle) head_ = std::exchange(head_->next, nullptr);
    waiter->next = std::exchange(head_, waiter);
}

task<void> Signal::wait() {
    auto waiter = std::make_shared<Waiter>();
    struct Await {
        Signal& signal;
        std::shared_ptr<Waiter>& waiter;
        bool await_ready() { return false; }
        void await_suspend(std::coroutine_handle<> h) {
            waiter->handle = h;
            signal.add(waiter);
        }
        void await_resume() {}
    };
    Await await{*this, waiter};
    co_await await;
}

task<bool> Signal::wait_for(std::chrono::microseconds limit) {
    auto waiter = std::make_shared<Waiter>();
    Loop::State& loop = *loop_.state_;
    if (!loop.simulated()) waiter->timer = std::make_unique<asio::steady_timer>(loop.io, limit);
    struct Await {
        Signal& signal;
        Loop::State& loop;
        std::chrono::microseconds limit;
        std::shared_ptr<Waiter>& waiter;
        bool await_ready() { return false; }
        void await_suspend(std::coroutine_handle<> h) {
            waiter->handle = h;
            signal.add(waiter);
            const auto time_out = [w = waiter] {
                if (auto handle = std::exchange(w->handle, nullptr)) handle.resume();
            };
            if (waiter->timer)
                waiter->timer->async_wait([time_out](boost::system::error_code) { time_out(); });
            else
                loop.timers.emplace(loop.now + limit, time_out);
        }
        bool await_resume() { return waiter->notified; }
    };
    Await await{*this, loop, limit, waiter};
    co_return co_await await;
}

}  // namespace hatang
