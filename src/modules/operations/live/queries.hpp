#pragma once

#include "db/query.hpp"

namespace hatang::operations::sql {

inline constexpr db::Query assets_by_id{
    "operations.assets_by_id",
    "select id, version, class_key, domain, status, lon, lat, owner_id, operator_id, ward_code, sensitivity "
    "from registry_api.asset where id = any($1)"};

}  // namespace hatang::operations::sql
