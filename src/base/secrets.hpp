// Keys that never enter the database, a log or an answer: one file of 32 random bytes for each name in a
// folder that its owner alone may read. A key is made at its first use; nodes that share a database share a
// copy of the folder. Losing the folder loses what was sealed with it, and the proof of the audit log.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace hatang {

class Secrets {
  public:
    using Key = std::array<std::uint8_t, 32>;

    // Looks at nothing yet: the folder is made and checked with the first key.
    explicit Secrets(std::string folder);
    ~Secrets();
    Secrets(const Secrets&) = delete;

    // The key of a name ("audit-row": a-z, 0-9 and "-"), made when it is not there. Any thread; the reference
    // holds as long as this object. Throws secrets_exposed when others may read it, secrets_damaged,
    // unreadable_file.
    const Key& key(std::string_view name);

    // Encrypts and authenticates (XChaCha20-Poly1305, a fresh random nonce, the name bound in) into ASCII
    // text that may stand in the database. The same plaintext gives another text each time.
    std::string seal(std::string_view name, std::string_view plaintext);
    // What was sealed under this name; sealed_damaged when the text was changed or another key made it.
    Result<std::string> open(std::string_view name, std::string_view sealed);

    const std::string& folder() const { return folder_; }

  private:
    std::string folder_;
    std::mutex mutex_;
    std::map<std::string, Key, std::less<>> keys_;  // nodes stay in place: references hold
};

}  // namespace hatang
