#include "security/audit/canonical.hpp"

#include <sodium.h>

#include <algorithm>

namespace hatang::security {
namespace {

constexpr std::string_view row_mark = "hatang.audit.row", link_mark = "hatang.audit.link",
                           origin_mark = "hatang.audit.origin";
constexpr char version = 1;

void put_big_endian(std::string& out, std::uint64_t number, int bytes) {
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) out += static_cast<char>(number >> shift);
}
void put(std::string& out, std::int64_t number) {
    put_big_endian(out, static_cast<std::uint64_t>(number), 8);
}

void put_field(std::string& out, std::string_view text) {
    out += '\1';
    put_big_endian(out, text.size(), 4);
    out += text;
}
void put_field(std::string& out, std::int64_t number) {
    out += '\1';
    put_big_endian(out, 8, 4);
    put(out, number);
}
template <class T>
void put_field(std::string& out, const std::optional<T>& value) {
    if (value)
        put_field(out, *value);
    else
        out += '\0';
}

Hash sha256(std::string_view bytes) {
    Hash hash;
    crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    return hash;
}

}  // namespace

std::string_view bytes_of(const Hash& hash) {
    return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

std::optional<Hash> hash_of(std::string_view bytes) {
    Hash hash;
    if (bytes.size() != hash.size()) return {};
    std::ranges::copy(bytes, hash.begin());
    return hash;
}

std::string canonical(const AuditRow& row) {
    std::string out(row_mark);
    out += version;
    put_field(out, row.id);
    put_field(out, row.at.us);
    put_field(out, row.user_id);
    put_field(out, row.user_name);
    put_field(out, row.address);
    put_field(out, row.action);
    put_field(out, row.entity);
    put_field(out, row.entity_id);
    put_field(out, row.before);
    put_field(out, row.after);
    put_field(out, row.reason);
    put_field(out, row.request_id);
    return out;
}

Hash origin_hash(std::string_view chain_id, std::int64_t adopted) {
    std::string bytes(origin_mark);
    bytes += version;
    bytes += chain_id;
    put(bytes, adopted);
    return sha256(bytes);
}

Hash link_hash(const Hash& previous, std::int64_t seq, const AuditRow& row) {
    std::string bytes(link_mark);
    bytes += version;
    bytes += bytes_of(previous);
    put(bytes, seq);
    if (row.mac.empty())
        bytes += '\0';
    else
        put_field(bytes, row.mac);
    bytes += canonical(row);
    return sha256(bytes);
}

std::string link_bytes(std::int64_t seq, std::int64_t audit_id, const Hash& hash) {
    std::string bytes;
    put(bytes, seq);
    put(bytes, audit_id);
    bytes += bytes_of(hash);
    return bytes;
}

}  // namespace hatang::security
