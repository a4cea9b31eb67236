#pragma once

#include "db/query.hpp"

namespace hatang::security::sql {

// $1 now, $2 months between reviews.
#define HATANG_REVIEW                                                                                    \
    "select a.id, a.name, a.full_name, o.name as organisation, a.last_sign_in_at, r.decided_at, "        \
    "  r.decided_by_name, r.decision, "                                                                  \
    "  coalesce(r.decided_at, a.created_at) + $2 * interval '1 month' as due_at, "                       \
    "  array(select distinct g.role_key from security.role_grant g where g.account_id = a.id "           \
    "    and g.ended_at is null and security.grant_holds(g, $1) order by 1) as roles, "                  \
    "  (select count(*) from security.role_grant g where g.account_id = a.id and g.ended_at is null "    \
    "    and security.grant_holds(g, $1)) as grants "                                                    \
    "from security.account a left join security.organisation o on o.id = a.organisation_id "             \
    "left join lateral (select v.decided_at, v.decided_by_name, v.decision from security.rights_review " \
    "  v where v.account_id = a.id order by v.id desc limit 1) r on true "
inline constexpr db::Query review_page{"security.review_page",
                                       HATANG_REVIEW "where a.enabled and a.id > $3 order by a.id limit $4"};
inline constexpr db::Query review_of{"security.review_of", HATANG_REVIEW "where a.id = $3"};
#undef HATANG_REVIEW

// $1 months between reviews.
inline constexpr db::Query review_summary{
    "security.review_summary",
    "select (select max(decided_at) from security.rights_review) as last_at, "
    "  (select min(coalesce((select max(v.decided_at) from security.rights_review v "
    "    where v.account_id = a.id), a.created_at) + $1 * interval '1 month') "
    "  from security.account a where a.enabled) as due_at"};

inline constexpr db::Query insert_review{
    "security.insert_review",
    "insert into security.rights_review (account_id, decision, note, decided_at, decided_by, "
    "  decided_by_name) values ($1, $2, $3, $4, $5, $6)"};

}  // namespace hatang::security::sql
