#include "alarms/lifecycle/life.hpp"

#include <doctest/doctest.h>

namespace hatang::alarms {

TEST_CASE("the life of an alarm, act by act") {
    using S = AlarmState;
    const Life raised{S::raised, false}, acknowledged{S::acknowledged, true}, returned{S::cleared, false},
        cleared{S::cleared, true}, closed{S::closed, true};
    const std::optional<Life> no;
    struct Row {
        Life from;
        std::optional<Life> raise, acknowledge, clear, close;
    };
    const Row rows[] = {
        {raised, no, acknowledged, returned, no},
        {acknowledged, no, no, cleared, no},
        {returned, raised, cleared, no, no},
        {cleared, raised, no, no, closed},
        {closed, no, no, no, no},
    };
    for (const Row& row : rows) {
        CAPTURE(to_words(row.from));
        CHECK(after(row.from, Act::raise) == row.raise);
        CHECK(after(row.from, Act::acknowledge) == row.acknowledge);
        CHECK(after(row.from, Act::clear) == row.clear);
        CHECK(after(row.from, Act::close) == row.close);
    }
}

}  // namespace hatang::alarms
