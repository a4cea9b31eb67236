#include "registry/transfer/csv.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "registry/limits.hpp"

namespace hatang::registry {

CsvReader::CsvReader(std::function<void(std::vector<std::string>&)> on_row) : on_row_(std::move(on_row)) {}

void CsvReader::refuse(const std::string& reason) const {
    throw Error(Code::file_refused, {}, {"CSV, line " + std::to_string(lines_) + ": " + reason});
}

void CsvReader::feed(std::string_view bytes) {
    if (!detected_) {
        waiting_.append(bytes);
        detect(false);
        return;
    }
    for (const char c : bytes) byte(c);
}

// The separator that the first line holds most often outside of quotes.
void CsvReader::detect(bool ended) {
    const std::size_t end = waiting_.find('\n');
    if (end == std::string::npos && !ended && waiting_.size() < limits::row_bytes_max) return;
    if (waiting_.starts_with("\xFF\xFE") || waiting_.starts_with("\xFE\xFF"))
        refuse("UTF-16; save the table as UTF-8");
    if (waiting_.starts_with("\xEF\xBB\xBF")) waiting_.erase(0, 3);
    std::size_t most = 0;
    for (const char candidate : {',', ';', '\t', '|'}) {
        std::size_t count = 0;
        bool inside = false;
        for (const char c : std::string_view(waiting_).substr(0, waiting_.find('\n'))) {
            inside = inside != (c == '"');
            count += !inside && c == candidate;
        }
        if (count > most) {
            most = count;
            separator_ = candidate;
        }
    }
    detected_ = true;
    const std::string text = std::move(waiting_);
    for (const char c : text) byte(c);
}

void CsvReader::byte(char c) {
    if (++row_bytes_ > limits::row_bytes_max)
        refuse("longer than " + std::to_string(limits::row_bytes_max) + " bytes");
    if (c == '\0') refuse("a NUL byte: not a text");
    if (c == '\n') ++lines_;
    if (quoted_) {
        if (c != '"') {
            cell_ += c;
            return;
        }
        quoted_ = false;
        quote_seen_ = true;  // the end of the cell, or the first of two
        return;
    }
    if (quote_seen_ && c == '"') {
        cell_ += '"';
        quoted_ = true;
        quote_seen_ = false;
        return;
    }
    quote_seen_ = false;
    if (c == separator_) {
        end_cell();
    } else if (c == '\n') {
        end_row();
    } else if (c == '\r') {
        // Part of the line's end.
    } else if (c == '"' && cell_.empty() && !was_quoted_) {
        quoted_ = was_quoted_ = true;
    } else {
        cell_ += c;  // a quote in the middle is itself: 2" pipes are written so
    }
}

void CsvReader::end_cell() {
    if (row_.size() >= limits::columns_max)
        refuse("more than " + std::to_string(limits::columns_max) + " columns");
    row_.push_back(std::move(cell_));
    cell_.clear();
    was_quoted_ = false;
}

void CsvReader::end_row() {
    end_cell();
    if (std::ranges::any_of(row_, [](const std::string& cell) { return !cell.empty(); })) on_row_(row_);
    row_.clear();
    row_bytes_ = 0;
}

void CsvReader::finish() {
    if (!detected_) detect(true);
    if (quoted_) refuse("a quoted cell does not end");
    if (!cell_.empty() || !row_.empty()) end_row();
}

}  // namespace hatang::registry
