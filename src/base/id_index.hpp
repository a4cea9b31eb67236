// Finds things by an id that the database gave. Those ids are counted up, so that each has a place of its own
// in pages of them: nothing is hashed, and the places of ids that are used together lie together. A page of
// 4 KiB stands where any id of it is used.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace hatang {

template <class T>
class IdIndex {
  public:
    // Nullptr where there is none; any number may be asked for.
    T* find(std::int64_t id) const {
        const std::uint64_t page = page_of(id);
        return page < pages_.size() && pages_[page] ? (*pages_[page])[place_of(id)] : nullptr;
    }
    // `id` is not negative.
    void put(std::int64_t id, T* value) {
        const std::uint64_t page = page_of(id);
        if (page >= pages_.size()) pages_.resize(page + 1);
        if (!pages_[page]) pages_[page] = std::make_unique<Page>();
        (*pages_[page])[place_of(id)] = value;
    }
    void erase(std::int64_t id) {
        if (find(id)) put(id, nullptr);
    }
    void clear() { pages_.clear(); }

  private:
    static constexpr std::uint64_t page_size = 512;
    using Page = std::array<T*, page_size>;
    static std::uint64_t page_of(std::int64_t id) { return static_cast<std::uint64_t>(id) / page_size; }
    static std::uint64_t place_of(std::int64_t id) { return static_cast<std::uint64_t>(id) % page_size; }
    std::vector<std::unique_ptr<Page>> pages_;
};

}  // namespace hatang
