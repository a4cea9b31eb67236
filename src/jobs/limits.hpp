// Bounds of the jobs.
#pragma once

#include <chrono>

namespace hatang::jobs {

// Progress is for people: two writes a second are plenty, and a job that reports every row stays fast.
inline constexpr std::chrono::milliseconds progress_every{500};
inline constexpr std::chrono::seconds beat_every{5};
// A worker that has been silent for so long is dead: six missed beats survive a slow database.
inline constexpr double silent_after_s = 30;
// A job that ended its worker three times would end it a fourth time.
inline constexpr int attempts_max = 3;
// Notifications can be lost with a connection; then work starts this late.
inline constexpr std::chrono::seconds look_every{2};

}  // namespace hatang::jobs
