// Every filter of tests/conformance/cql2, over a table in PostGIS: the ids that come back against those of
// the evaluator (test_evaluator.hpp). Then random connections of those filters, as the conformance tests of
// the standard ask.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <map>

#include "base/text.hpp"
#include "cql2/functions.hpp"
#include "cql2/operators.hpp"
#include "cql2/test_evaluator.hpp"
#include "cql2/writing.hpp"
#include "db/migrate.hpp"
#include "db/test_database.hpp"

namespace hatang::cql2 {
namespace {

namespace fs = std::filesystem;

constexpr db::Query insert{"test.insert",
                           "insert into t values ($1, $2::text, $3::text, $4::text, $5, $6, $7, $8, "
                           "$9::date, $10::date, $11, $12, $13, $14, $15, "
                           "st_geomfromtext($16::text, 4326), st_geomfromtext($17::text, 4326))"};

class Table {
  public:
    Table() { database.loop.run_until(fill()); }

    std::vector<std::int64_t> ids(const Expression& filter) {
        db::Where where;
        add_to(where, filter, test_queryables());
        const std::string sql = "select t.id from t where " + where.text() + " order by t.id";
        std::vector<std::int64_t> out;
        const auto ask = [&]() -> task<void> {
            const db::Rows rows = co_await database.pool.run_params({"test.filter", sql}, where.params());
            for (const db::Row row : rows) out.push_back(row.integer("id"));
        };
        database.loop.run_until(ask());
        return out;
    }
    std::vector<std::int64_t> expected(const Expression& filter) const {
        std::vector<std::int64_t> out;
        for (const TestRow& row : rows)
            if (Evaluator(row).truth(filter) == true) out.push_back(row.id);
        return out;
    }
    db::Rows query(std::string_view sql, std::vector<db::Param> params = {}) {
        db::Rows out;
        const auto ask = [&]() -> task<void> {
            out = co_await database.pool.run_params({"test.query", sql}, params);
        };
        database.loop.run_until(ask());
        return out;
    }

    const std::vector<TestRow> rows = TestRows::make();
    db::TestDatabase database;

  private:
    task<void> fill() {
        co_await database.pool.open();
        std::vector<db::ModuleSchema> schemas{schema()};
        co_await db::migrate(database.pool, std::move(schemas));
        db::Pool::Lease session = co_await database.pool.lease();
        co_await session->script(
            "test.create",
            "create extension if not exists postgis; create table t (id bigint, label text not null, "
            "label_folded text not null, name text, lanes bigint, length float8, width float8, lit boolean, "
            "opened date, "
            "inspected date, updated timestamptz, starts_at timestamptz, ends_at timestamptz, tags text[], "
            "codes bigint[], "
            "geom geometry, other_geom geometry)");
        for (const TestRow& r : rows) {
            const auto text = [](const auto& value, auto write) {
                return value ? std::optional(write(*value)) : std::nullopt;
            };
            std::vector<db::Param> params{r.id,
                                          r.label,
                                          fold(r.label),
                                          r.name,
                                          r.lanes,
                                          r.length,
                                          r.width,
                                          r.lit,
                                          text(r.opened, date_text),
                                          text(r.inspected, date_text),
                                          r.updated,
                                          r.starts_at,
                                          r.ends_at,
                                          r.tags,
                                          r.codes,
                                          text(r.geometry, wkt),
                                          text(r.other_geometry, wkt)};
            const db::Rows done = co_await session->run(insert, std::move(params));
        }
    }
};

fs::path cases() {
    for (fs::path at = fs::current_path();; at = at.parent_path()) {
        if (fs::exists(at / "tests/conformance/cql2")) return at / "tests/conformance/cql2";
        if (at == at.root_path()) return {};
    }
}

Expression read(const std::string& line) {
    if (!line.starts_with('{')) return parse_text(line);
    const json::Document document = json::parse(line);
    return parse_json(document.root());
}

void collect(const Expression& e, std::set<Op>& ops, std::set<std::string>& names) {
    if (const auto* o = e.as<Operation>()) {
        ops.insert(o->op);
        for (const Expression& arg : o->args) collect(arg, ops, names);
    } else if (const auto* f = e.as<Function>()) {
        names.insert(f->name);
        for (const Expression& arg : f->args) collect(arg, ops, names);
    }
}

}  // namespace

TEST_CASE("PostGIS answers every filter as the standard means it") {
    const fs::path folder = cases();
    REQUIRE(!folder.empty());
    Table table;
    std::vector<Expression> predicates;
    std::set<Op> ops;
    std::set<std::string> names;
    for (const auto& file : fs::recursive_directory_iterator(folder)) {
        if (file.path().extension() != ".cql2") continue;
        std::ifstream lines(file.path());
        int number = 0;
        for (std::string line; std::getline(lines, line);) {
            ++number;
            if (line.empty() || line.starts_with('#')) continue;
            const bool none = line.starts_with("none: "), all = line.starts_with("all: ");
            const std::string text = line.substr(none ? 6 : all ? 5 : 0);
            CAPTURE(file.path().parent_path().filename().string());
            CAPTURE(number);
            CAPTURE(text);
            const Expression filter = read(text);
            const std::vector<std::int64_t> expected = table.expected(filter);
            CHECK(table.ids(filter) == expected);
            // A filter that chooses nothing or everything proves little; where it has to, its line says so.
            CHECK(expected.empty() == none);
            CHECK((expected.size() == table.rows.size()) == all);
            predicates.push_back(filter);
            collect(filter, ops, names);
        }
    }
    for (int op = 0; op <= static_cast<int>(Op::a_overlaps); ++op) {
        CAPTURE(info(static_cast<Op>(op)).json);
        CHECK(ops.contains(static_cast<Op>(op)));
    }
    for (const FunctionInfo& f : functions()) {
        CAPTURE(f.name);
        CHECK((names.contains(std::string(f.name)) || f.name == "centroid"));
    }

    // ((NOT p1 AND p2) OR (p3 AND NOT p4) OR NOT (p1 AND p4)) of annex A, and the same without its last part,
    // which is true of most rows.
    std::uint64_t state = 1;
    const auto any = [&] {
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        return predicates[(state >> 33) % predicates.size()];
    };
    const auto operation = [](Op op, auto... args) {
        return Expression{Operation{op, {std::move(args)...}}};
    };
    for (int i = 0; i < 150; ++i) {
        const Expression p1 = any(), p2 = any(), p3 = any(), p4 = any();
        const Expression first = operation(Op::and_, operation(Op::not_, p1), p2),
                         second = operation(Op::and_, p3, operation(Op::not_, p4)),
                         third = operation(Op::not_, operation(Op::and_, p1, p4));
        for (const Expression& filter :
             {operation(Op::or_, first, second, third), operation(Op::or_, first, second), third}) {
            CAPTURE(to_text(filter));
            CHECK(table.ids(filter) == table.expected(filter));
        }
    }
}

TEST_CASE("functions of the schema: what has no value is NULL, never an error") {
    Table table;
    const auto is_null = [&](std::string_view sql) {
        return table.query("select (" + std::string(sql) + ") is null as n").front().boolean("n");
    };
    for (const char* nothing :
         {"cql2.divide(1, 0)", "cql2.divide(0, 0)", "cql2.remainder(5, 0)", "cql2.quotient(5, 0)",
          "cql2.power(0, -1)", "cql2.power(-8, 0.5)", "cql2.power(10, 400)", "cql2.power(10, -400)",
          "cql2.multiply(1e200, 1e200)", "cql2.multiply(1e-200, 1e-200)", "cql2.divide(1e200, 1e-200)",
          "cql2.add(1e308, 1e308)", "cql2.subtract(-1e308, 1e308)", "cql2.add(null, 1)",
          "cql2.multiply(null, 0)", "cql2.power('NaN', 2)", "cql2.multiply('Infinity', 0.5)",
          "cql2.known(array['a', null])", "cql2.casei(null)"}) {
        CAPTURE(nothing);
        CHECK(is_null(nothing));
    }
    const auto is_true = [&](std::string_view sql) {
        return table.query("select coalesce((" + std::string(sql) + "), false) as t").front().boolean("t");
    };
    for (const char* truth :
         {"cql2.power(-2, 3) = -8", "cql2.power(0, 0) = 1", "cql2.quotient(-7, 2) = -3",
          "cql2.remainder(-7, 2) = -1", "cql2.divide(7, 2) = 3.5", "cql2.multiply(0, 5) = 0",
          "cql2.casei('Straße') = cql2.casei('STRASSE')", "cql2.casei('ΟΔΟΣ') = cql2.casei('οδος')",
          "cql2.casei('ŒUVRE ĐÈN Ữ') = 'œuvre đèn ữ'", "cql2.casei('Kırık') <> cql2.casei('Kirik')",
          "cql2.casei('ﬁn') = 'fin'",
          "cql2.accenti('Đường Nguyễn Hữu Huân ẲẴỢỬỸ') = 'Duong Nguyen Huu Huan AAOUY'",
          "cql2.accenti(normalize('Hoà', nfd)) = 'Hoa'", "cql2.known(array['a', 'b']) = array['a', 'b']"}) {
        CAPTURE(truth);
        CHECK(is_true(truth));
    }
}

TEST_CASE("no geometry and no number ends the statement with an error") {
    Table table;
    for (const char* literal :
         {"POLYGON((105 21, 105.1 21.1, 105.1 21, 105 21.1, 105 21))",
          "POLYGON((105 21, 105 21, 105 21, 105 21))", "POLYGON((105 21, 105.1 21, 105 21, 105 21))",
          "LINESTRING(105 21, 105 21)", "BBOX(105, 21, 105, 21)", "BBOX(105, 21, 105, 21.1)",
          "BBOX(170, 21, 105.05, 22)", "BBOX(-180, -90, 180, 90)",
          "GEOMETRYCOLLECTION(POINT(105 21), LINESTRING(105 21, 105.1 21.1))",
          "GEOMETRYCOLLECTION(POINT(105 21), POLYGON((105 21, 105.1 21.1, 105.1 21, 105 21.1, 105 21)))",
          "MULTIPOLYGON(((105 21, 105.1 21, 105.1 21.1, 105 21)), ((105 21, 105.1 21, 105.1 21.1, 105 21)))",
          "MULTIPOINT((105 21), (105 21))", "POINT(180 90)"}) {
        CAPTURE(literal);
        const std::string text = literal;
        for (const char* op :
             {"INTERSECTS", "DISJOINT", "EQUALS", "TOUCHES", "WITHIN", "CONTAINS", "OVERLAPS", "CROSSES"}) {
            CAPTURE(op);
            CHECK_NOTHROW(table.ids(parse_text("S_" + std::string(op) + "(geometry, " + text + ")")));
        }
        for (const char* question : {"length_m(@) >= 0", "area_m2(@) >= 0", "distance_m(geometry, @) >= 0",
                                     "S_INTERSECTS(geometry, centroid(@))"}) {
            CAPTURE(question);
            std::string filled = question;
            filled.replace(filled.find('@'), 1, text);
            CHECK_NOTHROW(table.ids(parse_text(filled)));
        }
    }
    CHECK(table.ids(parse_text("S_INTERSECTS(geometry, BBOX(170, 21, 105.05, 22))")).size() > 0);
    for (const char* text :
         {"lanes * 1e308 > 1", "length ^ width > 1", "lanes / 0 = 1", "lanes % 1e-320 = 0",
          "lanes div 1e-300 = 0", "(length * 1e300) * 1e300 IS NULL", "floor(1e308) = lanes"}) {
        CAPTURE(text);
        CHECK_NOTHROW(table.ids(parse_text(text)));
    }
}

}  // namespace hatang::cql2
