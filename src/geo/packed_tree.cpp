#include "maps/store/packed_tree.hpp"

namespace hatang::maps {

std::uint32_t hilbert(Point p) {
    std::uint32_t x = p.x >> 16, y = p.y >> 16, out = 0;
    for (std::uint32_t side = 1u << 15; side > 0; side >>= 1) {
        const std::uint32_t right = (x & side) ? 1 : 0, low = (y & side) ? 1 : 0;
        out += side * side * ((3 * right) ^ low);
        if (low == 0) {  // turn the quarter
            if (right == 1) {
                x = 0xffff - x;
                y = 0xffff - y;
            }
            std::swap(x, y);
        }
    }
    return out;
}

PackedTree::PackedTree(std::vector<Box> leaves) : boxes_(std::move(leaves)) {
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

}  // namespace hatang::maps
