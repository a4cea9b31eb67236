#include "telemetry/sensorthings/batch.hpp"

#include <doctest/doctest.h>

using namespace hatang;
using namespace hatang::telemetry::sta;

namespace {

// The batch of 18-088, section 11, with line ends as HTTP has them.
std::string multipart(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '\n') out += '\r';
        out += c;
    }
    return out;
}
constexpr std::string_view batch_type = "multipart/mixed; boundary=batch_36522ad7";
constexpr std::string_view batch_body = R"(preamble, to be passed over
--batch_36522ad7
Content-Type: application/http
Content-Transfer-Encoding: binary

GET /sta/v1.1/Things(1)?$select=name HTTP/1.1
Host: example.org

--batch_36522ad7
Content-Type: multipart/mixed; boundary="changeset 77162fcd"

--changeset 77162fcd
Content-Type: application/http
Content-ID: 1

POST http://example.org/sta/v1.1/Things HTTP/1.1
Content-Type: application/json; charset=utf-8
Content-Length: 12

{"name":"a"}
--changeset 77162fcd
Content-Type: application/http
Content-ID: stream

POST $1/Datastreams HTTP/1.1
Content-Type: application/json

{"Sensor":{"@iot.id":"$1"},
"b":["$1"]}
--changeset 77162fcd--
--batch_36522ad7
Content-Type: application/http

delete Datastreams(3) HTTP/1.1
If-Match: "4"

--batch_36522ad7--
epilogue)";

Code code_of(std::string_view body, std::string_view type = batch_type) {
    try {
        (void)read_multipart_batch(body, type);
    } catch (const Error& e) {
        return e.code;
    }
    FAIL("taken: " << body);
    return Code::internal;
}
Code json_code(std::string_view body) {
    try {
        (void)read_json_batch(body);
    } catch (const Error& e) {
        return e.code;
    }
    FAIL("taken: " << body);
    return Code::internal;
}

}  // namespace

TEST_CASE("batch: multipart with a change set, either line end") {
    for (const std::string& body : {std::string(batch_body), multipart(batch_body)}) {
        const std::vector<BatchPart> parts = read_multipart_batch(body, batch_type);
        REQUIRE(parts.size() == 4);
        CHECK(parts[0].method == http::Method::get);
        CHECK(parts[0].url == "Things(1)?$select=name");
        CHECK(parts[0].group == 0);
        CHECK(parts[1].url == "Things");
        CHECK(parts[1].id == "1");
        CHECK(parts[1].group == 1);
        CHECK(parts[1].content_type == "application/json");
        CHECK(parts[1].body == R"({"name":"a"})");
        CHECK(parts[2].url == "$1/Datastreams");
        CHECK(parts[2].group == 1);
        CHECK(parts[2].body.ends_with("\"b\":[\"$1\"]}"));
        CHECK(parts[3].method == http::Method::del);
        CHECK(parts[3].if_match == "\"4\"");
        CHECK(parts[3].group == 0);
    }
}

TEST_CASE("batch: references are put in place, in addresses and in links only") {
    BatchPart part = read_multipart_batch(batch_body, batch_type)[2];
    resolve_references(part, {{"1", "Things(5)"}});
    CHECK(part.url == "Things(5)/Datastreams");
    CHECK(part.body == R"({"Sensor":{"@iot.id":5},"b":["$1"]})");
    BatchPart lost = read_multipart_batch(batch_body, batch_type)[2];
    CHECK_THROWS_AS(resolve_references(lost, {{"2", "Things(5)"}}), Error);
}

TEST_CASE("batch: malformed multipart bodies are refused") {
    CHECK(code_of("", batch_type) == Code::malformed_request);
    CHECK(code_of(batch_body, "multipart/mixed") == Code::malformed_request);
    CHECK(code_of(batch_body, "multipart/mixed; boundary=") == Code::malformed_request);
    CHECK(code_of(batch_body, "multipart/mixed; boundary=" + std::string(71, 'x')) ==
          Code::malformed_request);
    CHECK(code_of(batch_body, "multipart/form-data; boundary=batch_36522ad7") == Code::malformed_request);
    CHECK(code_of(batch_body, "multipart/mixed; boundary=other") == Code::malformed_request);
    const auto part = [](std::string_view text) {
        return "--b\nContent-Type: application/http\n\n" + std::string(text) + "\n--b--\n";
    };
    constexpr std::string_view type = "multipart/mixed; boundary=b";
    CHECK(code_of(part(""), type) == Code::malformed_request);
    CHECK(code_of(part("GET Things"), type) == Code::malformed_request);
    CHECK(code_of(part("BREW Things HTTP/1.1\n"), type) == Code::invalid_value);
    CHECK(code_of(part("GET /api/v1/users HTTP/1.1\n"), type) == Code::not_found);
    CHECK(code_of(part("GET Things HTTP/1.1\nno header\n"), type) == Code::malformed_request);
    CHECK(code_of(part("POST Things HTTP/1.1\nContent-Length: 99\n\n{}"), type) == Code::malformed_request);
    CHECK(code_of("--b\nContent-Type: text/plain\n\nx\n--b--\n", type) == Code::malformed_request);
    CHECK(code_of("--b\nContent-Type: application/http\n\nGET Things HTTP/1.1\n\n", type) ==
          Code::malformed_request);
    CHECK(read_multipart_batch("--b--", type).empty());
}

TEST_CASE("batch: JSON, its groups and what is wrong with it") {
    const std::vector<BatchPart> parts = read_json_batch(
        R"j({"requests":[{"id":"0","method":"get","url":"Things"},
            {"id":"1","atomicityGroup":"g","method":"post","url":"/sta/v1.1/Things","body":{"a":1}},
            {"id":"2","atomicityGroup":"g","dependsOn":["1"],"method":"PATCH","url":"$1","headers":{"If-Match":"\"1\""},"body":{}},
            {"id":"3","atomicityGroup":"h","method":"delete","url":"Things(1)"}]})j");
    REQUIRE(parts.size() == 4);
    CHECK(parts[0].group == 0);
    CHECK(parts[1].group == 1);
    CHECK(parts[1].url == "Things");
    CHECK(parts[1].body == R"({"a":1})");
    CHECK(parts[2].group == 1);
    CHECK(parts[2].if_match == "\"1\"");
    CHECK(parts[3].group == 2);
    CHECK(json_code("{}") == Code::missing_field);
    CHECK(json_code("[]") == Code::wrong_type);
    CHECK(json_code(R"({"requests":[{}]})") == Code::missing_field);
    CHECK(json_code(R"({"requests":[{"method":"get"}]})") == Code::missing_field);
    CHECK(json_code(R"({"requests":[{"method":"brew","url":"x"}]})") == Code::invalid_value);
    CHECK(json_code(R"({"requests":[{"method":"get","url":"x","colour":1}]})") == Code::unknown_field);
    CHECK(json_code(
              R"({"requests":[{"id":"a","method":"get","url":"x"},{"id":"a","method":"get","url":"x"}]})") ==
          Code::duplicate_field);
    CHECK(json_code(R"({"requests":[{"dependsOn":["b"],"method":"get","url":"x"}]})") == Code::invalid_value);
    CHECK(
        json_code(R"({"requests":[{"atomicityGroup":"g","method":"put","url":"x"},{"method":"get","url":"x"},
                        {"atomicityGroup":"g","method":"put","url":"x"}]})") == Code::invalid_value);
    std::string many = R"({"requests":[)";
    for (int i = 0; i < 1'001; ++i) many += std::string(i ? "," : "") + R"({"method":"get","url":"x"})";
    CHECK(json_code(many + "]}") == Code::too_many_items);
}

TEST_CASE("batch: answers") {
    http::Response made;
    made.status = 201;
    made.header("Location", "http://h/Things(5)");
    http::Response undone;
    undone.status = 424;
    const http::Response wrong = http::Response::json(R"({"code":"not_found"})", 404);
    CHECK(write_json_batch({{"1", 0, made}, {"2", 0, wrong}}) ==
          R"j({"responses":[{"id":"1","status":201,"location":"http://h/Things(5)"},)j"
          R"j({"id":"2","status":404,"body":{"code":"not_found"}}]})j");
    const std::string good = write_multipart_batch({{"", 0, wrong}, {"1", 1, made}, {"2", 1, made}}, "b");
    CHECK(good == multipart("--b\nContent-Type: application/http\n\nHTTP/1.1 404 Not Found\n"
                            "Content-Type: application/json\nContent-Length: 20\n\n{\"code\":\"not_found\"}\n"
                            "--b\nContent-Type: multipart/mixed; boundary=b_1\n\n"
                            "--b_1\nContent-Type: application/http\nContent-ID: 1\n\nHTTP/1.1 201 Created\n"
                            "Location: http://h/Things(5)\nContent-Length: 0\n\n\n"
                            "--b_1\nContent-Type: application/http\nContent-ID: 2\n\nHTTP/1.1 201 Created\n"
                            "Location: http://h/Things(5)\nContent-Length: 0\n\n\n--b_1--\n--b--\n"));
    // A change set that failed has one answer.
    const std::string bad = write_multipart_batch({{"1", 1, undone}, {"2", 1, wrong}}, "b");
    CHECK(bad.find("424") == bad.npos);
    CHECK(bad.find("HTTP/1.1 404") != bad.npos);
}
