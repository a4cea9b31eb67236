#include "catalogue/grading/grading.hpp"

#include <algorithm>
#include <set>

#include "base/text.hpp"

namespace hatang::catalogue::grading {
namespace {

struct Reading {
    Grade grade{};
    std::string reason_vi, reason_en;
};

Grade one_up(Grade g) { return g == Grade::special ? g : static_cast<Grade>(static_cast<int>(g) - 1); }
Grade one_down(Grade g) { return g == Grade::IV ? g : static_cast<Grade>(static_cast<int>(g) + 1); }
Grade higher(Grade a, Grade b) { return std::min(a, b); }

Result<Reading> read_word(const Row& row, const std::string& word, const std::string& where) {
    if (row.importance.empty()) {
        if (row.intervals.empty()) return Error(Code::class_not_defined, where, {row.code, word});
        return Error(Code::wrong_type, where, {"number", "string"});
    }
    // Both the key and the words of the table are taken: "underground" and "metro ngầm".
    for (const Importance& i : row.importance)
        if (word == i.key || fold(word) == fold(i.name_vi)) return Reading{i.grade, i.name_vi, i.name_en};
    return Error(Code::class_not_defined, where, {row.code, word});
}

Result<Reading> read_number(const Row& row, double value, const std::string& where) {
    const std::string text = format_number(value, '.');
    if (row.intervals.empty()) {
        if (row.importance.empty()) return Error(Code::class_not_defined, where, {row.code, text});
        return Error(Code::wrong_type, where, {"string", "number"});
    }
    if (!(value > 0)) return Error(Code::out_of_range, where, {text, "> 0"});
    for (const Interval& i : row.intervals)
        if (i.contains(value)) {
            const std::string unit = row.unit.empty() ? "" : " " + row.unit;
            return Reading{
                i.grade,
                row.criterion_vi + " " + format_number(value, ',') + unit + " (" + describe(i, ',') + ")",
                row.criterion_en + " " + text + unit + " (" + describe(i, '.') + ")"};
        }
    return Error(row.standard_speeds ? Code::non_standard_speed : Code::class_not_defined, where,
                 row.standard_speeds ? std::vector<std::string>{text, row.code}
                                     : std::vector<std::string>{row.code, text});
}

class Explanation {
  public:
    Explanation(const Row& row, const Reading& r) : grade_(r.grade) {
        vi_ = row.work_vi + ": " + r.reason_vi + " → " + std::string(name_vi(grade_));
        en_ = row.work_en + ": " + r.reason_en + " → " + std::string(name_en(grade_));
    }
    void change(Grade to, const std::string& why_vi, const std::string& why_en) {
        grade_ = to;
        vi_ += "; " + why_vi + " → " + std::string(name_vi(to));
        en_ += "; " + why_en + " → " + std::string(name_en(to));
    }
    Grade grade() const { return grade_; }
    Step step(const Row& row, const Measure& m) const {
        return {m, grade_, vi_ + ".", en_ + ".", row.legal_basis};
    }

  private:
    Grade grade_;
    std::string vi_, en_;
};

bool raised(const Row& row, const Circumstances& c) {
    return (row.raised_when == RaisedWhen::under_river && c.under_river) ||
           (row.raised_when == RaisedWhen::dangerous_chemicals && c.dangerous_chemicals);
}

// The rules of TT 34/2026 beside the tables (facts: section 2.2).
void apply_rules(Explanation& e, const Row& row, const Circumstances& c) {
    if (row.length_limit_m > 0 && c.length_m && *c.length_m <= row.length_limit_m)
        e.change(
            one_down(e.grade()),
            "chiều dài ≤ " + format_number(row.length_limit_m, ',') + " m: hạ một cấp, không thấp hơn cấp IV",
            "length ≤ " + format_number(row.length_limit_m, '.') + " m: one class down, not below IV");
    if (raised(row, c))
        e.change(higher(one_up(e.grade()), Grade::II),
                 row.raised_when == RaisedWhen::under_river
                     ? "dưới sông, biển: nâng một cấp, không thấp hơn cấp II"
                     : "chứa hóa chất nguy hiểm: nâng một cấp, không thấp hơn cấp II",
                 row.raised_when == RaisedWhen::under_river
                     ? "under a river or the sea: one class up, not below II"
                     : "dangerous chemicals: one class up, not below II");
    if (e.grade() > row.least_grade)
        e.change(row.least_grade, "không thấp hơn " + std::string(name_vi(row.least_grade)),
                 "not below " + std::string(name_en(row.least_grade)));
}

std::string joined(const std::vector<Step>& steps) {
    std::set<std::string_view> seen;
    std::string out;
    for (const Step& step : steps)
        if (seen.insert(step.legal_basis).second)
            out.append(out.empty() ? "" : "; ").append(step.legal_basis);
    return out;
}

}  // namespace

Result<Outcome> grade(const Tables& tables, const std::vector<Measure>& measures,
                      const Circumstances& circumstances) {
    if (measures.empty()) return Error(Code::text_empty, "/measures");
    Outcome out;
    for (std::size_t n = 0; n < measures.size(); ++n) {
        const Measure& m = measures[n];
        const std::string where = "/measures/" + std::to_string(n);
        const Row* row = tables.find(m.code, circumstances.on);
        if (!row) return Error(Code::unknown_criterion, where + "/code", {m.code});
        const double* number = std::get_if<double>(&m.value);
        const auto reading = number ? read_number(*row, *number, where + "/value")
                                    : read_word(*row, std::get<std::string>(m.value), where + "/value");
        if (!reading) return reading.error();
        Explanation explanation(*row, *reading);
        apply_rules(explanation, *row, circumstances);
        out.grade = n == 0 ? explanation.grade() : higher(out.grade, explanation.grade());
        out.steps.push_back(explanation.step(*row, m));
    }
    out.legal_basis = joined(out.steps);
    return out;
}

}  // namespace hatang::catalogue::grading
