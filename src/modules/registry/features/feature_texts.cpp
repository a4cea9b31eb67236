#include "registry/features/feature_texts.hpp"

namespace hatang::registry {
namespace {

// Of the map and of the text besides its characters.
constexpr std::size_t entry_bytes = 128;

}  // namespace

FeatureTexts::Text FeatureTexts::find(std::int64_t id, std::int64_t state) const {
    const auto found = entries_.find(id);
    return found != entries_.end() && found->second.state == state ? found->second.text : nullptr;
}

FeatureTexts::Text FeatureTexts::put(std::int64_t id, std::int64_t state, std::string text) {
    auto made = std::make_shared<const std::string>(std::move(text));
    const std::size_t bytes = made->size() + entry_bytes;
    if (bytes > bytes_max_) return made;
    if (const auto old = entries_.find(id); old != entries_.end())
        bytes_ -= old->second.text->size() + entry_bytes;
    // Full, it begins anew: simpler than keeping an order, and who reads a whole class comes by once.
    if (bytes_ + bytes > bytes_max_) {
        entries_.clear();
        bytes_ = 0;
    }
    entries_[id] = {state, made};
    bytes_ += bytes;
    return made;
}

}  // namespace hatang::registry
