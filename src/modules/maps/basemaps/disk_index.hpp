// What the cache of pictures on disk holds, least lately used first. Pure: it keeps names and sizes, files
// are the caller's.
#pragma once

#include <cstdint>
#include <list>
#include <string>
#include <unordered_map>
#include <vector>

namespace hatang::maps {

class DiskIndex {
  public:
    explicit DiskIndex(std::uint64_t bytes_max) : bytes_max_(bytes_max) {}

    // Puts a file in, or again with another size; gives the files that must go for it. A file larger than the
    // whole goes itself.
    std::vector<std::string> put(const std::string& name, std::uint64_t bytes);
    // Marks it as used; false when it is not there.
    bool use(const std::string& name);
    void remove(const std::string& name);
    std::uint64_t bytes() const { return bytes_; }
    std::size_t files() const { return places_.size(); }

  private:
    struct Entry {
        std::string name;
        std::uint64_t bytes;
    };
    std::uint64_t bytes_max_, bytes_ = 0;
    std::list<Entry> entries_;  // the latest used last
    std::unordered_map<std::string, std::list<Entry>::iterator> places_;
};

}  // namespace hatang::maps
