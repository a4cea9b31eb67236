#include "telemetry/sensorthings/odata/odata.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <tuple>

#include "base/error.hpp"
#include "telemetry/sensorthings/odata/limits.hpp"

using namespace hatang;
using namespace hatang::telemetry;
using namespace hatang::telemetry::odata;

namespace {

struct FilterCase {
    Set asked;
    std::string_view text, canonical;
};

// What is taken, and how it is understood.
constexpr FilterCase filters[] = {
    // precedence
    {Set::observations, "result gt 3", "($it/result gt 3)"},
    {Set::observations, "id eq 1 or id eq 2 and id eq 3",
     "(($it/id eq 1) or (($it/id eq 2) and ($it/id eq 3)))"},
    {Set::observations, "(id eq 1 or id eq 2) and id eq 3",
     "((($it/id eq 1) or ($it/id eq 2)) and ($it/id eq 3))"},
    {Set::observations, "not id eq 1 and id eq 2", "((not (($it/id eq 1))) and ($it/id eq 2))"},
    {Set::observations, "not (id eq 1 and id eq 2)", "(not ((($it/id eq 1) and ($it/id eq 2))))"},
    {Set::observations, "result add 1 mul 2 gt 5", "(($it/result add (1 mul 2)) gt 5)"},
    {Set::observations, "result sub 1 sub 2 eq -3.5", "((($it/result sub 1) sub 2) eq -3.5)"},
    {Set::observations, "result div 2 mod 3 le 1e3", "((($it/result div 2) mod 3) le 1000)"},
    {Set::observations, "-result lt -(3 add 1)", "((-($it/result)) lt (-((3 add 1))))"},
    // names
    {Set::things, "@iot.id eq 7", "($it/id eq 7)"},
    {Set::things, "$it/name eq 'Cầu'", "($it/name eq 'Cầu')"},
    {Set::things, "name eq 'it''s'", "($it/name eq 'it''s')"},
    {Set::things, "properties/Cầu/n ge 2", "($it/properties/Cầu/n ge 2)"},
    {Set::things, "Datastreams/Thing/Datastreams/ObservedProperty/name eq 'T'",
     "($it/Datastreams/Thing/Datastreams/ObservedProperty/name eq 'T')"},
    {Set::observations, "Datastream/name ne Datastream/description",
     "($it/Datastream/name ne $it/Datastream/description)"},
    {Set::datastreams, "unitOfMeasurement/name eq 'C'", "($it/unitOfMeasurement/name eq 'C')"},
    {Set::datastreams, "phenomenonTime eq null", "($it/phenomenonTime eq null)"},
    {Set::sensors, "name in ('a', 'b')", "($it/name in ('a', 'b'))"},
    // lambdas
    {Set::things, "Datastreams/any(d: d/name eq 'x' and d/Sensor/name eq 'y')",
     "$it/Datastreams/any(v1: ((v1/name eq 'x') and (v1/Sensor/name eq 'y')))"},
    {Set::things, "Datastreams/any()", "$it/Datastreams/any()"},
    {Set::things, "Datastreams/all(d:d/Observations/any(o: o/result gt 3 and d/name eq name))",
     "$it/Datastreams/all(v1: v1/Observations/any(v2: ((v2/result gt 3) and (v1/name eq $it/name))))"},
    // times
    {Set::observations, "phenomenonTime gt 2026-11-29T07:30:00+07:00",
     "($it/phenomenonTime gt 2026-11-29T00:30:00Z)"},
    {Set::observations, "phenomenonTime gt 2026-11-29T07:30:00 07:00",
     "($it/phenomenonTime gt 2026-11-29T00:30:00Z)"},
    {Set::datastreams, "overlaps(phenomenonTime, 2026-01-01T00:00:00Z/2026-02-01T00:00:00Z)",
     "overlaps($it/phenomenonTime, 2026-01-01T00:00:00Z/2026-02-01T00:00:00Z)"},
    {Set::observations, "phenomenonTime gt now() sub duration'P1DT2H3M4.5S'",
     "($it/phenomenonTime gt (now() sub duration'PT93784.5S'))"},
    {Set::observations, "resultTime sub phenomenonTime eq duration'PT1H'",
     "(($it/resultTime sub $it/phenomenonTime) eq duration'PT3600S')"},
    {Set::observations, "date(phenomenonTime) eq 2024-02-29", "(date($it/phenomenonTime) eq 2024-02-29)"},
    {Set::observations, "time(phenomenonTime) lt 07:30", "(time($it/phenomenonTime) lt 07:30:00)"},
    // places
    {Set::locations, "st_within(location, geography'polygon ((30 10, 10 20, 20 40, 30 10))')",
     "st_within($it/location, geography'POLYGON((30 10,10 20,20 40,30 10))')"},
    {Set::locations, "geo.distance(location, geography'POINT(8 52)') lt 1",
     "(geo.distance($it/location, geography'POINT(8 52)') lt 1)"},
    {Set::observations, "st_relate(FeatureOfInterest/feature, geography'MULTIPOINT((1 2),3 4)', 'T********')",
     "st_relate($it/FeatureOfInterest/feature, geography'MULTIPOINT((1 2),(3 4))', 'T********')"},
    // functions
    {Set::things, "substringof('a', tolower(name)) and length(trim(name)) eq 3",
     "(substringof('a', tolower($it/name)) and (length(trim($it/name)) eq 3))"},
    {Set::things, "concat(concat(name, ', '), description) eq substring('x', 1, 2)",
     "(concat(concat($it/name, ', '), $it/description) eq substring('x', 1, 2))"},
    {Set::observations, "round(result) eq 1 and fractionalseconds(phenomenonTime) gt 0",
     "((round($it/result) eq 1) and (fractionalseconds($it/phenomenonTime) gt 0))"},
};

struct RefusedFilter {
    Set asked;
    std::string_view text;
    Code code;
    std::size_t position;
};
constexpr RefusedFilter refused_filters[] = {
    {Set::things, "", Code::invalid_filter, 0},
    {Set::things, "name", Code::invalid_filter, 0},
    {Set::things, "name eq", Code::invalid_filter, 7},
    {Set::things, "name eq 'a' b", Code::invalid_filter, 12},
    {Set::things, "name eq 'a", Code::invalid_filter, 8},
    {Set::things, "name eq 3", Code::invalid_filter, 8},
    {Set::things, "Cầu eq 3", Code::invalid_filter, 0},
    {Set::things, "name eq 'Cầu' and nothing eq 1", Code::invalid_filter, 18},
    {Set::things, "name/x eq 3", Code::invalid_filter, 4},
    {Set::things, "Datastreams eq 3", Code::invalid_filter, 12},
    {Set::things, "Datastreams/some(d: d/id eq 1)", Code::invalid_filter, 12},
    {Set::datastreams, "Thing/any(t: t/id eq 1)", Code::invalid_filter, 6},
    {Set::things, "Datastreams/any(d: e/id eq 1)", Code::invalid_filter, 19},
    {Set::things, "Datastreams/any(d: d/Observations/any(d: d/id eq 1))", Code::invalid_filter, 38},
    {Set::things, "(name eq 'a'", Code::invalid_filter, 12},
    {Set::things, "name gt null", Code::invalid_filter, 8},
    {Set::observations, "during(phenomenonTime, 2026-01-01T00:00:00Z)", Code::invalid_filter, 23},
    {Set::observations, "phenomenonTime gt 2026-01-01T00:00:00", Code::invalid_filter, 18},
    {Set::observations, "phenomenonTime gt 2026-02-01T00:00:00Z/2026-01-01T00:00:00Z", Code::invalid_filter,
     18},
    {Set::observations, "phenomenonTime gt 5", Code::invalid_filter, 18},
    {Set::observations, "date(phenomenonTime) eq 2026-02-29", Code::invalid_filter, 24},
    {Set::observations, "duration'P200000D' eq duration'PT1S'", Code::invalid_filter, 0},
    {Set::locations, "st_within(location, geography'POLYGON((0 0,1 1,2 0,0 1))')", Code::invalid_filter, 20},
    {Set::locations, "st_within(location, 'POINT(1 2)')", Code::invalid_filter, 20},
    {Set::locations, "st_within(location)", Code::invalid_filter, 18},
    {Set::locations, "st_relate(location, location, 'T*; drop')", Code::invalid_filter, 30},
    {Set::locations, "location eq location", Code::invalid_filter, 12},
    {Set::locations, "sleep(3) eq 3", Code::invalid_filter, 0},
    {Set::things, "name in ('a', 3)", Code::invalid_filter, 14},
    {Set::things, "id eq 1e999", Code::invalid_filter, 6},
};

Code code_of(const std::function<void()>& act, std::string* position = nullptr) {
    try {
        act();
    } catch (const Error& e) {
        if (position && !e.args.empty()) *position = e.args[0];
        return e.code;
    }
    return Code::internal;
}

std::string repeated(std::string_view piece, std::size_t times) {
    std::string out;
    for (std::size_t i = 0; i < times; ++i) out += piece;
    return out;
}

Question question(Set asked, std::vector<std::pair<std::string, std::string>> query) {
    return parse_options(asked, query);
}

}  // namespace

TEST_CASE("filters are understood, and their canonical form means the same") {
    for (const FilterCase& c : filters) {
        CAPTURE(c.text);
        const Expression e = parse_filter(c.asked, c.text);
        CHECK(to_text(e) == c.canonical);
        CHECK(parse_filter(c.asked, to_text(e)) == e);
    }
}

TEST_CASE("what is wrong in a filter is named with its place") {
    for (const RefusedFilter& c : refused_filters) {
        CAPTURE(c.text);
        std::string position;
        CHECK(code_of([&] { parse_filter(c.asked, c.text); }, &position) == c.code);
        CHECK(position == std::to_string(c.position));
    }
}

TEST_CASE("every function of the table can be called as it says") {
    for (const FunctionInfo& f : functions()) {
        std::string call = std::string(f.name) + "(";
        for (int i = 0; i < f.most; ++i) {
            if (i) call += ", ";
            switch (f.args[i]) {
                case Kind::text:
                    call += f.fn == Fn::st_relate ? "'T********'" : "'a'";
                    break;
                case Kind::number:
                    call += "1";
                    break;
                case Kind::geometry:
                    call += "geography'POINT(1 2)'";
                    break;
                default:
                    call += "2026-01-01T00:00:00Z/2026-02-01T00:00:00Z";
            }
        }
        call += ")";
        if (f.returns != Kind::boolean) call += " eq " + call;
        CAPTURE(call);
        CHECK(parse_filter(Set::things, call).kind == Kind::boolean);
    }
}

TEST_CASE("a filter may cost no more than the limits say") {
    const auto code = [](const std::string& text) {
        return code_of([&] { parse_filter(Set::things, text); });
    };
    CHECK(code(repeated("(", 20) + "id eq 1" + repeated(")", 20)) == Code::internal);
    CHECK(code(repeated("(", 1'000) + "id eq 1" + repeated(")", 1'000)) == Code::filter_too_costly);
    CHECK(code(repeated("not ", 1'000) + "id eq 1") == Code::filter_too_costly);
    CHECK(code("id eq " + repeated("-", 1'000) + "id") == Code::filter_too_costly);
    CHECK(code("id eq 1" + repeated(" or id eq 1", 1'000)) == Code::filter_too_costly);
    CHECK(code("id in (1" + repeated(",1", 300) + ")") == Code::filter_too_costly);
    CHECK(code("Datastreams/" + repeated("Thing/Datastreams/", 10) + "id eq 1") == Code::filter_too_costly);
    CHECK(code("id eq 1" + repeated(" or Datastreams/Thing/id eq 1", 21)) == Code::filter_too_costly);
    CHECK(code_of([] {
              (void)parse_options(Set::things, {{"$expand", "Datastreams" + repeated(",Datastreams", 20)}});
          }) == Code::filter_too_costly);
    CHECK(code("st_within(Locations/location, geography'LINESTRING(0 0" + repeated(",1 1", 3'000) + ")')") ==
          Code::filter_too_costly);
    CHECK(code("name eq '" + repeated("x", odata::limits::bytes_max) + "'") == Code::filter_too_costly);
    CHECK(code("name eq '\xff'") == Code::invalid_utf8);
}

TEST_CASE("options: all of them, nested, and each at most once") {
    const Question q = question(
        Set::things,
        {{"$filter", "id gt 3"},
         {"$expand",
          "Datastreams($filter=id lt 9 or name eq ';)';$top=2;$skip=1;$count=true;$orderby=name desc,id;"
          "$select=name,@iot.id,Sensor;$expand=Observations($top=1),Sensor),Locations,Datastreams/"
          "ObservedProperty"},
         {"$orderby", "name asc, properties/n desc"},
         {"$select", "name,id"},
         {"$top", "5"},
         {"$skip", "12"},
         {"$count", "true"},
         {"$resultFormat", "dataArray"}});
    CHECK(q.format == Format::data_array);
    CHECK(q.options.top == 5);
    CHECK(q.options.skip == 12);
    CHECK(q.options.count);
    CHECK(q.options.selects("id"));
    CHECK(!q.options.selects("description"));
    REQUIRE(q.options.orderby.size() == 2);
    CHECK(q.options.orderby[1].descending);
    REQUIRE(q.options.expand.size() == 2);
    const Options& streams = q.options.expand[0].options;
    CHECK(to_text(*streams.filter) == "(($it/id lt 9) or ($it/name eq ';)'))");
    CHECK(streams.top == 2);
    CHECK(streams.skip == 1);
    CHECK(streams.count);
    CHECK(streams.orderby[0].descending);
    REQUIRE(streams.expand.size() == 3);
    CHECK(streams.expand[0].options.top == 1);
    CHECK(streams.expand[2].navigation->name == "ObservedProperty");
    CHECK(question(Set::things, {{"$select", "*"}}).options.selects("Datastreams"));
}

TEST_CASE("options that are refused") {
    using Query = std::vector<std::pair<std::string, std::string>>;
    const std::pair<Query, Code> cases[] = {
        {{{"$top", "-1"}}, Code::invalid_parameter},
        {{{"$top", "1.5"}}, Code::invalid_parameter},
        {{{"$top", "99999999999999999999"}}, Code::invalid_parameter},
        {{{"$top", "1 2"}}, Code::invalid_parameter},
        {{{"$skip", "1000001"}}, Code::filter_too_costly},
        {{{"$count", "yes"}}, Code::invalid_parameter},
        {{{"$count", "true"}, {"$count", "true"}}, Code::invalid_parameter},
        {{{"$filters", "id eq 1"}}, Code::unknown_parameter},
        {{{"$orderby", "Datastreams/name"}}, Code::invalid_parameter},
        {{{"$orderby", "length(Datastreams/Observations/resultQuality)"}}, Code::invalid_parameter},
        {{{"$orderby", "id add 1,Datastreams/any(d: d/id eq 1)"}}, Code::invalid_parameter},
        {{{"$orderby", "name descending"}}, Code::invalid_parameter},
        {{{"$select", "nothing"}}, Code::invalid_parameter},
        {{{"$select", "name,"}}, Code::invalid_parameter},
        {{{"$expand", "Sensor"}}, Code::invalid_parameter},
        {{{"$expand", "Datastreams($top=1;$top=2)"}}, Code::invalid_parameter},
        {{{"$expand", "Datastreams($top=1"}}, Code::invalid_parameter},
        {{{"$expand", "Datastreams/Thing/Datastreams/Thing/Datastreams/Thing"}}, Code::filter_too_costly},
        {{{"$resultFormat", "XML"}}, Code::invalid_parameter},
    };
    for (const auto& [query, code] : cases) {
        CAPTURE(query.front().second);
        CHECK(code_of([&] { question(Set::things, query); }) == code);
    }
}

TEST_CASE("resource paths") {
    using Form = Resource::Form;
    const std::tuple<std::string_view, std::size_t, Form, std::string_view> cases[] = {
        {"", 0, Form::collection, ""},
        {"Things", 1, Form::collection, ""},
        {"/Things", 1, Form::collection, ""},
        {"Things(1)", 1, Form::entity, ""},
        {"Things(-1)", 1, Form::entity, ""},
        {"Things(1)/Datastreams", 2, Form::collection, ""},
        {"Things(1)/Datastreams(2)/Observations", 3, Form::collection, ""},
        {"Things(1)/Datastreams(2)/Sensor", 3, Form::entity, ""},
        {"Datastreams(2)/Sensor/name", 2, Form::property, "name"},
        {"Datastreams(2)/Sensor/name/$value", 2, Form::value, "name"},
        {"Things(1)/Datastreams/$ref", 2, Form::references, ""},
        {"Things/$ref", 1, Form::references, ""},
        {"Things(1)/id", 1, Form::property, "id"},
    };
    for (const auto& [path, parts, form, property] : cases) {
        CAPTURE(path);
        const Resource r = parse_resource(path);
        CHECK(r.parts.size() == parts);
        CHECK(r.form == form);
        CHECK((r.property ? r.property->name : "") == property);
    }
    CHECK(parse_resource("Things(9223372036854775807)").parts[0].key == INT64_MAX);
    for (const std::string_view path : {"Thing",
                                        "things",
                                        "Things()",
                                        "Things(1",
                                        "Things(x)",
                                        "Things(1.5)",
                                        "Things('1')",
                                        "Things(1)x",
                                        "Things(9223372036854775808)",
                                        "Things/1",
                                        "Things/name",
                                        "Things(1)/Sensor",
                                        "Things(1)/Datastreams/Sensor",
                                        "Datastreams(1)/Sensor(2)",
                                        "Things(1)/name/x",
                                        "Things(1)/name/$value/x",
                                        "Things(1)/$ref",
                                        "Things/",
                                        "Things(1)/",
                                        "Things//Datastreams",
                                        "Things/$count",
                                        "Things(1)/name(2)",
                                        "Things(1)/$value"}) {
        CAPTURE(path);
        CHECK(code_of([&] { parse_resource(path); }) == Code::not_found);
    }
}
