#pragma once

#include "base/loop.hpp"
#include "telemetry/limits.hpp"

namespace hatang::telemetry {

// Reads `bytes` of text on a thread beside the loop, since reading is a fifth (lines) to a third (JSON) of
// the work of an intake; here, where they are so few that the way there takes longer.
template <class F>
auto read_away(Loop& loop, std::size_t bytes, F read) -> task<std::invoke_result_t<F>> {
    if (bytes <= limits::read_on_loop_max) co_return read();
    auto out = co_await loop.brief(std::move(read));
    co_return out;
}

}  // namespace hatang::telemetry
