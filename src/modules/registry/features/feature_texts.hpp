// Features in CRS84 with all properties as they were written last: a page of those needs no more of the
// database than which they are and whether they are still the same. That is told by the state of a row, the
// transaction that wrote it (xmin). Identifiers change only together with the row of their asset, whose
// name_folded holds them too. Who may read a feature is not known here: that is in the question. Loop thread
// only.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>

namespace hatang::registry {

class FeatureTexts {
  public:
    explicit FeatureTexts(std::size_t bytes_max) : bytes_max_(bytes_max) {}

    using Text = std::shared_ptr<const std::string>;
    // Of some state: whether asking for the state first is worth it.
    bool knows(std::int64_t id) const { return entries_.contains(id); }
    // Null when it is not there or of another state.
    Text find(std::int64_t id, std::int64_t state) const;
    Text put(std::int64_t id, std::int64_t state, std::string text);
    std::size_t bytes() const { return bytes_; }

    // The same for a page, as told by who looked last.
    bool likely() const { return likely_; }
    void expect(bool likely) { likely_ = likely; }

  private:
    struct Entry {
        std::int64_t state = 0;
        Text text;
    };
    std::size_t bytes_max_, bytes_ = 0;
    bool likely_ = false;
    std::unordered_map<std::int64_t, Entry> entries_;
};

}  // namespace hatang::registry
