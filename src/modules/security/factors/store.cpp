#include "security/factors/store.hpp"

#include <openssl/rand.h>

#include "base/log.hpp"
#include "base/text.hpp"
#include "security/factors/base32.hpp"
#include "security/factors/queries.hpp"
#include "security/factors/totp.hpp"
#include "security/limits.hpp"

namespace hatang::security {
namespace {

task<bool> prove_totp(Context& context, db::Session& tx, std::int64_t account_id, std::string code) {
    const Instant now = context.platform.clock.now();
    const db::Rows factors = co_await tx.run(sql::confirmed_factors, account_id);
    for (const db::Row row : factors) {
        if (row.text("kind") != "totp") continue;
        const Result<std::string> secret =
            context.platform.secrets.open(totp_secret_name, row.text("sealed_secret"));
        if (!secret) {
            log::error("security.totp_secret_unreadable", {{"factor_id", row.integer("id")}});
            continue;
        }
        const auto step = matching_step(*secret, code, now, row.maybe_integer("last_step"));
        if (!step) continue;
        const db::Rows used = co_await tx.run(sql::use_totp, row.integer("id"), *step, now);
        if (used.affected() == 1) co_return true;
    }
    co_return false;
}

// The assertion that a browser sent, checked against the keys of the account: which key, and its new count.
struct UsedKey {
    std::int64_t id = 0, sign_count = 0;
};
std::optional<UsedKey> used_key(const db::Rows& factors, const Expected& expected, const std::string& text) {
    try {
        const json::Document document = json::parse(text);
        const Result<std::string> id = credential_id_of(document.root());
        if (!id) return std::nullopt;
        for (const db::Row row : factors) {
            if (row.maybe_text("credential_id") != *id) continue;
            const Result<Assertion> made = check_assertion(expected, row.bytes("public_key"),
                                                           row.integer("sign_count"), document.root());
            if (made) return UsedKey{row.integer("id"), (*made).sign_count};
            log::warn("security.assertion_refused",
                      {{"factor_id", row.integer("id")}, {"error", made.error().what()}});
        }
    } catch (const Error&) {
        // Not JSON.
    }
    return std::nullopt;
}

task<bool> prove_webauthn(Context& context, db::Session& tx, std::int64_t account_id, std::string assertion,
                          Expected expected) {
    const db::Rows factors = co_await tx.run(sql::confirmed_factors, account_id);
    const std::optional<UsedKey> key = used_key(factors, expected, assertion);
    if (!key) co_return false;
    const db::Rows used =
        co_await tx.run(sql::use_webauthn, key->id, key->sign_count, context.platform.clock.now());
    co_return used.affected() == 1;
}

task<bool> prove_recovery(Context& context, db::Session& tx, std::int64_t account_id, std::string code) {
    const std::string hash = recovery_code_hash(code);
    const db::Rows used =
        co_await tx.run(sql::use_recovery_code, account_id, hash, context.platform.clock.now());
    co_return used.affected() == 1;
}

// Four groups of four letters and digits: 80 bits.
std::string new_recovery_code() {
    std::string bytes(limits::recovery_code_bytes, '\0');
    if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(bytes.size())) != 1)
        throw Error(Code::unavailable, {}, {"random numbers"});
    std::string text = base32(bytes), out;
    for (std::size_t i = 0; i < text.size(); i += 4) out += (i > 0 ? "-" : "") + text.substr(i, 4);
    return out;
}

}  // namespace

std::string recovery_code_hash(std::string_view typed) {
    std::string normal;
    for (const char c : typed) {
        if (c == '-' || c == ' ') continue;
        normal += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    return sha256_hex(normal);
}

task<bool> prove(Context& context, db::Session& tx, std::int64_t account_id, Proof proof, Expected expected) {
    if (proof.method == "totp") return prove_totp(context, tx, account_id, proof.code);
    if (proof.method == "webauthn") return prove_webauthn(context, tx, account_id, proof.assertion, expected);
    return prove_recovery(context, tx, account_id, proof.code);
}

task<std::vector<std::string>> renew_recovery_codes(Context& context, db::Session& tx,
                                                    std::int64_t account_id) {
    std::vector<std::string> codes, hashes;
    for (std::size_t i = 0; i < limits::recovery_codes; ++i) {
        codes.push_back(new_recovery_code());
        hashes.push_back(recovery_code_hash(codes.back()));
    }
    co_await tx.run(sql::delete_recovery_codes, account_id);
    co_await tx.run(sql::insert_recovery_codes, account_id, hashes, context.platform.clock.now());
    co_return codes;
}

task<std::vector<std::string>> first_recovery_codes(Context& context, db::Session& tx,
                                                    std::int64_t account_id) {
    const db::Rows left = co_await tx.run(sql::recovery_codes_left, account_id);
    if (left.front().integer("n") > 0) co_return std::vector<std::string>{};
    co_return co_await renew_recovery_codes(context, tx, account_id);
}

}  // namespace hatang::security
