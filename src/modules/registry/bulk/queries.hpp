#pragma once

#include "registry/assets/queries.hpp"

namespace hatang::registry::sql {

inline constexpr db::Query begin_one{"registry.bulk_begin_one", "savepoint one_asset"};
inline constexpr db::Query keep_one{"registry.bulk_keep_one", "release savepoint one_asset"};
inline constexpr db::Query drop_one{"registry.bulk_drop_one", "rollback to savepoint one_asset"};

inline constexpr db::Query insert_bulk{
    "registry.insert_bulk",
    "insert into registry.bulk_change (user_id, at, fields, attributes, reason) values ($1, $2, $3, $4, $5) "
    "returning id"};
// The act of this person; of anybody else it does not exist.
inline constexpr db::Query bulk_of{
    "registry.bulk_of",
    "select b.id, b.at, b.fields, b.attributes, b.reason, "
    "count(r.*) as changed, count(r.*) filter (where r.undone = 'undone') as undone, "
    "count(r.*) filter (where r.undone = 'left') as left_so "
    "from registry.bulk_change b left join registry.bulk_change_row r on r.bulk_id = b.id "
    "where b.id = $1 and b.user_id = $2 group by b.id"};
inline constexpr db::Query insert_bulk_rows{
    "registry.insert_bulk_rows",
    "insert into registry.bulk_change_row (bulk_id, asset_id, version) "
    "select $1, asset_id, version from unnest($2::bigint[], $3::bigint[]) as r(asset_id, version) "
    "on conflict (bulk_id, asset_id) do update set version = excluded.version"};
inline constexpr db::Query bulk_open_rows{
    "registry.bulk_open_rows",
    "select asset_id, version from registry.bulk_change_row where bulk_id = $1 and undone is null "
    "order by asset_id limit $2::bigint for update"};
inline constexpr db::Query mark_bulk_row{
    "registry.mark_bulk_row",
    "update registry.bulk_change_row set undone = $3 where bulk_id = $1 and asset_id = $2"};
// What the register believed just before version $2 was made.
inline constexpr db::Query version_before{
    "registry.version_before", "select " HATANG_ASSET_COLUMNS ", a.identifiers " HATANG_VERSIONS
                               "where a.version < $2 order by a.version desc, a.row_id desc limit 1"};

}  // namespace hatang::registry::sql
