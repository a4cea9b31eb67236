#include "catalogue/grading/tables.hpp"

#include <array>
#include <charconv>
#include <stdexcept>

#include "catalogue/dates.hpp"
#include "catalogue/reading.hpp"

namespace hatang::catalogue::grading {
namespace {

struct GradeWords {
    std::string_view key, vi, en;
};
constexpr std::array<GradeWords, 5> words{{{"special", "cấp đặc biệt", "special class"},
                                           {"I", "cấp I", "class I"},
                                           {"II", "cấp II", "class II"},
                                           {"III", "cấp III", "class III"},
                                           {"IV", "cấp IV", "class IV"}}};

double number_of(json::Value object, std::string_view field, double absent) {
    const auto found = object.find(field);
    return found ? found->number(field) : absent;
}
bool flag_of(json::Value object, std::string_view field) {
    const auto found = object.find(field);
    return found && found->boolean(field);
}

RaisedWhen raised_when_of(json::Value row) {
    const std::string word = text_of(row, "raised_when");
    if (word.empty()) return RaisedWhen::never;
    if (word == "under_river") return RaisedWhen::under_river;
    if (word == "dangerous_chemicals") return RaisedWhen::dangerous_chemicals;
    throw std::logic_error("catalogue data: raised_when " + word);
}

Interval interval_of(json::Value item) {
    Interval out;
    out.grade = grade_from_text(text_of(item, "grade"));
    out.from = number_of(item, "from", out.from);
    out.to = number_of(item, "to", out.to);
    out.from_open = flag_of(item, "from_open");
    out.to_open = flag_of(item, "to_open");
    return out;
}

Row row_of(json::Value item) {
    Row row;
    row.code = text_of(item, "code");
    row.work_vi = text_of(item, "work_vi");
    row.work_en = text_of(item, "work_en");
    row.criterion_vi = text_of(item, "criterion_vi");
    row.criterion_en = text_of(item, "criterion_en");
    row.unit = text_of(item, "unit");
    for (const json::Value interval : required(item, "classes").items())
        row.intervals.push_back(interval_of(interval));
    if (const auto importance = item.find("importance"))
        for (const json::Value word : importance->items())
            row.importance.push_back({text_of(word, "key"), text_of(word, "name_vi"),
                                      text_of(word, "name_en"), grade_from_text(text_of(word, "grade"))});
    row.standard_speeds = flag_of(item, "standard_speeds");
    row.length_limit_m = number_of(item, "length_limit_m", 0);
    row.raised_when = raised_when_of(item);
    if (const std::string least = text_of(item, "least_grade"); !least.empty())
        row.least_grade = grade_from_text(least);
    row.note_vi = text_of(item, "note_vi");
    row.note_en = text_of(item, "note_en");
    row.legal_basis = text_of(item, "legal_basis");
    row.valid_from = text_of(item, "valid_from");
    row.valid_to = text_of(item, "valid_to");
    return row;
}

}  // namespace

std::string_view to_text(Grade g) { return words[static_cast<std::size_t>(g)].key; }
std::string_view name_vi(Grade g) { return words[static_cast<std::size_t>(g)].vi; }
std::string_view name_en(Grade g) { return words[static_cast<std::size_t>(g)].en; }

Grade grade_from_text(std::string_view text) {
    for (std::size_t i = 0; i < words.size(); ++i)
        if (words[i].key == text) return static_cast<Grade>(i);
    throw std::logic_error("catalogue data: grade " + std::string(text));
}

std::string format_number(double value, char decimal_mark) {
    char buffer[32];
    std::string out(buffer, std::to_chars(buffer, buffer + sizeof buffer, value).ptr);
    for (char& c : out)
        if (c == '.') c = decimal_mark;
    return out;
}

std::string describe(const Interval& i, char decimal_mark) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    const std::string from = format_number(i.from, decimal_mark), to = format_number(i.to, decimal_mark);
    if (i.from == i.to) return "= " + to;
    if (i.from == -infinity) return (i.to_open ? "< " : "≤ ") + to;
    if (i.to == infinity) return (i.from_open ? "> " : "≥ ") + from;
    return (i.from_open ? "> " : "") + from + " – " + (i.to_open ? "< " : "") + to;
}

void Tables::add(json::Value root) {
    for (const json::Value item : required(root, "grading").items()) rows_.push_back(row_of(item));
}

const Row* Tables::find(std::string_view code, std::string_view date) const {
    for (const Row& row : rows_)
        if (row.code == code && valid_on(date, row.valid_from, row.valid_to)) return &row;
    return nullptr;
}

}  // namespace hatang::catalogue::grading
