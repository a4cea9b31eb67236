// The class calculator of TT 34/2026/TT-BXD: the class of a work is the highest that any of its criteria
// gives, after the rules for short lines, works under water and dangerous contents. Pure: tables in, class
// and reasons out.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/error.hpp"
#include "catalogue/grading/tables.hpp"

namespace hatang::catalogue::grading {

struct Measure {
    std::string code;                         // row of the tables: "1.4.1.2a"
    std::variant<double, std::string> value;  // in the unit of the row, or the word of an importance row
};

struct Circumstances {
    std::string on;                  // ISO date: the law of that day
    std::optional<double> length_m;  // total length of the line
    bool under_river = false;        // tunnel under a river or the sea
    bool dangerous_chemicals = false;
};

struct Step {
    Measure measure;
    Grade grade{};
    std::string explanation_vi, explanation_en, legal_basis;
};
struct Outcome {
    Grade grade = Grade::IV;
    std::vector<Step> steps;
    std::string legal_basis;
};

// At least one measure. Errors, with the JSON pointer of the measure: unknown_criterion, class_not_defined
// (the row has no class for the value), non_standard_speed, out_of_range (not above zero), wrong_type,
// text_empty (no measure).
Result<Outcome> grade(const Tables&, const std::vector<Measure>&, const Circumstances&);

}  // namespace hatang::catalogue::grading
