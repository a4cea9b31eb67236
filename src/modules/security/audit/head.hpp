// Heads and seals: signed statements of how far the chain had come, kept outside of the database.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "json/describe.hpp"
#include "security/audit/keys.hpp"

namespace hatang::security {

// The newest link. Bytes in lower-case hexadecimal, as in the file.
struct Head {
    std::string form, chain;
    std::int64_t seq = 0, audit_id = 0;
    std::string hash, sealed;  // sealed: day of the newest seal, or empty
    Instant at;
    std::string public_key, signature;
};

// The last link of a day of the city.
struct Seal {
    std::string form, chain, day, previous;  // previous: day of the seal before, or empty
    std::int64_t seq = 0, audit_id = 0;
    std::string hash;
    std::int64_t settled_id = 0;
    Instant at;
    std::string public_key, signature;
    bool operator==(const Seal&) const = default;
};

void sign(const AuditKeys&, Head&);  // fills form, public_key and signature
void sign(const AuditKeys&, Seal&);
bool signature_holds(const AuditKeys&, const Head&);
bool signature_holds(const AuditKeys&, const Seal&);

// The day of the city (UTC+7) as YYYY-MM-DD.
std::string city_day(Instant);
// The day before `day`.
std::string day_before(std::string_view day);

// DIR/audit of a node. Blocking; throws unreadable_file when the disk fails.
class AuditFolder {
  public:
    explicit AuditFolder(const std::string& data_folder) : folder_(data_folder + "/audit") {}

    // The text of head.json as it stands; nothing when there is none.
    std::optional<std::string> head_text() const;
    // Writes head.json when it still has the text `before`: of the programs of a data folder one writes at a
    // time.
    bool replace(const std::optional<std::string>& before, const Head&) const;
    std::optional<std::string> seal_text(std::string_view day) const;
    void write(const Seal&) const;
    // Days that have a file, ascending.
    std::vector<std::string> sealed_days() const;
    // Puts head.json aside under a name that tells the time; the head file is then missing.
    void set_head_aside(Instant now) const;

  private:
    std::string folder_;
};

// Nothing when the text is not a head or a seal.
std::optional<Head> head_of(std::string_view text);
std::optional<Seal> seal_of(std::string_view text);

std::optional<std::string> from_hex(std::string_view);

}  // namespace hatang::security

namespace hatang::json {

template <>
struct Describe<security::Head> {
    using T = security::Head;
    static constexpr std::string_view name = "AuditHead";
    static constexpr auto fields =
        std::tuple{field("form", &T::form, "hatang.audit.head.1"),
                   field("chain", &T::chain, "Which chain"),
                   field("seq", &T::seq, "Number of the link"),
                   field("audit_id", &T::audit_id, "Its row"),
                   field("hash", &T::hash, "Its hash, SHA-256"),
                   field("sealed", &T::sealed, "Day of the newest seal"),
                   field("at", &T::at, "When it was signed"),
                   field("public_key", &T::public_key, "Ed25519"),
                   field("signature", &T::signature, "Ed25519 over the lines of the members before")};
};
template <>
struct Describe<security::Seal> {
    using T = security::Seal;
    static constexpr std::string_view name = "AuditSealFile";
    static constexpr auto fields =
        std::tuple{field("form", &T::form, "hatang.audit.seal.1"),
                   field("chain", &T::chain, "Which chain"),
                   field("day", &T::day, "Day of the city that it ends"),
                   field("previous", &T::previous, "Day of the seal before"),
                   field("seq", &T::seq, "Number of the last link"),
                   field("audit_id", &T::audit_id, "Its row"),
                   field("hash", &T::hash, "Its hash, SHA-256"),
                   field("settled_id", &T::settled_id, "Every row up to this id has its link"),
                   field("at", &T::at, "When it was signed"),
                   field("public_key", &T::public_key, "Ed25519"),
                   field("signature", &T::signature, "Ed25519 over the lines of the members before")};
};

}  // namespace hatang::json
