#pragma once

#include "db/query.hpp"

namespace hatang::security::sql {

#define HATANG_APPROVAL                                                                                 \
    "select p.id, p.route, p.target, p.preview, p.sealed_request, p.requested_by, r.full_name as "      \
    "requested_by_name, p.requested_at, p.expires_at, p.reason, p.state, p.decided_by, d.full_name as " \
    "decided_by_name, p.decided_at, p.decision_reason, p.result_status, p.result_code from "            \
    "security.approval p "                                                                              \
    "join security.account r on r.id = p.requested_by left join security.account d on d.id = p.decided_by "

inline constexpr db::Query approval_by_id{"security.approval_by_id", HATANG_APPROVAL "where p.id = $1"};
inline constexpr db::Query approval_for_change{"security.approval_for_change",
                                               HATANG_APPROVAL "where p.id = $1 for update of p"};
// $1 before this id, $2 state, $3 requester, $4 page size + 1
inline constexpr db::Query approvals_page{
    "security.approvals_page", HATANG_APPROVAL
    "where ($1::bigint is null or p.id < $1) and ($2::text is null or p.state = $2) and "
    "($3::bigint is null or p.requested_by = $3) order by p.id desc limit $4"};
#undef HATANG_APPROVAL

inline constexpr db::Query insert_approval{
    "security.insert_approval",
    "insert into security.approval (route, target, preview, sealed_request, requested_by, requested_at, "
    "expires_at, "
    "reason, state) values ($1, $2, $3::jsonb, $4, $5, $6, $7, $8, 'waiting') returning id"};
inline constexpr db::Query decide_approval{
    "security.decide_approval",
    "update security.approval set state = $2, decided_by = $3, decided_at = $4, decision_reason = $5, "
    "sealed_request = null where id = $1"};
inline constexpr db::Query approval_result{
    "security.approval_result",
    "update security.approval set state = $2, result_status = $3::int, result_code = $4 where id = $1"};
inline constexpr db::Query expire_approvals{"security.expire_approvals",
                                            "update security.approval set state = 'expired', sealed_request "
                                            "= null where state = 'waiting' and expires_at <= $1"};
inline constexpr db::Query approvals_waiting{
    "security.approvals_waiting",
    "select count(*) as n from security.approval where requested_by = $1 and state = 'waiting'"};
// Enabled people other than $1 who hold one of the roles $2 for the whole city at $3, not lent to them by $1.
inline constexpr db::Query other_deciders{
    "security.other_deciders",
    "select count(distinct g.account_id) as n from security.role_grant g join security.account a on a.id = "
    "g.account_id "
    "left join security.delegation d on d.id = g.delegation_id "
    "where a.enabled and g.account_id <> $1 and d.from_account is distinct from $1 and g.role_key = any($2) "
    "and "
    "g.organisation_id is null and g.wards = '{}' and g.domains = '{}' and g.classes = '{}' and "
    "security.grant_holds(g, $3) and ($4::bigint is null or g.account_id = $4)"};

}  // namespace hatang::security::sql
