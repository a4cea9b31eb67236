// What the grading routes take and give.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "catalogue/grading/grading.hpp"
#include "catalogue/limits.hpp"
#include "json/describe.hpp"

namespace hatang::catalogue::grading {

struct MeasureInput {
    std::string code;
    json::Raw value;  // number or word
};
struct GradingRequest {
    std::optional<std::string> on;
    std::vector<MeasureInput> measures;
    std::optional<double> length_m;
    std::optional<bool> under_river, dangerous_chemicals;
};
struct StepView {
    std::string code;
    json::Raw value;
    Grade grade{};
    std::string explanation_vi, explanation_en;
};
struct GradingAnswer {
    Grade grade{};
    std::vector<StepView> steps;
    std::string legal_basis;
};

struct IntervalView {
    Grade grade{};
    std::optional<double> from, to;
    bool from_open = false, to_open = false;
};
struct RowView {
    std::string code, work_vi, work_en, criterion_vi, criterion_en, unit;
    std::vector<IntervalView> classes;
    std::vector<Importance> importance;
    bool standard_speeds = false;
    std::optional<double> length_limit_m;
    RaisedWhen raised_when{};
    Grade least_grade{};
    std::optional<std::string> note_vi, note_en;
    std::string legal_basis, valid_from;
    std::optional<std::string> valid_to;
};
struct RowList {
    std::vector<RowView> items;
};

}  // namespace hatang::catalogue::grading

namespace hatang::json {

namespace g = catalogue::grading;

template <>
struct Describe<g::Grade> {
    static constexpr std::string_view name = "Grade";
    static constexpr std::array<std::pair<g::Grade, std::string_view>, 5> values{
        {{g::Grade::special, "special"},
         {g::Grade::I, "I"},
         {g::Grade::II, "II"},
         {g::Grade::III, "III"},
         {g::Grade::IV, "IV"}}};
};
template <>
struct Describe<g::RaisedWhen> {
    static constexpr std::string_view name = "RaisedWhen";
    static constexpr std::array<std::pair<g::RaisedWhen, std::string_view>, 3> values{
        {{g::RaisedWhen::never, "never"},
         {g::RaisedWhen::under_river, "under_river"},
         {g::RaisedWhen::dangerous_chemicals, "dangerous_chemicals"}}};
};
template <>
struct Describe<g::MeasureInput> {
    using T = g::MeasureInput;
    static constexpr std::string_view name = "GradingMeasure";
    static constexpr auto fields = std::tuple{
        field("code", &T::code, "Row of the tables",
              Limits{.length_max = catalogue::limits::key_length_max, .length_min = 1}),
        field("value", &T::value, "Number in the unit of the row, or a word of an importance row")};
};
template <>
struct Describe<g::GradingRequest> {
    using T = g::GradingRequest;
    static constexpr std::string_view name = "GradingRequest";
    static constexpr auto fields =
        std::tuple{field("on", &T::on, "Day whose law decides; absent: today",
                         Limits{.length_max = catalogue::limits::date_length}),
                   field("measures", &T::measures, "Criteria with their values",
                         Limits{.items_max = catalogue::limits::measures_max}),
                   field("length_m", &T::length_m, "Total length of the line",
                         Limits{.least = 0, .most = catalogue::limits::length_max_m}),
                   field("under_river", &T::under_river, "Tunnel under a river or the sea"),
                   field("dangerous_chemicals", &T::dangerous_chemicals, "Tank of dangerous chemicals")};
};
template <>
struct Describe<g::StepView> {
    using T = g::StepView;
    static constexpr std::string_view name = "GradingStep";
    static constexpr auto fields =
        std::tuple{field("code", &T::code, "Row of the tables"), field("value", &T::value, "Value given"),
                   field("grade", &T::grade, "Class that this criterion gives"),
                   field("explanation_vi", &T::explanation_vi, "Why, in Vietnamese"),
                   field("explanation_en", &T::explanation_en, "Why")};
};
template <>
struct Describe<g::GradingAnswer> {
    using T = g::GradingAnswer;
    static constexpr std::string_view name = "GradingAnswer";
    static constexpr auto fields =
        std::tuple{field("grade", &T::grade, "Class of the work: the highest of the steps"),
                   field("steps", &T::steps, "One for each measure, in their order"),
                   field("legal_basis", &T::legal_basis, "Tables and rows used")};
};
template <>
struct Describe<g::IntervalView> {
    using T = g::IntervalView;
    static constexpr std::string_view name = "GradingInterval";
    static constexpr auto fields =
        std::tuple{field("grade", &T::grade, "Class"), field("from", &T::from, "Lower end; null: none"),
                   field("from_open", &T::from_open, "The lower end does not belong to it"),
                   field("to", &T::to, "Upper end; null: none"),
                   field("to_open", &T::to_open, "The upper end does not belong to it")};
};
template <>
struct Describe<g::Importance> {
    using T = g::Importance;
    static constexpr std::string_view name = "GradingWord";
    static constexpr auto fields = std::tuple{
        field("key", &T::key, "Word to send as value"), field("name_vi", &T::name_vi, "Vietnamese"),
        field("name_en", &T::name_en, "English"), field("grade", &T::grade, "Class")};
};
template <>
struct Describe<g::RowView> {
    using T = g::RowView;
    static constexpr std::string_view name = "GradingRow";
    static constexpr auto fields = std::tuple{
        field("code", &T::code, "Row of the tables"),
        field("work_vi", &T::work_vi, "Kind of work, Vietnamese"),
        field("work_en", &T::work_en, "Kind of work, English"),
        field("criterion_vi", &T::criterion_vi, "Criterion, Vietnamese"),
        field("criterion_en", &T::criterion_en, "Criterion, English"),
        field("unit", &T::unit, "Unit of the value; empty for words"),
        field("classes", &T::classes, "Intervals and the class each gives"),
        field("importance", &T::importance, "Words and the class each gives"),
        field("standard_speeds", &T::standard_speeds, "Only standard design speeds are taken"),
        field("length_limit_m", &T::length_limit_m, "Total length up to which the class is one lower"),
        field("raised_when", &T::raised_when, "When the class is one higher, not below II"),
        field("least_grade", &T::least_grade, "Never below this class"),
        field("note_vi", &T::note_vi, "Note, Vietnamese"),
        field("note_en", &T::note_en, "Note, English"),
        field("legal_basis", &T::legal_basis, "Circular, annex, table and row"),
        field("valid_from", &T::valid_from, "First day"),
        field("valid_to", &T::valid_to, "First day on which it is no longer valid")};
};
template <>
struct Describe<g::RowList> {
    static constexpr std::string_view name = "GradingRowList";
    static constexpr auto fields = std::tuple{field("items", &g::RowList::items, "Rows")};
};

}  // namespace hatang::json
