#include "telemetry/ingest/units.hpp"

#include <algorithm>

#include "telemetry/limits.hpp"

namespace hatang::telemetry {
namespace {

constexpr std::int64_t run_enough = 3;

}  // namespace

std::optional<UnitGuess> guess_unit(double value, double least, double most, bool temperature) {
    const auto fits = [&](const UnitGuess& g) {
        const double converted = value * g.scale + g.shift;
        return converted >= least && converted <= most;
    };
    // Zero fits whatever its unit.
    if (value == 0) return {};
    if (temperature)
        if (const UnitGuess fahrenheit{5.0 / 9, -160.0 / 9}; fits(fahrenheit)) return fahrenheit;
    // The mistakes of practice first: milli and kilo, then centi and per cent, then deci.
    for (const double scale : {0.001, 1000.0, 0.01, 100.0, 0.1, 10.0, 1e-6, 1e6})
        if (const UnitGuess g{scale, 0}; fits(g)) return g;
    return {};
}

void UnitWatch::implausible(std::int64_t datastream_id, double value, std::optional<UnitGuess> guess,
                            Instant now) {
    if (!guess) return plausible(datastream_id);
    if (suspects_.size() >= limits::unit_suspects_max && !suspects_.contains(datastream_id)) return;
    Suspect& s = suspects_[datastream_id];
    s.run = s.guess == *guess ? s.run + 1 : 1;
    s.guess = *guess;
    s.value = value;
    s.at = now;
}

std::vector<std::pair<std::int64_t, UnitWatch::Suspect>> UnitWatch::flagged() const {
    std::vector<std::pair<std::int64_t, Suspect>> out;
    for (const auto& each : suspects_)
        if (each.second.run >= run_enough) out.push_back(each);
    std::ranges::sort(out, {}, [](const auto& each) { return each.first; });
    return out;
}

}  // namespace hatang::telemetry
