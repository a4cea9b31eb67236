// For tests: when they begin.
#pragma once

#include "base/time.hpp"

namespace hatang::security {

inline constexpr Instant start{1'800'000'000 * kSecond};

}  // namespace hatang::security
