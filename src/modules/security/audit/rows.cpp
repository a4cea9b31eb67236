#include "security/audit/rows.hpp"

#include "base/text.hpp"

namespace hatang::security {

AuditRow audit_row_of(const db::Row& row) {
    AuditRow out;
    out.id = row.integer("id");
    out.at = row.instant("at");
    out.user_id = row.maybe_integer("user_id");
    out.user_name = row.text("user_name");
    out.address = row.text("address");
    out.action = row.text("action");
    out.entity = row.text("entity");
    out.entity_id = row.maybe_integer("entity_id");
    out.before = row.maybe_text("before");
    out.after = row.maybe_text("after");
    out.reason = row.maybe_text("reason");
    out.request_id = row.text("request_id");
    if (!row.is_null("mac")) out.mac = row.bytes("mac");
    return out;
}

Origin origin_of(const db::Row& row) {
    return {std::string(row.bytes("chain_id")), std::string(row.bytes("public_key")), row.integer("adopted"),
            row.instant("made_at")};
}

Seal seal_of(const db::Row& row, const Origin& origin) {
    Seal seal;
    seal.form = "hatang.audit.seal.1";
    seal.chain = to_hex(origin.chain_id);
    seal.day = row.text("day");
    seal.previous = row.maybe_text("previous").value_or("");
    seal.seq = row.integer("seq");
    seal.audit_id = row.integer("audit_id");
    seal.hash = to_hex(row.bytes("hash"));
    seal.settled_id = row.integer("settled_id");
    seal.at = row.instant("signed_at");
    seal.public_key = to_hex(origin.public_key);
    seal.signature = to_hex(row.bytes("signature"));
    return seal;
}

}  // namespace hatang::security
