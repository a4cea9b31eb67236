// Bounds of the judgement of data.
#pragma once

#include <cstdint>

namespace hatang::registry::limits {

// Judging 100,000 works takes seconds; a register of ten million may take this long.
inline constexpr int judge_minutes_max = 30;
// Figures of yesterday are good enough for a page of work; whoever opens it later has them made anew.
inline constexpr std::int64_t judge_every_hours = 24;
// A cluster of fewer lines than this beside a larger one is a loose piece; larger ones are networks of their
// own, as drainage has one for each basin.
inline constexpr std::int64_t piece_lines_min = 10;
// Groups of the page: wards are 126, owners a few hundred.
inline constexpr std::int64_t quality_groups_max = 1'000;

}  // namespace hatang::registry::limits
