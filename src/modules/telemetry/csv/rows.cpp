#include "telemetry/csv/rows.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/text.hpp"
#include "telemetry/csv/limits.hpp"
#include "telemetry/views.hpp"

namespace hatang::telemetry {
namespace {

constexpr std::array<std::string_view, 4> column_names{"datastream", "t", "value", "quality"};
constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

std::string shown(std::string_view cell) { return is_utf8(cell) ? std::string(cell.substr(0, 60)) : "?"; }

std::string_view without_blanks(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

std::optional<std::int64_t> digits(std::string_view text, std::size_t at, std::size_t count) {
    std::int64_t n = 0;
    if (at + count > text.size()) return {};
    for (const char c : text.substr(at, count)) {
        if (c < '0' || c > '9') return {};
        n = 10 * n + (c - '0');
    }
    return n;
}

double read_csv_number(std::string_view cell, bool decimal_comma) {
    std::string text(cell);
    if (decimal_comma) std::ranges::replace(text, ',', '.');
    double value = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc() || stop != end || !std::isfinite(value))
        throw Error(Code::not_a_number, "value", {shown(cell)});
    return value;
}

}  // namespace

std::optional<Instant> read_csv_time(std::string_view text) {
    if (const auto t = parse_rfc3339(text)) return t;
    // 24/11/2026 08:30:15
    constexpr std::size_t to_minutes = 16, to_seconds = 19;
    const bool has_seconds = text.size() == to_seconds;
    if ((text.size() != to_minutes && !has_seconds) || text[2] != '/' || text[5] != '/' || text[10] != ' ' ||
        text[13] != ':' || (has_seconds && text[16] != ':'))
        return {};
    for (const std::size_t at : {0u, 3u, 11u, 14u})
        if (!digits(text, at, 2)) return {};
    if (!digits(text, 6, 4)) return {};
    const std::string iso = std::string(text.substr(6, 4)) + "-" + std::string(text.substr(3, 2)) + "-" +
                            std::string(text.substr(0, 2)) + "T" + std::string(text.substr(11)) +
                            (has_seconds ? "" : ":00") + "+07:00";
    return parse_rfc3339(iso);
}

CsvRows::CsvRows(std::string_view text) : rest_(text), size_(text.size()) {
    if (rest_.starts_with(byte_order_mark)) rest_.remove_prefix(byte_order_mark.size());
    const std::string_view head = rest_.substr(0, rest_.find('\n'));
    if (head.find(';') != std::string_view::npos) separator_ = ';';
    if (!read_record()) throw Error(Code::missing_field, "datastream", {"datastream"});
    for (std::size_t i = 0; i < cells_.size(); ++i) {
        const auto found = std::ranges::find(column_names, without_blanks(cells_[i]));
        if (found == column_names.end())
            throw Error(Code::unknown_field, shown(cells_[i]), {shown(cells_[i])});
        auto& at = at_[static_cast<std::size_t>(found - column_names.begin())];
        if (at) throw Error(Code::duplicate_field, std::string(*found), {std::string(*found)});
        at = i;
    }
    for (const Column needed : {datastream, t, value})
        if (!at_[needed])
            throw Error(Code::missing_field, std::string(column_names[needed]),
                        {std::string(column_names[needed])});
}

double CsvRows::share() const {
    return size_ == 0 ? 1 : 1 - static_cast<double>(rest_.size()) / static_cast<double>(size_);
}

// One record into cells_; false at the end.
bool CsvRows::read_record() {
    cells_.clear();
    if (rest_.empty()) return false;
    record_line_ = line_;
    std::string cell;
    bool quoted = false;
    while (!rest_.empty()) {
        const char c = rest_.front();
        rest_.remove_prefix(1);
        if (c == '\n') ++line_;
        if (quoted) {
            if (c != '"') {
                cell += c;
            } else if (rest_.starts_with('"')) {
                cell += '"';
                rest_.remove_prefix(1);
            } else {
                quoted = false;
            }
        } else if (c == '"' && cell.empty()) {
            quoted = true;
        } else if (c == separator_) {
            cells_.push_back(std::exchange(cell, {}));
        } else if (c == '\n') {
            break;
        } else if (c != '\r') {
            cell += c;
        }
        // A quote that nothing closes would take the file along; what else is too long helps nobody either.
        if (cell.size() > limits::csv_cell_bytes_max || cells_.size() > limits::csv_cells_max) {
            const std::size_t end = rest_.find('\n');
            rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end);
            quoted = false;
            cell.resize(std::min(cell.size(), limits::csv_cell_bytes_max));
            cells_.resize(std::min(cells_.size(), limits::csv_cells_max));
        }
    }
    cells_.push_back(std::move(cell));
    return true;
}

Reading CsvRows::read_reading() const {
    const auto cell = [this](Column column) {
        const std::size_t i = *at_[column];
        return i < cells_.size() ? without_blanks(cells_[i]) : std::string_view();
    };
    Reading out;
    const std::string_view id = cell(datastream);
    const auto [stop, error] = std::from_chars(id.data(), id.data() + id.size(), out.datastream_id);
    if (error != std::errc() || stop != id.data() + id.size() || out.datastream_id <= 0)
        throw Error(Code::unknown_datastream, "datastream", {shown(id)});
    const auto time = read_csv_time(cell(t));
    if (!time) throw Error(Code::invalid_time, "t", {shown(cell(t))});
    out.t = *time;
    out.value = read_csv_number(cell(value), separator_ == ';');
    if (!at_[quality] || cell(quality).empty()) return out;
    const auto given = json::from_text<Quality>(cell(quality));
    if (!given)
        throw Error(Code::invalid_value, "quality", {shown(cell(quality)), json::all_texts<Quality>()});
    out.quality = *given;
    return out;
}

std::optional<CsvRows::Row> CsvRows::next() {
    while (read_record()) {
        if (cells_.size() == 1 && without_blanks(cells_[0]).empty()) continue;
        Row row{record_line_, {}, {}};
        try {
            row.reading = read_reading();
        } catch (const Error& e) {
            row.error = e;
        }
        return row;
    }
    return {};
}

}  // namespace hatang::telemetry
