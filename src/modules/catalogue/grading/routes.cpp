// GET /api/v1/grading-tables, POST /api/v1/grading
#include <cmath>

#include "catalogue/dates.hpp"
#include "catalogue/grading/views.hpp"
#include "catalogue/routes.hpp"

namespace hatang::catalogue {
namespace {

using namespace grading;

std::optional<double> end_of(double value) {
    return std::isfinite(value) ? std::optional(value) : std::nullopt;
}
std::optional<std::string> unless_empty(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional(text);
}

RowView view_of(const Row& row) {
    RowView v;
    v.code = row.code;
    v.work_vi = row.work_vi;
    v.work_en = row.work_en;
    v.criterion_vi = row.criterion_vi;
    v.criterion_en = row.criterion_en;
    v.unit = row.unit;
    for (const Interval& i : row.intervals)
        v.classes.push_back({i.grade, end_of(i.from), end_of(i.to), i.from_open, i.to_open});
    v.importance = row.importance;
    v.standard_speeds = row.standard_speeds;
    if (row.length_limit_m > 0) v.length_limit_m = row.length_limit_m;
    v.raised_when = row.raised_when;
    v.least_grade = row.least_grade;
    v.note_vi = unless_empty(row.note_vi);
    v.note_en = unless_empty(row.note_en);
    v.legal_basis = row.legal_basis;
    v.valid_from = row.valid_from;
    v.valid_to = unless_empty(row.valid_to);
    return v;
}

Measure measure_of(const MeasureInput& in, std::size_t index) {
    const std::string where = "/measures/" + std::to_string(index) + "/value";
    const json::Document document = json::parse(in.value.json);
    const json::Value value = document.root();
    if (value.kind() != json::Kind::text) return {in.code, value.number(where)};
    json::check_text(value.text(), {.length_max = limits::key_length_max}, where);
    return {in.code, std::string(value.text())};
}

Circumstances circumstances_of(const GradingRequest& in, const Clock& clock) {
    if (in.on && !is_date(*in.on)) throw Error(Code::invalid_value, "/on", {*in.on, "2026-07-01"});
    return {in.on.value_or(city_date(clock.now())), in.length_m, in.under_river.value_or(false),
            in.dangerous_chemicals.value_or(false)};
}

GradingAnswer answer_of(const Outcome& outcome, const GradingRequest& in) {
    GradingAnswer out{outcome.grade, {}, outcome.legal_basis};
    for (std::size_t n = 0; n < outcome.steps.size(); ++n) {
        const Step& step = outcome.steps[n];
        out.steps.push_back(
            {step.measure.code, in.measures[n].value, step.grade, step.explanation_vi, step.explanation_en});
    }
    return out;
}

}  // namespace

void add_grading_routes(http::Router& router, const Data& data, const Clock& clock) {
    router.get<http::Nothing, RowList>("/api/v1/grading-tables",
                                       {"catalogue.grading.tables", http::may_within("catalogue.read"),
                                        "The rows of TT 34/2026/TT-BXD that decide the class of a work"},
                                       [&data](http::Call&, const http::Nothing&) -> task<RowList> {
                                           RowList out;
                                           for (const Row& row : data.grading.rows())
                                               out.items.push_back(view_of(row));
                                           co_return out;
                                       });
    http::RouteMeta meta{"catalogue.grading.grade", http::may_within("catalogue.read"),
                         "Calculates the class of a work and shows why"};
    meta.creates = false;
    router.post<GradingRequest, GradingAnswer>(
        "/api/v1/grading", meta,
        [&data, &clock](http::Call&, const GradingRequest& in) -> task<GradingAnswer> {
            std::vector<Measure> measures;
            for (std::size_t n = 0; n < in.measures.size(); ++n)
                measures.push_back(measure_of(in.measures[n], n));
            const Circumstances circumstances = circumstances_of(in, clock);
            const Outcome outcome = grade(data.grading, measures, circumstances).value();
            co_return answer_of(outcome, in);
        });
}

}  // namespace hatang::catalogue
