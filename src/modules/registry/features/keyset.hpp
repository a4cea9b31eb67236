// Where a page ends and the next begins: the values of the sort keys and the id of the last feature, not a
// number of rows. Works that come and go meanwhile shift nothing. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/where.hpp"
#include "registry/features/parameters.hpp"

namespace hatang::registry {

// "a.name collate … asc nulls last, a.id"
std::string order_by(const std::vector<SortKey>&);
// "to_jsonb(…) as k0, to_jsonb(…) as k1": the values that the cursor carries.
std::string key_columns(const std::vector<SortKey>&);

// "i7" without sort keys, otherwise the values as JSON: ["Cầu A",null,7]. `keys` are JSON texts, empty for
// NULL.
std::string page_cursor(const std::vector<std::string>& keys, std::int64_t id);

// Rows behind the cursor. NULLs come last in both directions. Throws invalid_parameter at "cursor".
void add_after(db::Where&, const std::vector<SortKey>&, std::string_view cursor);

}  // namespace hatang::registry
