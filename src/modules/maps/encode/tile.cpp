#include "maps/encode/tile.hpp"

#include "maps/encode/mvt.hpp"

namespace hatang::maps {
namespace {

constexpr Window window{-margin_units, extent + margin_units};

// Points closer than this hide each other; from the zoom where streets are told apart on, all stand.
int thinning_cell(int zoom) { return zoom <= 13 ? 64 : zoom == 14 ? 32 : 0; }  // units: 8 and 4 pixels

// What is smaller on both axes is not seen: a pixel for areas, half of one for lines.
std::int64_t least_extent(Kind kind, int zoom) {
    if (zoom >= grid_zoom || kind == Kind::point) return 0;
    return std::int64_t{kind == Kind::polygon ? 8 : 4} << (grid_zoom - zoom);
}

// One decision for each group, made when it is met first.
class Allowed {
  public:
    Allowed(const security::Scope& scope, std::size_t groups, std::string_view class_key)
        : scope_(scope), class_key_(class_key), known_(groups, unknown) {}
    bool operator()(const Group& group) {
        char& known = known_[group.index];
        if (known == unknown)
            known = (class_key_.empty() || group.class_key == class_key_) && scope_.allows(group.key()) ? yes
                                                                                                        : no;
        return known == yes;
    }

  private:
    static constexpr char unknown = 0, yes = 1, no = 2;
    const security::Scope& scope_;
    std::string_view class_key_;
    std::vector<char> known_;
};

// What shows first comes first: it is drawn below, and kept when there is no room for all.
bool shows_before(const FeatureView& a, const FeatureView& b) {
    return std::pair(a.rank, a.id) < std::pair(b.rank, b.id);
}

// The features of a tile. Of single points in one cell only the first is kept: a tile of half a million of
// them never holds them all.
class Found {
  public:
    explicit Found(int cell) : cell_(cell), side_(cell > 0 ? (extent + 2 * margin_units) / cell + 1 : 0) {
        standing_.resize(static_cast<std::size_t>(side_) * static_cast<std::size_t>(side_));
    }
    bool thins() const { return cell_ > 0; }
    void add(const FeatureView& f) { all_.push_back(f); }
    void add_point(const FeatureView& f, Local p) {
        const auto at =
            static_cast<std::size_t>((p.y + margin_units) / cell_ * side_ + (p.x + margin_units) / cell_);
        if (standing_[at] == 0) {
            all_.push_back(f);
            standing_[at] = static_cast<std::uint32_t>(all_.size());
            return;
        }
        ++hidden_;
        FeatureView& other = all_[standing_[at] - 1];
        if (shows_before(f, other)) other = f;
    }
    std::int64_t hidden() const { return hidden_; }
    // In the order in which they show.
    std::vector<FeatureView> take() {
        std::ranges::sort(all_, shows_before);
        return std::move(all_);
    }

  private:
    int cell_;
    std::int64_t side_;
    std::vector<FeatureView> all_;
    std::vector<std::uint32_t> standing_;  // of each cell: the place in all_ and one, or 0
    std::int64_t hidden_ = 0;
};

class Drawing {
  public:
    explicit Drawing(const Frame& frame) : frame_(frame) {}

    // Writes the geometry of a feature; false when nothing of it shows.
    bool draw(const FeatureView& f, GeometryWriter& out) {
        out.clear();
        PartReader reader(f.kind, f.box, f.packed, frame_.zoom());
        if (f.kind == Kind::point)
            points(reader, out);
        else if (f.kind == Kind::line)
            lines(reader, out);
        else
            rings(reader, out);
        return !out.empty();
    }
    // Where a single point stands; nothing outside of the window.
    std::optional<Local> spot(const FeatureView& f) {
        part_.points.assign(1, Point{f.box.west, f.box.north});
        frame_.place(part_.points, path_);
        if (path_.empty() || !window.holds(path_.front())) return std::nullopt;
        return path_.front();
    }

  private:
    void points(PartReader& reader, GeometryWriter& out) {
        while (reader.next(part_)) {
            frame_.place(part_.points, path_);
            std::erase_if(path_, [](Local p) { return !window.holds(p); });
            out.points(path_);
        }
    }
    void lines(PartReader& reader, GeometryWriter& out) {
        while (reader.next(part_)) {
            frame_.place(part_.points, path_);
            drop_repeats(path_);
            if (path_.size() < 2) continue;
            if (std::ranges::all_of(path_, [](Local p) { return window.holds(p); })) {
                out.line(path_);
                continue;
            }
            pieces_.clear();
            clip_line(path_, window, pieces_);
            for (const Path& piece : pieces_) out.line(piece);
        }
    }
    void rings(PartReader& reader, GeometryWriter& out) {
        bool outer_drawn = false;
        while (reader.next(part_)) {
            if (!part_.begins && !outer_drawn) continue;
            frame_.place(part_.points, path_);
            Path ring = clip_ring(path_, window);
            if (part_.begins) outer_drawn = !ring.empty();
            if (ring.empty()) continue;
            if ((doubled_area(ring) > 0) != part_.begins) std::reverse(ring.begin(), ring.end());
            out.ring(ring);
        }
    }

    const Frame& frame_;
    Part part_;
    Path path_;
    std::vector<Path> pieces_;
};

}  // namespace

TileBody make_tile(const Layer& layer, const Frame& frame, std::string_view name, std::string_view class_key,
                   const security::Scope& scope, TileLimits limits) {
    Allowed allowed(scope, layer.groups(), class_key);
    const int zoom = frame.zoom();
    Drawing drawing(frame);
    Found found(thinning_cell(zoom));
    layer.search(frame.reach(), [&](const FeatureView& f) {
        if (f.rank > zoom || !allowed(*f.group)) return;
        const std::int64_t least = least_extent(f.kind, zoom);
        if (f.box.east - f.box.west < least && f.box.south - f.box.north < least) return;
        if (!found.thins() || f.kind != Kind::point || !f.packed.empty()) return found.add(f);
        if (const auto spot = drawing.spot(f)) found.add_point(f, *spot);
    });

    TileBody out;
    out.omitted = found.hidden();
    LayerWriter writer(name);
    GeometryWriter geometry;
    std::size_t drawn = 0;
    for (const FeatureView& f : found.take()) {
        if (drawn == limits.features_max || writer.bytes() >= limits.bytes_max) {
            ++out.omitted;
            continue;
        }
        if (!drawing.draw(f, geometry)) continue;
        writer.add(f, geometry);
        ++drawn;
        if (f.group->sensitivity == security::Sensitivity::restricted) out.restricted.push_back(f.id);
    }
    out.bytes = writer.take();
    return out;
}

}  // namespace hatang::maps
