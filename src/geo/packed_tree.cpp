#include "geo/packed_tree.hpp"

namespace hatang::geo {

std::uint32_t hilbert(std::uint16_t across, std::uint16_t down) {
    std::uint32_t x = across, y = down, out = 0;
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

}  // namespace hatang::geo
