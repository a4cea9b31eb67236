#include "events/watermark.hpp"

namespace hatang::events {
namespace {

// A jump of the sequence by more (a restored backup, a crash that lost cached numbers) is no row of gaps to
// watch.
constexpr std::int64_t gap_max = 10'000;

}  // namespace

bool Watermark::take(std::int64_t id, Instant now) {
    if (id <= high_) return gaps_.erase(id) > 0;
    if (id - high_ <= gap_max)
        for (std::int64_t missing = high_ + 1; missing < id; ++missing) gaps_.emplace(missing, now);
    high_ = id;
    return true;
}

void Watermark::forget_before(Instant then) {
    std::erase_if(gaps_, [then](const auto& gap) { return gap.second < then; });
}

}  // namespace hatang::events
