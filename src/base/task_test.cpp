#include "base/task.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <stdexcept>

#include "base/loop.hpp"

using namespace hatang;

namespace {

struct Waiter {
    Signal signal;
    task<void> wait_or_throw() {
        const std::chrono::microseconds limit{0};
        const bool in_time = co_await signal.wait_for(limit);
        if (!in_time) throw std::runtime_error("too late");
    }
    task<int> number(int n) {
        if (n == 0) co_return 0;
        const int below = co_await number(n - 1);
        co_return below + 1;
    }
};

}  // namespace

TEST_CASE("task: values and exceptions come through") {
    Loop loop(1);
    Waiter waiter{Signal(loop)};
    CHECK_THROWS_WITH_AS(loop.run_until(waiter.wait_or_throw()), "too late", std::runtime_error);
    CHECK(loop.run_until(waiter.number(1'000)) == 1'000);
}
