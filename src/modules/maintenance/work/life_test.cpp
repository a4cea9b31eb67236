#include "maintenance/work/life.hpp"

#include <doctest/doctest.h>

namespace hatang::maintenance {

TEST_CASE("the life of a work order, act by act") {
    using S = WorkState;
    const std::optional<S> no;
    struct Row {
        S from;
        std::optional<S> assign, start, complete, accept, cancel;
    };
    const Row rows[] = {
        {S::open, S::assigned, no, no, no, S::cancelled},
        {S::assigned, S::assigned, S::in_progress, no, no, S::cancelled},
        {S::in_progress, S::assigned, no, S::completed, no, S::cancelled},
        {S::completed, no, no, no, S::accepted, no},
        {S::accepted, no, no, no, no, no},
        {S::cancelled, no, no, no, no, no},
    };
    for (const Row& row : rows) {
        CAPTURE(json::to_text(row.from));
        CHECK(after(row.from, Act::assign) == row.assign);
        CHECK(after(row.from, Act::start) == row.start);
        CHECK(after(row.from, Act::complete) == row.complete);
        CHECK(after(row.from, Act::accept) == row.accept);
        CHECK(after(row.from, Act::cancel) == row.cancel);
    }
}

}  // namespace hatang::maintenance
