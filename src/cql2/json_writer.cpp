#include "cql2/cql2.hpp"
#include "cql2/operators.hpp"
#include "cql2/writing.hpp"
#include "json/writer.hpp"

namespace hatang::cql2 {
namespace {

class JsonWriter {
  public:
    json::Writer out;

    void expression(const Expression& e) {
        std::visit([&](const auto& node) { write(node); }, e.node);
    }

  private:
    void write(bool b) { out.value(b); }
    void write(std::int64_t n) { out.value(n); }
    void write(double d) { out.raw(number_text(d)); }
    void write(const std::string& text) { out.value(text); }
    void write(Date d) { out.begin_object().field("date", date_text(d)).end_object(); }
    void write(Instant at) { out.begin_object().field("timestamp", to_rfc3339(at)).end_object(); }
    void write(Open) { out.value(".."); }
    void write(const Interval& i) {
        out.begin_object().key("interval").begin_array();
        for (const Expression& end : i.ends) {
            if (end.as<Property>() || end.as<Function>())
                expression(end);
            else
                out.value(bound_text(end));
        }
        out.end_array().end_object();
    }
    void write(const Bbox& box) {
        out.begin_object().key("bbox").begin_array();
        for (const double bound : box.bounds) out.value(bound);
        out.end_array().end_object();
    }
    void write(const Geometry& g) {
        out.begin_object().field("type", geo::to_text(g.type));
        if (g.type == geo::Type::geometry_collection) {
            out.key("geometries").begin_array();
            for (const Geometry& part : g.parts) write(part);
            out.end_array();
        } else {
            out.key("coordinates");
            coordinates(g);
        }
        out.end_object();
    }
    void write(const Array& a) { list(a.items); }
    void write(const Property& p) { out.begin_object().field("property", p.name).end_object(); }
    void write(const Function& f) { call(f.name, f.args); }
    void write(const Operation& o) { call(info(o.op).json, o.args); }

    void call(std::string_view op, const std::vector<Expression>& args) {
        out.begin_object().field("op", op).key("args");
        list(args);
        out.end_object();
    }
    void list(const std::vector<Expression>& items) {
        out.begin_array();
        for (const Expression& item : items) expression(item);
        out.end_array();
    }
    void coordinates(const Geometry& g) {
        if (g.type == geo::Type::point) return position(g.positions[0]);
        out.begin_array();
        for (const Position& p : g.positions) position(p);
        for (const Geometry& part : g.parts) coordinates(part);
        out.end_array();
    }
    void position(const Position& p) {
        out.begin_array().value(p.x).value(p.y);
        if (p.z) out.value(*p.z);
        out.end_array();
    }
};

}  // namespace

std::string to_json(const Expression& e) {
    JsonWriter w;
    w.expression(e);
    return w.out.take();
}

}  // namespace hatang::cql2
