#pragma once

#include "db/query.hpp"

namespace hatang::registry::sql {

#define HATANG_ATTACHMENT_COLUMNS                                                                     \
    "id, version, asset_id, kind, media_type, file_name, bytes, file, thumbnail, caption, added_at, " \
    "added_by_name"

inline constexpr db::Query attachments{"registry.attachments",
                                       "select " HATANG_ATTACHMENT_COLUMNS
                                       " from registry.attachment where asset_id = $1 and removed_at is "
                                       "null order by id desc"};
inline constexpr db::Query attachment{"registry.attachment",
                                      "select " HATANG_ATTACHMENT_COLUMNS
                                      " from registry.attachment where id = $1 and removed_at is null"};
inline constexpr db::Query lock_attachment{
    "registry.lock_attachment", "select " HATANG_ATTACHMENT_COLUMNS
                                " from registry.attachment where id = $1 and removed_at is null for update"};
inline constexpr db::Query count_attachments{
    "registry.count_attachments",
    "select count(*) as n from registry.attachment where asset_id = $1 and removed_at is null"};
inline constexpr db::Query insert_attachment{
    "registry.insert_attachment",
    "insert into registry.attachment (asset_id, kind, media_type, file_name, bytes, file, thumbnail, "
    "caption, "
    "added_at, added_by_name) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) "
    "returning " HATANG_ATTACHMENT_COLUMNS};
inline constexpr db::Query caption_attachment{
    "registry.caption_attachment",
    "update registry.attachment set caption = $2, version = version + 1 where id = $1 "
    "returning " HATANG_ATTACHMENT_COLUMNS};
inline constexpr db::Query remove_attachment{
    "registry.remove_attachment",
    "update registry.attachment set removed_at = $2, version = version + 1 where id = $1 "
    "returning " HATANG_ATTACHMENT_COLUMNS};

}  // namespace hatang::registry::sql
