#include "geo/reader.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <vector>

#include "json/writer.hpp"

namespace hatang::geo {
namespace {

using json::Kind;
using json::Value;

// Where the reader stands: a chain on the stack, written out only for an error.
struct Path {
    const Path* parent;
    std::string_view name;  // of a member; empty for an element of an array
    std::size_t index = 0;
    std::string text() const {
        const std::string above = parent ? parent->text() : std::string();
        if (!parent) return std::string(name);
        return name.empty() ? json::pointer(above, index) : json::pointer(above, name);
    }
};

[[noreturn]] void invalid(const Path& path, std::string reason) {
    throw Error(Code::invalid_geometry, path.text(), {std::move(reason)});
}

Value::Items items_of(Value v, const Path& path) {
    return v.kind() == Kind::array ? v.items()
                                   : v.items(path.text());  // the second throws wrong_type with the place
}
double number_of(Value v, const Path& path, std::size_t index) {
    if (v.kind() == Kind::integer || v.kind() == Kind::real) return v.number();
    return v.number(Path{&path, {}, index}.text());
}

std::string number_text(double d) { return json::Writer().value(d).take(); }

std::optional<Type> type_from_text(std::string_view text) {
    for (const Type type : {Type::point, Type::multi_point, Type::line_string, Type::multi_line_string,
                            Type::polygon, Type::multi_polygon, Type::geometry_collection})
        if (to_text(type) == text) return type;
    return {};
}

class Reader {
  public:
    Reader(Crs crs, bool latitude_first, bool with_heights)
        : crs_(crs), latitude_first_(latitude_first), with_heights_(with_heights) {}

    bool lost_heights() const { return lost_heights_; }

    Type geometry(Value v, const Path& path, int depth) {
        const Members members = members_of(v, path);
        begin_wkb(members.type);
        out_.begin_object().field("type", to_text(members.type));
        if (members.type == Type::geometry_collection) {
            if (depth == collection_depth_max) invalid(path, "collections nested too deep");
            const Path below{&path, "geometries"};
            out_.key("geometries");
            counted(members.content, below, 1, "an empty collection",
                    [&](Value item, const Path& at) { geometry(item, at, depth + 1); });
        } else {
            out_.key("coordinates");
            coordinates(members.type, members.content, Path{&path, "coordinates"});
        }
        out_.end_object();
        return members.type;
    }

    Geometry take(Type type) {
        Geometry g;
        g.type = type;
        g.geojson = out_.take();
        g.wkb = std::move(wkb_);
        g.box = box_;
        g.vertices = vertices_;
        return g;
    }

  private:
    struct Members {
        Type type;
        Value content;
    };

    static Members members_of(Value v, const Path& path) {
        std::optional<Value> type_value, coordinates, geometries;
        for (const auto [name, value] : v.kind() == Kind::object ? v.members() : v.members(path.text())) {
            auto* const slot = name == "type"          ? &type_value
                               : name == "coordinates" ? &coordinates
                               : name == "geometries"  ? &geometries
                                                       : nullptr;
            const auto at = [&] { return Path{&path, name}.text(); };
            if (!slot && name != "bbox") throw Error(Code::unknown_field, at(), {std::string(name)});
            if (slot && *slot) throw Error(Code::duplicate_field, at(), {std::string(name)});
            if (slot) *slot = value;
        }
        const Path type_path{&path, "type"};
        if (!type_value) throw Error(Code::missing_field, type_path.text(), {"type"});
        const std::string_view text = type_value->text(type_path.text());
        const auto type = type_from_text(text);
        if (!type) invalid(type_path, "unknown type “" + std::string(text) + "”");
        const bool collection = *type == Type::geometry_collection;
        const auto& content = collection ? geometries : coordinates;
        const std::string_view wanted = collection ? "geometries" : "coordinates",
                               other = collection ? "coordinates" : "geometries";
        if (!content) throw Error(Code::missing_field, Path{&path, wanted}.text(), {std::string(wanted)});
        if (collection ? coordinates.has_value() : geometries.has_value())
            throw Error(Code::unknown_field, Path{&path, other}.text(), {std::string(other)});
        return {*type, *content};
    }

    template <class Bits>
    void put(Bits value) {
        const auto bytes = std::bit_cast<std::array<char, sizeof(Bits)>>(value);
        wkb_.append(bytes.data(), bytes.size());
    }
    void begin_wkb(Type type) {
        static_assert(std::endian::native == std::endian::little);
        wkb_.push_back(1);
        put(std::uint32_t{type_code(type)} + (with_heights_ ? 1000u : 0u));
    }
    template <class Read>
    void counted(Value v, const Path& path, std::size_t least, const char* too_few, Read read) {
        put(static_cast<std::uint32_t>(v.size()));
        each(v, path, least, too_few, read);
    }

    template <class Read>
    void each(Value v, const Path& path, std::size_t least, const char* too_few, Read read) {
        const Value::Items items = items_of(v, path);
        if (v.size() < least) invalid(path, too_few);
        out_.begin_array();
        std::size_t index = 0;
        for (const Value item : items) read(item, Path{&path, {}, index++});
        out_.end_array();
    }

    void coordinates(Type type, Value v, const Path& path) {
        const auto part = [this](Type of, auto read) {
            return [this, of, read](Value item, const Path& at) {
                begin_wkb(of);
                (this->*read)(item, at);
            };
        };
        switch (type) {
            case Type::point:
                position(v, path);
                return;
            case Type::multi_point:
                counted(v, path, 1, "no points", part(Type::point, &Reader::position));
                return;
            case Type::line_string:
                line(v, path);
                return;
            case Type::multi_line_string:
                counted(v, path, 1, "no lines", part(Type::line_string, &Reader::line));
                return;
            case Type::polygon:
                polygon(v, path);
                return;
            case Type::multi_polygon:
                counted(v, path, 1, "no polygons", part(Type::polygon, &Reader::polygon));
                return;
            case Type::geometry_collection:
                return;
        }
    }
    void line(Value v, const Path& path) {
        counted(v, path, 2, "a line needs at least 2 positions",
                [&](Value item, const Path& at) { position(item, at); });
    }
    void polygon(Value v, const Path& path) {
        counted(v, path, 1, "a polygon without rings", [&](Value item, const Path& at) { ring(item, at); });
    }
    void ring(Value v, const Path& path) {
        std::vector<double> first, last;
        counted(v, path, 4, "a ring needs at least 4 positions", [&](Value item, const Path& at) {
            last = position(item, at);
            if (first.empty()) first = last;
        });
        if (first != last) invalid(path, "the ring is not closed: its last position must equal its first");
    }

    // Gives the position as it was sent.
    std::vector<double> position(Value v, const Path& path) {
        std::vector<double> sent;
        for (const Value item : items_of(v, path)) {
            if (sent.size() == 3) invalid(path, "a position has 2 or 3 numbers");
            sent.push_back(number_of(item, path, sent.size()));
        }
        if (sent.size() < 2) invalid(path, "a position has 2 or 3 numbers");
        if (++vertices_ > vertices_max)
            throw Error(Code::too_many_items, path.text(),
                        {std::to_string(vertices_), std::to_string(vertices_max)});
        const Position p =
            checked(latitude_first_ ? Position{sent[1], sent[0]} : Position{sent[0], sent[1]}, path);
        box_ = vertices_ == 1 ? Box{p.x, p.y, p.x, p.y}
                              : Box{std::min(box_.west, p.x), std::min(box_.south, p.y),
                                    std::max(box_.east, p.x), std::max(box_.north, p.y)};
        out_.begin_array().value(p.x).value(p.y);
        if (sent.size() == 3) out_.value(sent[2]);
        out_.end_array();
        put(p.x);
        put(p.y);
        if (with_heights_) put(sent.size() == 3 ? sent[2] : 0.0);
        lost_heights_ |= sent.size() == 3 && !with_heights_;
        return sent;
    }

    Position checked(Position sent, const Path& path) const {
        const Result<Position> given = to_wgs84(crs_, sent);
        if (given && in_vietnam(*given)) return *given;
        const Result<Position> exchanged = to_wgs84(crs_, {sent.y, sent.x});
        if (exchanged && in_vietnam(*exchanged))
            throw Error(Code::coordinates_swapped, path.text(), {number_text(sent.x), number_text(sent.y)});
        if (!given) throw Error(given.error().code, path.text(), given.error().args);
        return *given;
    }

    Crs crs_;
    bool latitude_first_, with_heights_, lost_heights_ = false;
    json::Writer out_;
    std::string wkb_;
    Box box_{};
    std::size_t vertices_ = 0;
};

}  // namespace

bool in_vietnam(Position p) { return p.x >= 102 && p.x <= 118 && p.y >= 5 && p.y <= 24; }

Geometry read(Crs crs, bool latitude_first, Value v, std::string_view where) {
    Reader flat(crs, latitude_first, false);
    const Type type = flat.geometry(v, Path{nullptr, where}, 0);
    if (!flat.lost_heights()) return flat.take(type);
    // WKB says at its beginning whether it has heights, so the few that turn out to have one are read again.
    Reader high(crs, latitude_first, true);
    high.geometry(v, Path{nullptr, where}, 0);
    return high.take(type);
}

}  // namespace hatang::geo
