// Lists are read page by page, ordered by id; the cursor says after which id the next page begins.
#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>

#include "base/error.hpp"

namespace hatang {

inline constexpr std::int64_t page_default = 100, page_max = 1'000;

// The parameter `limit`: 1…1,000. Throws invalid_parameter.
inline std::int64_t page_limit(const std::optional<std::int64_t>& limit) {
    if (!limit) return page_default;
    if (*limit < 1 || *limit > page_max)
        throw Error(Code::invalid_parameter, "limit",
                    {std::to_string(*limit), "1…" + std::to_string(page_max)});
    return *limit;
}

// The parameter `cursor`, as an earlier page gave it; nothing on the first page. Throws invalid_parameter.
inline std::optional<std::int64_t> page_cursor(const std::optional<std::string>& cursor) {
    if (!cursor) return {};
    std::int64_t id = 0;
    const char* const end = cursor->data() + cursor->size();
    const auto [stop, error] = std::from_chars(cursor->data(), end, id);
    if (error != std::errc() || stop != end || id < 0)
        throw Error(Code::invalid_parameter, "cursor", {cursor->substr(0, 40), "next of an earlier page"});
    return id;
}

}  // namespace hatang
