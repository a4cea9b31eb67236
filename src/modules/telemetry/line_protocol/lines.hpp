// InfluxDB line protocol, from bytes: measurement[,tag=value…] field=value[,field=value…] [timestamp]
// (docs.influxdata.com/influxdb/v2/reference/syntax/line-protocol). Pure; every text points into the input.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace hatang::telemetry {

enum class FieldKind : std::uint8_t { number, integer, unsigned_integer, boolean, text };

struct LineField {
    std::string_view key;  // as sent, with its escapes
    FieldKind kind = FieldKind::number;
    double value = 0;   // of a boolean 0 or 1; of a text nothing
    bool exact = true;  // false: an integer that no double holds
};

struct Line {
    std::size_t number = 0;   // of its first byte's line, from 1
    std::string_view series;  // measurement and tags as sent, with their escapes
    std::vector<LineField> fields;
    std::optional<std::int64_t> time;  // in the unit of the request
};

class LineReader {
  public:
    explicit LineReader(std::string_view bytes)
        : begin_(bytes.data()), at_(begin_), end_(begin_ + bytes.size()) {}

    enum class Got { line, refused, end };
    // The next line that is neither empty nor a comment. After `refused` it goes on with the line below.
    Got next(Line&);
    // Of the refused line: invalid_line with its number, the byte in it (from 1) and what was expected.
    Error refusal() const;
    std::size_t refused_line() const { return number_; }
    std::size_t left() const { return static_cast<std::size_t>(end_ - at_); }  // bytes

  private:
    bool read(Line&);
    bool read_series(Line&);
    bool read_fields(Line&);
    bool read_value(LineField&);
    bool read_text(LineField&);
    bool read_time(Line&);
    bool at_end_of_line() const;
    void skip_blanks();
    void skip_line();
    bool fail(const char* expected);

    const char *begin_, *at_, *end_;
    const char* line_begin_ = nullptr;
    std::size_t number_ = 0, lines_inside_ = 0;
    const char* expected_ = "";
    std::size_t column_ = 0;
};

// The name of one series, as mappings keep it: "measurement,tag=value,… field" with tags in the order of
// their keys. Errors: invalid_series for a tag that is there twice, text that is not UTF-8, control
// characters or a name of more than `series_bytes_max`.
Result<std::string> series_name(std::string_view series, std::string_view field);
// The same from what somebody wrote: "measurement,tag=value field". Errors: invalid_series.
Result<std::string> series_name(std::string_view written);

}  // namespace hatang::telemetry
