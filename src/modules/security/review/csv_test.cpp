#include "security/review/csv.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace hatang;
using namespace hatang::security;

TEST_CASE("review csv: quotes, formulas and empty cells") {
    ReviewItem item;
    item.user_id = 7;
    item.user = "an";
    item.full_name = "=HYPERLINK(\"http://x\")";
    item.roles = {"admin", "viewer"};
    item.grants = 2;
    item.due_at = *parse_rfc3339("2026-11-24T00:00:00Z");
    item.due = true;
    CHECK(review_csv_line(item) ==
          "7,\"an\",\"'=HYPERLINK(\"\"http://x\"\")\",\"\",\"admin viewer\",2,\"\",\"\",\"\",\"\","
          "\"2026-11-24T00:00:00Z\",true\r\n");
}

TEST_CASE("review csv: as many names as cells") {
    const auto commas = [](const std::string& text) { return std::count(text.begin(), text.end(), ','); };
    CHECK(commas(review_csv_header()) == commas(review_csv_line(ReviewItem{})));
}
