// Well-known binary (OGC 06-103r4 section 8.2), two dimensions, little-endian, as st_asbinary(…, 'NDR')
// gives.
#include <cstring>

#include "maps/store/shape.hpp"

namespace hatang::maps {
namespace {

// Collections of PostGIS nest; more than this nobody draws.
constexpr int depth_max = 8;

struct Malformed {};

class Reader {
  public:
    explicit Reader(std::string_view bytes) : rest_(bytes) {}

    void geometry(int depth) {
        if (depth > depth_max || take<std::uint8_t>() != 1) throw Malformed();
        switch (take<std::uint32_t>()) {
            case 1:
                part(Kind::point, 1, true);
                return;
            case 2:
                part(Kind::line, count(16), true);
                return;
            case 3: {
                const std::uint32_t rings = count(4);
                for (std::uint32_t i = 0; i < rings; ++i) part(Kind::polygon, count(16), i == 0);
                return;
            }
            case 4:
            case 5:
            case 6:
            case 7: {
                const std::uint32_t members = count(5);
                for (std::uint32_t i = 0; i < members; ++i) geometry(depth + 1);
                return;
            }
            default:
                throw Malformed();
        }
    }

    std::optional<Shape> shape() const {
        for (const Kind kind : {Kind::polygon, Kind::line, Kind::point}) {
            const auto& found = parts_[static_cast<int>(kind)];
            if (!found.empty()) return pack(kind, found);
        }
        return std::nullopt;
    }

  private:
    template <class T>
    T take() {
        if (rest_.size() < sizeof(T)) throw Malformed();
        T out;
        std::memcpy(&out, rest_.data(), sizeof out);
        rest_.remove_prefix(sizeof out);
        return out;
    }
    // How many follow; each takes so many bytes at least, so nobody makes us reserve what they did not send.
    std::uint32_t count(std::size_t bytes_each) {
        const auto n = take<std::uint32_t>();
        if (n > rest_.size() / bytes_each) throw Malformed();
        return n;
    }
    void part(Kind kind, std::uint32_t n, bool begins) {
        Part part{{}, begins};
        part.points.reserve(n);
        for (std::uint32_t i = 0; i < n; ++i) {
            const auto x = take<double>(), y = take<double>();
            // An empty point has no numbers.
            if (const auto p = world_of_metres(x, y)) part.points.push_back(*p);
        }
        auto& all = parts_[static_cast<int>(kind)];
        if (kind == Kind::point && !all.empty())
            all.front().points.insert(all.front().points.end(), part.points.begin(), part.points.end());
        else
            all.push_back(std::move(part));
    }

    std::string_view rest_;
    std::vector<Part> parts_[4];
};

}  // namespace

std::optional<Shape> shape_of_wkb(std::string_view bytes) {
    try {
        Reader reader(bytes);
        reader.geometry(0);
        return reader.shape();
    } catch (const Malformed&) {
        return std::nullopt;
    }
}

}  // namespace hatang::maps
