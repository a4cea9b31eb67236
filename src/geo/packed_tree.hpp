// A packed R-tree over boxes that never change: leaves in the order of a Hilbert curve, sixteen to a node, no
// pointers (the layout of Vladimir Agafonkin's flatbush). A box a leaf and a sixteenth more. Pure.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace hatang::geo {

// Place on a Hilbert curve of 2^16 × 2^16 cells.
std::uint32_t hilbert(std::uint16_t x, std::uint16_t y);

// A Box that holds nothing is made by default; it has meets(Box) and add(Box).
template <class Box>
class PackedTree {
  public:
    PackedTree() = default;
    // Leaves as given; sort them along the curve first.
    explicit PackedTree(std::vector<Box> leaves) : boxes_(std::move(leaves)) {
        if (boxes_.empty()) return;
        levels_.push_back(boxes_.size());
        for (std::size_t begin = 0; levels_.back() - begin > 1;) {
            const std::size_t end = levels_.back();
            for (std::size_t i = begin; i < end; i += node_size) {
                Box around;
                for (std::size_t j = i; j < std::min(end, i + node_size); ++j) around.add(boxes_[j]);
                boxes_.push_back(around);
            }
            begin = end;
            levels_.push_back(boxes_.size());
        }
        boxes_.shrink_to_fit();
    }

    const Box& leaf(std::size_t i) const { return boxes_[i]; }
    std::size_t size() const { return levels_.empty() ? 0 : levels_.front(); }
    std::size_t bytes() const { return boxes_.capacity() * sizeof(Box); }
    const Box& all() const { return boxes_.back(); }  // not when empty

    // Calls each(index) for the leaves that meet the box, in their order.
    template <class Each>
    void search(const Box& box, Each each) const {
        if (size() > 0) search(levels_.size() - 1, 0, box, each);
    }

  private:
    static constexpr std::size_t node_size = 16;
    template <class Each>
    void search(std::size_t level, std::size_t index, const Box& box, Each& each) const {
        const std::size_t begin = level == 0 ? 0 : levels_[level - 1];
        if (!boxes_[begin + index].meets(box)) return;
        if (level == 0) return each(index);
        const std::size_t below = level == 1 ? 0 : levels_[level - 2];
        const std::size_t count = levels_[level - 1] - below;
        const std::size_t end = std::min(count, (index + 1) * node_size);
        for (std::size_t i = index * node_size; i < end; ++i) search(level - 1, i, box, each);
    }

    std::vector<Box> boxes_;           // leaves, then each level above
    std::vector<std::size_t> levels_;  // where each level ends in boxes_
};

}  // namespace hatang::geo
