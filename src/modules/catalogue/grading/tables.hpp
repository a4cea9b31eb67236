// The tables that decide the class (cấp) of a work: TT 34/2026/TT-BXD, Phụ lục I and II, as dated rows.
#pragma once

#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "json/value.hpp"

namespace hatang::catalogue::grading {

// From highest to lowest, so that the smaller value is the higher class.
enum class Grade { special, I, II, III, IV };
std::string_view to_text(Grade);
std::string_view name_vi(Grade);  // "cấp đặc biệt", "cấp II"
std::string_view name_en(Grade);
Grade grade_from_text(std::string_view);  // throws std::logic_error

struct Interval {
    Grade grade{};
    double from = -std::numeric_limits<double>::infinity(), to = std::numeric_limits<double>::infinity();
    bool from_open = false, to_open = false;
    bool contains(double value) const {
        return (from_open ? value > from : value >= from) && (to_open ? value < to : value <= to);
    }
};
// Shortest form, with "," or "." before the decimals.
std::string format_number(double value, char decimal_mark);
std::string describe(const Interval&, char decimal_mark);  // "≥ 8", "10 – < 30", "= 60"

// A row that is decided by a word instead of a number.
struct Importance {
    std::string key, name_vi, name_en;
    Grade grade{};
};

enum class RaisedWhen { never, under_river, dangerous_chemicals };

struct Row {
    std::string code, work_vi, work_en, criterion_vi, criterion_en, unit;
    std::vector<Interval> intervals;
    std::vector<Importance> importance;
    bool standard_speeds = false;  // a speed between the rows is refused, never interpolated
    double length_limit_m = 0;     // up to this total length: one class down, never below IV; 0: no such rule
    RaisedWhen raised_when = RaisedWhen::never;  // one class up, not below II
    Grade least_grade = Grade::IV;               // never below this one
    std::string note_vi, note_en;
    std::string legal_basis, valid_from, valid_to;
};

class Tables {
  public:
    // Rows of one data file.
    void add(json::Value root);
    // The row valid on an ISO date; nullptr when there is none.
    const Row* find(std::string_view code, std::string_view date) const;
    const std::vector<Row>& rows() const { return rows_; }

  private:
    std::vector<Row> rows_;
};

}  // namespace hatang::catalogue::grading
