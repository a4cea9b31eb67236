// Tables as text (RFC 4180, with the separators that office programs write), cut into rows while they stream
// by. Cells are bytes: the encoding is found out later. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace hatang::registry {

class CsvReader {
  public:
    // Called with the cells of each row, the first row included. Rows without any text are left out.
    explicit CsvReader(std::function<void(std::vector<std::string>&)> on_row);
    // Throws file_refused for UTF-16, a NUL, a quote inside of an unquoted cell's end, and rows, cells or
    // columns beyond their limits.
    void feed(std::string_view bytes);
    // After the last byte; throws file_refused when a quoted cell is still open.
    void finish();

  private:
    void detect(bool ended);
    void byte(char c);
    void end_cell();
    void end_row();
    [[noreturn]] void refuse(const std::string& reason) const;

    std::function<void(std::vector<std::string>&)> on_row_;
    std::string waiting_;  // the first line, until its separator is known
    bool detected_ = false;
    char separator_ = ',';
    std::vector<std::string> row_;
    std::string cell_;
    std::size_t row_bytes_ = 0;
    std::int64_t lines_ = 1;
    bool quoted_ = false, was_quoted_ = false, quote_seen_ = false;
};

}  // namespace hatang::registry
