#include "telemetry/devices/gaps.hpp"

#include <algorithm>

namespace hatang::telemetry {

std::vector<Gap> find_gaps(std::span<const std::int64_t> times_us, std::int64_t interval_us, Instant from,
                           Instant to) {
    std::vector<Gap> out;
    // At an end nobody is seen to be missing until a whole interval has passed.
    const auto look = [&](std::int64_t begin, std::int64_t end, std::int64_t seen) {
        if (2 * (end - begin) <= 3 * interval_us) return;
        const std::int64_t missing = (end - begin + interval_us / 2) / interval_us - seen;
        out.push_back({{begin}, {end}, std::max<std::int64_t>(1, missing)});
    };
    std::int64_t before = from.us;
    bool first = true;
    for (const std::int64_t t : times_us) {
        look(before, t, first ? 0 : 1);
        before = t;
        first = false;
    }
    look(before, to.us, first ? 0 : 1);
    return out;
}

}  // namespace hatang::telemetry
