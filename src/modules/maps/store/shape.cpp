#include "maps/store/shape.hpp"

#include "maps/store/simplify.hpp"
#include "maps/store/varint.hpp"

namespace hatang::maps {
namespace {

void put_part(std::string& out, const Part& part, const std::vector<std::uint8_t>& zooms, Point& at) {
    put_varint(out, part.points.size() * 2 + (part.begins ? 1 : 0));
    for (std::size_t i = 0; i < part.points.size(); ++i) {
        const Point p = part.points[i];
        put_varint(out, zigzag(std::int64_t{p.x} - at.x));
        put_varint(out, zigzag(std::int64_t{p.y} - at.y));
        out += static_cast<char>(zooms[i]);
        at = p;
    }
}

std::size_t least_points(Kind kind) { return static_cast<std::size_t>(kind); }

}  // namespace

std::optional<Shape> pack(Kind kind, const std::vector<Part>& parts) {
    Shape out{kind, {}, {}};
    Point at;
    std::size_t points = 0;
    bool outer_kept = false;
    for (const Part& given : parts) {
        Part part{{}, given.begins};
        for (const Point p : given.points)
            if (kind == Kind::point || part.points.empty() || part.points.back() != p)
                part.points.push_back(p);
        if (kind == Kind::polygon && part.points.size() > 1 && part.points.front() == part.points.back())
            part.points.pop_back();
        const bool fits = part.points.size() >= least_points(kind);
        if (kind == Kind::polygon && part.begins) outer_kept = fits;
        if (!fits || (kind == Kind::polygon && !outer_kept)) continue;
        for (const Point p : part.points) out.box.add(p);
        points += part.points.size();
        const std::vector<std::uint8_t> zooms = kind == Kind::point
                                                    ? std::vector<std::uint8_t>(part.points.size(), 0)
                                                    : vertex_zooms(part.points, kind == Kind::polygon);
        put_part(out.packed, part, zooms, at);
    }
    if (points == 0) return std::nullopt;
    if (kind == Kind::point && points == 1) out.packed.clear();
    out.packed.shrink_to_fit();
    return out;
}

PartReader::PartReader(Kind kind, const Box& box, std::string_view packed, int zoom)
    : rest_(packed), zoom_(zoom), single_(kind == Kind::point && packed.empty()) {
    if (single_) at_ = {box.west, box.north};
}

bool PartReader::next(Part& out) {
    out.points.clear();
    if (single_) {
        single_ = false;
        out.points.push_back(at_);
        out.begins = true;
        return true;
    }
    if (rest_.empty()) return false;
    const std::uint64_t head = take_varint(rest_);
    out.begins = (head & 1) != 0;
    for (std::uint64_t left = head / 2; left > 0 && !rest_.empty(); --left) {
        at_.x += static_cast<std::uint32_t>(unzigzag(take_varint(rest_)));
        at_.y += static_cast<std::uint32_t>(unzigzag(take_varint(rest_)));
        if (rest_.empty()) break;
        if (rest_.front() <= zoom_) out.points.push_back(at_);
        rest_.remove_prefix(1);
    }
    return true;
}

}  // namespace hatang::maps
