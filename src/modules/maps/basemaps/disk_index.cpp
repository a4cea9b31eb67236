#include "maps/basemaps/disk_index.hpp"

namespace hatang::maps {

std::vector<std::string> DiskIndex::put(const std::string& name, std::uint64_t bytes) {
    remove(name);
    entries_.push_back({name, bytes});
    places_[name] = std::prev(entries_.end());
    bytes_ += bytes;
    std::vector<std::string> gone;
    while (bytes_ > bytes_max_) {
        gone.push_back(entries_.front().name);
        remove(gone.back());
    }
    return gone;
}

bool DiskIndex::use(const std::string& name) {
    const auto found = places_.find(name);
    if (found == places_.end()) return false;
    entries_.splice(entries_.end(), entries_, found->second);
    return true;
}

void DiskIndex::remove(const std::string& name) {
    const auto found = places_.find(name);
    if (found == places_.end()) return;
    bytes_ -= found->second->bytes;
    entries_.erase(found->second);
    places_.erase(found);
}

}  // namespace hatang::maps
