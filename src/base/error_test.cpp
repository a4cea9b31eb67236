#include "base/error.hpp"

#include <doctest/doctest.h>

#include "base/metrics.hpp"

using namespace hatang;

TEST_CASE("error: the table gives the code, the status and both texts with their arguments") {
    const Error e(Code::unknown_class, "/class", {"brige"});
    CHECK(error_info(e.code).code == "unknown_class");
    CHECK(error_info(e.code).http_status == 422);
    CHECK(e.text_vi() == "Không có lớp công trình “brige”.");
    CHECK(e.text_en() == "There is no asset class “brige”.");
    CHECK(std::string(e.what()).find("/class") != std::string::npos);
}

TEST_CASE("error: a result is a value or an error") {
    const Result<int> good(7), bad(Error(Code::not_found, {}, {"x"}));
    CHECK(*good == 7);
    CHECK_FALSE(bad);
    CHECK_THROWS_AS(Result<int>(bad).value(), Error);
}

TEST_CASE("metrics: written in the Prometheus text format") {
    Metrics m;
    m.describe("a_total", "Things");
    m.count("a_total", "kind=\"x\"", 2);
    m.gauge("b", [] { return 1.5; });
    m.observe("c_seconds", {}, 0.004);
    const std::string text = m.prometheus_text();
    CHECK(text.find("# HELP a_total Things\n# TYPE a_total counter\na_total{kind=\"x\"} 2\n") !=
          std::string::npos);
    CHECK(text.find("# TYPE b gauge\nb 1.5\n") != std::string::npos);
    CHECK(text.find("c_seconds_bucket{le=\"0.005\"} 1\n") != std::string::npos);
    CHECK(text.find("c_seconds_bucket{le=\"+Inf\"} 1\n") != std::string::npos);
}
