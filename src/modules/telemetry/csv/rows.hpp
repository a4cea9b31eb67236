// Readings as CSV (RFC 4180): a header with datastream, t, value and, if there, quality, in any order.
// Columns part at commas, or at semicolons as Excel writes them in Việt Nam; then numbers may have a decimal
// comma. Pure.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "telemetry/reading.hpp"

namespace hatang::telemetry {

class CsvRows {
  public:
    // Throws missing_field, unknown_field or duplicate_field for the header.
    explicit CsvRows(std::string_view text);

    struct Row {
        std::size_t line = 0;  // from 1, the header's
        std::optional<Error> error;
        Reading reading;
    };
    // The next row that is not empty; nothing at the end.
    std::optional<Row> next();
    // How far the text is read, 0…1.
    double share() const;

  private:
    enum Column : std::size_t { datastream, t, value, quality, columns };
    bool read_record();
    Reading read_reading() const;
    std::string_view rest_;
    std::size_t size_ = 0, line_ = 1, record_line_ = 1;
    char separator_ = ',';
    std::vector<std::string> cells_;
    std::array<std::optional<std::size_t>, columns> at_;
};

// RFC 3339, or dd/MM/yyyy HH:mm[:ss] in the time of Việt Nam.
std::optional<Instant> read_csv_time(std::string_view);

}  // namespace hatang::telemetry
