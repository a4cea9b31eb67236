// Lists by cursor: the id of the last item, as text that callers only hand back.
#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>

#include "base/error.hpp"
#include "security/limits.hpp"

namespace hatang::security {

struct PageRequest {
    std::int64_t limit;
    std::optional<std::int64_t> after;
};

inline PageRequest page_of(std::optional<std::int64_t> limit, const std::optional<std::string>& cursor) {
    PageRequest page{limit.value_or(limits::page_default), {}};
    if (!cursor) return page;
    std::int64_t id = 0;
    const auto [end, error] = std::from_chars(cursor->data(), cursor->data() + cursor->size(), id);
    if (error != std::errc() || end != cursor->data() + cursor->size() || id < 0)
        throw Error(Code::invalid_parameter, "cursor", {*cursor, "cursor"});
    page.after = id;
    return page;
}

// Takes the extra item that was read to know whether more follow, and gives the cursor of the next page.
template <class Item>
std::optional<std::string> cut_page(std::vector<Item>& items, std::int64_t limit) {
    if (static_cast<std::int64_t>(items.size()) <= limit) return std::nullopt;
    items.resize(static_cast<std::size_t>(limit));
    return std::to_string(items.back().id);
}

}  // namespace hatang::security
