// The JSON encoding (annex C). Members that the standard does not name are refused: most are misspelt.
#include <array>
#include <cmath>

#include "cql2/cql2.hpp"
#include "cql2/reading.hpp"

namespace hatang::cql2 {
namespace {

using json::Kind, json::Value;

// Where the reader stands: a chain on the stack, written out only for an error.
struct Path {
    const Path* parent = nullptr;
    std::string_view name = {};  // of a member; empty for an element of an array
    std::size_t index = 0;

    std::string text() const {
        if (!parent) return {};
        return name.empty() ? json::pointer(parent->text(), index) : json::pointer(parent->text(), name);
    }
    Place place() const { return Place::pointer(text()); }
};

std::string_view kind_name(Kind kind) {
    constexpr std::string_view names[] = {"null",   "boolean", "integer", "number",
                                          "string", "array",   "object"};
    return names[static_cast<std::size_t>(kind)];
}

[[noreturn]] void refuse(const Path& path, Value got, std::string_view expected) {
    throw invalid_filter(path.place(), got.kind() == Kind::text ? got.text() : kind_name(got.kind()),
                         expected);
}

std::string_view text_of(Value v, const Path& path) {
    if (v.kind() != Kind::text) refuse(path, v, "string");
    return v.text();
}
Value array_of(Value v, const Path& path, std::size_t most) {
    if (v.kind() != Kind::array) refuse(path, v, "array");
    if (v.size() > most) throw too_costly(path.place(), "items", most);
    return v;
}

// The members of an object, each once, none but those of `names`.
template <std::size_t N>
std::array<std::optional<Value>, N> members(Value v, const Path& path,
                                            const std::array<std::string_view, N>& names) {
    std::array<std::optional<Value>, N> out;
    for (const auto [name, value] : v.members()) {
        std::size_t i = 0;
        while (i < N && names[i] != name) ++i;
        if (i == N || out[i]) {
            std::string expected;
            for (const std::string_view n : names)
                expected += (expected.empty() ? "" : ", ") + std::string(n);
            throw invalid_filter(Path{&path, name}.place(), name, expected);
        }
        out[i] = value;
    }
    return out;
}

std::optional<geo::Type> geometry_type(std::string_view name) {
    for (int i = 0; i <= static_cast<int>(geo::Type::geometry_collection); ++i)
        if (geo::to_text(static_cast<geo::Type>(i)) == name) return static_cast<geo::Type>(i);
    return {};
}

class JsonReader {
  public:
    Expression filter(Value v) {
        const Path root;
        Expression e = expression(v, root);
        if (!(shape_of(e) & filter_shapes))
            throw invalid_filter(root.place(), shape_names(shape_of(e)), shape_names(filter_shapes));
        return e;
    }

  private:
    Expression make(Expression::Node node, const Path& path) {
        budget_.node([&] { return path.place(); });
        return {std::move(node), Expression::nowhere};
    }

    // Depth is bounded by json::depth_max.
    Expression expression(Value v, const Path& path) {
        switch (v.kind()) {
            case Kind::boolean:
                return make(v.boolean(), path);
            case Kind::integer:
                return make(v.integer(), path);
            case Kind::real:
                return make(v.number(), path);
            case Kind::text:
                if (v.text().find('\0') != std::string_view::npos)
                    refuse(path, v, "text without the character 0");
                return make(std::string(v.text()), path);
            case Kind::array:
                return make(Array{list(v, path)}, path);
            case Kind::object:
                return object(v, path);
            case Kind::null:
                break;
        }
        refuse(path, v, "op, property, …");
    }

    std::vector<Expression> list(Value v, const Path& path) {
        array_of(v, path, limits::items_max);
        std::vector<Expression> out;
        out.reserve(v.size());
        std::size_t index = 0;
        for (const Value item : v.items()) out.push_back(expression(item, Path{&path, {}, index++}));
        return out;
    }

    Expression object(Value v, const Path& path) {
        if (v.find("op")) return operation(v, path);
        if (v.find("property")) {
            const auto [name] = members<1>(v, path, {"property"});
            const Path at{&path, "property"};
            if (!good_property_name(text_of(*name, at)))
                refuse(at, *name, "a name of 1…" + std::to_string(limits::name_max) + " bytes");
            return make(Property{std::string(name->text())}, path);
        }
        if (v.find("date")) return literal(v, path, "date", read_date, date_form);
        if (v.find("timestamp")) return literal(v, path, "timestamp", read_timestamp, timestamp_form);
        if (v.find("interval")) return interval(v, path);
        if (v.find("bbox") && !v.find("type")) {
            const auto [bounds] = members<1>(v, path, {"bbox"});
            const Path at{&path, "bbox"};
            Bbox box{numbers(array_of(*bounds, at, 6), at)};
            if (box.bounds.size() != 4 && box.bounds.size() != 6) refuse(at, *bounds, "4, 6");
            return make(std::move(box), path);
        }
        if (v.find("type")) return make(geometry(v, path, 0), path);
        refuse(path, v, "op, property, date, timestamp, interval, bbox, type");
    }

    Expression operation(Value v, const Path& path) {
        const auto [op_member, args_member] = members<2>(v, path, {"op", "args"});
        const Path op_path{&path, "op"}, args_path{&path, "args"};
        const std::string_view name = text_of(*op_member, op_path);
        if (!args_member) throw invalid_filter(path.place(), name, "args");
        std::vector<Expression> args = list(*args_member, args_path);
        const auto op = op_from_json(name);
        if (!op) {
            if (!good_function_name(name)) refuse(op_path, *op_member, "and, or, =, like, …");
            return make(Function{std::string(name), std::move(args)}, path);
        }
        if (const auto wrong = misplaced(*op, args)) {
            if (!wrong->index)
                throw invalid_filter(args_path.place(), std::to_string(args.size()), wrong->expected);
            throw invalid_filter(Path{&args_path, {}, *wrong->index}.place(),
                                 shape_names(shape_of(args[*wrong->index])), wrong->expected);
        }
        return make(Operation{*op, std::move(args)}, path);
    }

    template <class Read>
    Expression literal(Value v, const Path& path, std::string_view member, Read read, std::string_view form) {
        const auto [text] = members<1>(v, path, {member});
        const Path at{&path, member};
        const auto value = read(text_of(*text, at));
        if (!value) refuse(at, *text, form);
        return make(*value, path);
    }

    Expression interval(Value v, const Path& path) {
        const auto [ends] = members<1>(v, path, {"interval"});
        const Path at{&path, "interval"};
        if (array_of(*ends, at, 2).size() != 2) refuse(at, *ends, "2");
        Interval out;
        for (const Value end : ends->items()) {
            const Path end_path{&at, {}, out.ends.size()};
            if (end.kind() == Kind::text) {
                auto bound = read_bound(end.text());
                if (!bound) refuse(end_path, end, bound_form);
                out.ends.push_back(make(std::move(*bound), end_path));
            } else {
                out.ends.push_back(expression(end, end_path));
                const auto shape = shape_of(out.ends.back());
                if (!(shape & (property_ref | function_ref))) refuse(end_path, end, bound_form);
            }
        }
        return make(std::move(out), path);
    }

    double number(Value v, const Path& path) {
        if (v.kind() != Kind::integer && v.kind() != Kind::real) refuse(path, v, "number");
        return v.number();
    }
    std::vector<double> numbers(Value v, const Path& path) {
        std::vector<double> out;
        for (const Value item : v.items()) out.push_back(number(item, Path{&path, {}, out.size()}));
        return out;
    }

    Geometry geometry(Value v, const Path& path, int depth) {
        if (v.kind() != Kind::object) refuse(path, v, "object");
        const auto [type_member, coordinates, geometries, bbox] =
            members<4>(v, path, {"type", "coordinates", "geometries", "bbox"});
        const Path type_path{&path, "type"};
        if (!type_member) throw invalid_filter(path.place(), "object", "type");
        const auto type = geometry_type(text_of(*type_member, type_path));
        if (!type) refuse(type_path, *type_member, "Point, LineString, Polygon, …");
        const bool collection = *type == geo::Type::geometry_collection;
        const std::string_view name = collection ? "geometries" : "coordinates";
        const auto& content = collection ? geometries : coordinates;
        if (!content || (coordinates && geometries))
            throw invalid_filter(path.place(), geo::to_text(*type), name);
        const Path at{&path, name};
        Geometry g{*type, {}, {}};
        if (collection) {
            if (depth == geo::collection_depth_max)
                throw too_costly(path.place(), "collections", geo::collection_depth_max);
            for (const Value member : array_of(*content, at, limits::vertices_max).items())
                g.parts.push_back(geometry(member, Path{&at, {}, g.parts.size()}, depth + 1));
        } else {
            g = shape(*type, *content, at);
        }
        if (const char* problem = problem_of(g))
            throw invalid_filter(at.place(), geo::to_text(*type), problem);
        return g;
    }

    Geometry shape(geo::Type type, Value v, const Path& path) {
        using geo::Type;
        Geometry g{type, {}, {}};
        if (type == Type::point) {
            g.positions.push_back(position(v, path));
            return g;
        }
        array_of(v, path, limits::vertices_max);
        if (type == Type::line_string) {
            for (const Value item : v.items())
                g.positions.push_back(position(item, Path{&path, {}, g.positions.size()}));
            return g;
        }
        const Type part = type == Type::multi_point     ? Type::point
                          : type == Type::multi_polygon ? Type::polygon
                                                        : Type::line_string;
        for (const Value item : v.items())
            g.parts.push_back(shape(part, item, Path{&path, {}, g.parts.size()}));
        return g;
    }

    Position position(Value v, const Path& path) {
        budget_.vertex([&] { return path.place(); });
        const std::vector<double> n = numbers(array_of(v, path, 3), path);
        if (n.size() < 2) refuse(path, v, "2, 3");
        return {n[0], n[1], n.size() == 3 ? std::optional(n[2]) : std::nullopt};
    }

    Budget budget_;
};

}  // namespace

Expression parse_json(Value v) {
    Expression e = JsonReader().filter(v);
    if (depth_of(e) > limits::depth_max) throw too_costly(Place::pointer({}), "depth", limits::depth_max);
    return e;
}

}  // namespace hatang::cql2
