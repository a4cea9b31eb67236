#include "telemetry/csv/rows.hpp"

#include <doctest/doctest.h>

using namespace hatang;
using namespace hatang::telemetry;

namespace {

// "line:id@time=value/quality" of each row, "line!code where" of each refused one.
std::string rows_text(std::string_view text) {
    std::string out;
    try {
        CsvRows rows(text);
        while (const auto row = rows.next()) {
            if (row->error) {
                out += std::to_string(row->line) + "!" + std::string(error_info(row->error->code).code) +
                       " " + row->error->where + " ";
                continue;
            }
            const Reading& r = row->reading;
            char value[32];
            std::snprintf(value, sizeof value, "%g", r.value);
            out += std::to_string(row->line) + ":" + std::to_string(r.datastream_id) + "@" + to_rfc3339(r.t) +
                   "=" + value + "/" + std::to_string(static_cast<int>(r.quality)) + " ";
        }
        CHECK(rows.share() == 1);
    } catch (const Error& e) {
        return std::string(error_info(e.code).code) + " " + e.where;
    }
    return out;
}

}  // namespace

TEST_CASE("rows in any order of columns, with both line ends and quotes") {
    CHECK(rows_text("datastream,t,value\n7,2026-11-24T01:30:00Z,2.5\n") == "2:7@2026-11-24T01:30:00Z=2.5/0 ");
    CHECK(rows_text("\xef\xbb\xbfvalue,quality,t,datastream\r\n\"-3e2\",bad,\"2026-11-24T08:30:00+07:00\","
                    "8\r\n\r\n1,,2026-11-24T01:30:01Z,8") ==
          "2:8@2026-11-24T01:30:00Z=-300/2 4:8@2026-11-24T01:30:01Z=1/0 ");
}

TEST_CASE("as Excel writes it in Việt Nam") {
    CHECK(rows_text("datastream;t;value\n7;24/11/2026 08:30;1,25\n7;24/11/2026 08:30:15;-0,5\n") ==
          "2:7@2026-11-24T01:30:00Z=1.25/0 3:7@2026-11-24T01:30:15Z=-0.5/0 ");
    CHECK(rows_text("datastream,t,value\n7,24/11/2026 08:30,\"1,25\"\n") == "2!not_a_number value ");
}

TEST_CASE("what is wrong in a row, and the rows around it") {
    CHECK(rows_text("datastream,t,value,quality\nx,2026-11-24T01:30:00Z,1,\n7,yesterday,1,\n7,2026-11-24T01:"
                    "30:00Z,NaN,\n7,2026-11-24T01:30:00Z,,\n"
                    "7,2026-11-24T01:30:00Z,1,fine\n7,2026-11-24T01:30:00Z\n7,31/02/2026 "
                    "00:00,1,\n7,2026-11-24T01:30:00Z,1,good\n") ==
          "2!unknown_datastream datastream 3!invalid_time t 4!not_a_number value 5!not_a_number value "
          "6!invalid_value quality 7!not_a_number value "
          "8!invalid_time t 9:7@2026-11-24T01:30:00Z=1/0 ");
    // A quote that nothing closes ends with its line.
    CHECK(rows_text("datastream,t,value\n\"7,2026-11-24T01:30:00Z,1" + std::string(300, 'x') +
                    "\n7,2026-11-24T01:30:00Z,1\n") ==
          "2!unknown_datastream datastream 3:7@2026-11-24T01:30:00Z=1/0 ");
    CHECK(rows_text("datastream,t,value\n" + std::string(100'000, ',') + "\n7,2026-11-24T01:30:00Z,1\n") ==
          "2!unknown_datastream datastream 3:7@2026-11-24T01:30:00Z=1/0 ");
}

TEST_CASE("the header says what is there") {
    CHECK(rows_text("") == "missing_field datastream");
    CHECK(rows_text("datastream,t\n") == "missing_field value");
    CHECK(rows_text("datastream,t,value,colour\n") == "unknown_field colour");
    CHECK(rows_text("datastream,t,value,t\n") == "duplicate_field t");
}
