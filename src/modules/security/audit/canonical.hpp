// The bytes behind the proof: rows, links and origin as docs/internals/audit.md defines them. No I/O, no
// keys.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"

namespace hatang::security {

inline constexpr char row_form = 1;  // first byte of a row's MAC: the form of its canonical bytes

// A row of security.audit_log; before and after in the text form that PostgreSQL gives to jsonb.
struct AuditRow {
    std::int64_t id = 0;
    Instant at;
    std::optional<std::int64_t> user_id;
    std::string user_name, address, action, entity;
    std::optional<std::int64_t> entity_id;
    std::optional<std::string> before, after, reason;
    std::string request_id;
    std::string mac;  // version byte and 32 bytes; empty in rows older than the chain
};

using Hash = std::array<std::uint8_t, 32>;

std::string_view bytes_of(const Hash&);
// Nothing unless there are 32 bytes.
std::optional<Hash> hash_of(std::string_view bytes);

std::string canonical(const AuditRow&);
Hash origin_hash(std::string_view chain_id, std::int64_t adopted);
Hash link_hash(const Hash& previous, std::int64_t seq, const AuditRow&);
// What the MAC of a link covers.
std::string link_bytes(std::int64_t seq, std::int64_t audit_id, const Hash&);

}  // namespace hatang::security
