// Bounds of CSV.
#pragma once

#include <cstddef>

namespace hatang::telemetry::limits {

// A file of two million rows is below this.
inline constexpr std::size_t csv_bytes_max = 100u << 20;
inline constexpr std::size_t csv_cell_bytes_max = 200;
// Cells of a row that are kept; a header has four.
inline constexpr std::size_t csv_cells_max = 16;
// Refused rows that a result spells out; all are counted.
inline constexpr std::size_t csv_refusals_told_max = 100;

}  // namespace hatang::telemetry::limits
