#include "base/loop.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <stdexcept>
#include <vector>

#include "base/error.hpp"

using namespace hatang;
using namespace std::chrono_literals;

namespace {

task<int> twice(int n) { co_return 2 * n; }

task<int> fails() {
    throw Error(Code::not_found, "x", {"thing"});
    co_return 0;
}

}  // namespace

TEST_CASE("loop: a task gives its value or its exception to the one who waits") {
    Loop loop;
    CHECK(loop.run_until(twice(21)) == 42);
    CHECK_THROWS_AS(loop.run_until(fails()), Error);
}

TEST_CASE("loop: blocking work runs elsewhere and comes back to the loop") {
    Loop loop;
    const auto body = [](Loop& l) -> task<bool> {
        const bool away = co_await l.blocking([&l] { return !l.on_loop_thread(); });
        const bool back = l.on_loop_thread();
        const bool away_again = co_await l.brief([&l] { return !l.on_loop_thread(); });
        co_return away&& back&& away_again&& l.on_loop_thread();
    };
    CHECK(loop.run_until(body(loop)));
    const auto throws = [](Loop& l) -> task<void> {
        co_await l.blocking([] { throw std::runtime_error("no"); });
    };
    CHECK_THROWS_AS(loop.run_until(throws(loop)), std::runtime_error);
}

TEST_CASE("loop: brief work does not wait behind what blocks") {
    Loop loop;
    const auto body = [](Loop& l) -> task<int> {
        std::atomic<bool> go_on{false};
        int blocked = 0, brief = 0;
        const auto block = [&]() -> task<void> {
            co_await l.blocking([&] { go_on.wait(false); });
            ++blocked;
        };
        for (int i = 0; i < 5; ++i) l.spawn(block(), "test");
        for (int i = 0; i < 5; ++i) {
            co_await l.brief([] {});
            ++brief;
        }
        const int seen = brief - blocked;
        go_on = true;
        go_on.notify_all();
        while (blocked < 5) co_await l.sleep(1ms);
        co_return seen;
    };
    CHECK(loop.run_until(body(loop)) == 5);
}

TEST_CASE("loop: a signal wakes its waiters, or the time is over") {
    Loop loop;
    const auto body = [](Loop& l) -> task<std::vector<bool>> {
        Signal signal(l);
        std::vector<bool> out;
        const bool early = co_await signal.wait_for(5ms);
        out.push_back(early);
        l.post([&signal] { signal.notify_all(); });
        const bool woken = co_await signal.wait_for(5s);
        out.push_back(woken);
        co_return out;
    };
    CHECK(loop.run_until(body(loop)) == std::vector<bool>{false, true});
}

TEST_CASE("loop: many threads post, one thread runs") {
    Loop loop;
    int sum = 0;
    const auto body = [](Loop& l, int& total) -> task<void> {
        for (int i = 0; i < 200; ++i)
            l.spawn(
                [](Loop& inner, int& t) -> task<void> {
                    co_await inner.blocking([] {});
                    ++t;  // on the loop: no lock needed
                }(l, total),
                "add");
        while (total < 200) co_await l.sleep(1ms);
    };
    loop.run_until(body(loop, sum));
    CHECK(sum == 200);
}

TEST_CASE("loop: tasks at once take turns, and the first failure is told when all have ended") {
    Loop loop;
    int begun = 0, ended = 0;
    const auto work = [&]() -> task<void> {
        const int mine = ++begun;
        co_await loop.sleep(mine == 1 ? 20ms : 1ms);
        ++ended;
        if (mine == 2) throw Error(Code::not_found, "x", {"thing"});
    };
    CHECK_THROWS_AS(loop.run_until(loop.at_once(3, work, "test")), Error);
    CHECK(begun == 3);
    CHECK(ended == 3);
}
