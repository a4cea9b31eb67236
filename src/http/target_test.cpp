#include "http/target.hpp"

#include <doctest/doctest.h>

#include "http/header.hpp"

using namespace hatang;
using namespace hatang::http;

TEST_CASE("target: what is encoded decodes again") {
    CHECK(percent_encode("a b/ỗ~") == "a%20b%2F%E1%BB%97~");
    CHECK(percent_decode(percent_encode("\x01%+ đ"), true) == "\x01%+ đ");
}

TEST_CASE("target: path and query are decoded once") {
    const auto t = parse_target("/api/v1/t%C3%ACm?q=c%E1%BA%A7u+V%C4%A9nh%20Tuy&q=2&empty=&flag&&x=%252F");
    REQUIRE(t);
    CHECK(t->path == "/api/v1/tìm");
    REQUIRE(t->query.size() == 5);
    CHECK(t->query[0] == std::pair<std::string, std::string>{"q", "cầu Vĩnh Tuy"});
    CHECK(t->query[1].second == "2");
    CHECK(t->query[2] == std::pair<std::string, std::string>{"empty", ""});
    CHECK(t->query[3] == std::pair<std::string, std::string>{"flag", ""});
    CHECK(t->query[4].second == "%2F");
}

TEST_CASE("target: a plus in the path is a plus") { CHECK(parse_target("/a+b")->path == "/a+b"); }

TEST_CASE("target: absolute form") {
    CHECK(parse_target("http://example.vn:80/a?b=1")->path == "/a");
    CHECK(parse_target("https://example.vn")->path == "/");
}

TEST_CASE("target: hostile bytes are refused with a precise code") {
    const auto code = [](std::string_view s) { return parse_target(s).error().code; };
    CHECK(code("") == Code::malformed_request);
    CHECK(code("*") == Code::malformed_request);
    CHECK(code("/a%") == Code::malformed_request);
    CHECK(code("/a%4") == Code::malformed_request);
    CHECK(code("/a%zz") == Code::malformed_request);
    CHECK(code("/a%00b") == Code::malformed_request);
    CHECK(code("/a?b=%00") == Code::malformed_request);
    CHECK(code("/%ff") == Code::invalid_utf8);
    CHECK(code("/?q=%c3%28") == Code::invalid_utf8);
    CHECK(code("/%c0%af") == Code::invalid_utf8);  // overlong '/'
    CHECK(parse_target("/?q=%ff").error().where == "q");
}

TEST_CASE("target: segments") {
    CHECK(path_segments("/") == std::vector<std::string_view>{""});
    CHECK(path_segments("/a/b") == std::vector<std::string_view>{"a", "b"});
    CHECK(path_segments("/a//") == std::vector<std::string_view>{"a", "", ""});
}

TEST_CASE("header: media types and parameters") {
    CHECK(media_type("application/json ; charset=utf-8") == "application/json");
    CHECK(media_parameter("application/json; Charset=\"UTF-8\"", "charset") == "UTF-8");
    CHECK(media_parameter("application/json", "charset").empty());
}

TEST_CASE("header: content codings") {
    CHECK(accepts_coding("gzip, deflate, br", "gzip"));
    CHECK(accepts_coding("GZIP;q=0.5", "gzip"));
    CHECK(accepts_coding("*", "gzip"));
    CHECK_FALSE(accepts_coding("", "gzip"));
    CHECK_FALSE(accepts_coding("gzip;q=0, *", "gzip"));
    CHECK_FALSE(accepts_coding("gzip;q=0.000", "gzip"));
    CHECK_FALSE(accepts_coding("br", "gzip"));
}

TEST_CASE("header: entity tags carry versions") {
    CHECK(etag_of_version(7) == "\"7\"");
    CHECK(version_of_etag("\"7\"") == 7);
    CHECK(version_of_etag(" W/\"12\" ") == 12);
    for (const auto bad : {"7", "\"\"", "\"a\"", "\"7", "*", "\"99999999999999999999\""})
        CHECK_FALSE(version_of_etag(bad));
    CHECK(none_match_names("\"1\", W/\"2\"", "\"2\""));
    CHECK(none_match_names("*", "\"2\""));
    CHECK_FALSE(none_match_names("\"3\"", "\"2\""));
}

TEST_CASE("header: authority of an origin") {
    CHECK(authority_of_url("https://a.vn:8443/x?y") == "a.vn:8443");
    CHECK(authority_of_url("http://user@a.vn") == "a.vn");
    CHECK(authority_of_url("null").empty());
}
