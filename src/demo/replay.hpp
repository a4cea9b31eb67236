// A recorded series as one datastream: reads a CSV (plain, .gz or a .zip with one file) and publishes its
// rows at a given rate, timed as if they were measured now.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/loop.hpp"
#include "base/time.hpp"
#include "mqtt/client.hpp"

namespace hatang::demo {

// The named column, or the last one when `column` is empty. Rows without a finite number there are an error
// that names the row. At most rows_max rows (0: all).
Result<std::vector<double>> read_csv_column(std::string_view csv, std::string_view column, int rows_max);

// The bytes of a .csv, .csv.gz or .zip file. Throws unreadable_file.
std::string read_series_file(const std::string& path);

struct ReplayReport {
    std::int64_t published = 0;
    double seconds = 0;
};
task<ReplayReport> replay(Loop&, Clock&, mqtt::Client&, std::int64_t datastream_id,
                          const std::vector<double>& values, double rate_hz);

}  // namespace hatang::demo
