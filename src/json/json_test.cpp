#include <doctest/doctest.h>

#include <array>
#include <cmath>

#include "base/error.hpp"
#include "json/describe.hpp"
#include "json/value.hpp"
#include "json/writer.hpp"

using namespace hatang;

namespace {

enum class Colour { red, green };
struct Note {
    std::int64_t id = 0;
    std::string text;
    std::optional<Instant> at;
    std::vector<double> values;
    std::optional<Colour> colour;
};

}  // namespace

template <>
struct hatang::json::Describe<Colour> {
    static constexpr std::string_view name = "Colour";
    static constexpr std::array values{std::pair{Colour::red, std::string_view("red")},
                                       std::pair{Colour::green, std::string_view("green")}};
};
template <>
struct hatang::json::Describe<Note> {
    static constexpr std::string_view name = "Note";
    static constexpr auto fields = std::tuple{
        field("id", &Note::id, "Identifier", Limits{.least = 1}),
        field("text", &Note::text, "What was seen", Limits{.length_max = 5}), field("at", &Note::at, "When"),
        field("values", &Note::values, "Numbers", Limits{.items_max = 3}),
        field("colour", &Note::colour, "Colour")};
};

namespace {

Note read(std::string_view text) {
    const json::Document document = json::parse(text);
    return json::read<Note>(document.root());
}

// The code and place of the refusal.
std::string refusal(std::string_view text) {
    try {
        read(text);
    } catch (const Error& e) {
        return std::string(error_info(e.code).code) + " " + e.where;
    }
    return "accepted";
}

}  // namespace

TEST_CASE("json: a described struct is read and written") {
    const Note n =
        read(R"({"id":7,"text":"Cầu","values":[1,2.5],"colour":"green","at":"2026-11-24T08:30:00+07:00"})");
    CHECK(n.id == 7);
    CHECK(n.text == "Cầu");
    CHECK(n.colour == Colour::green);
    CHECK(json::to_json(n) ==
          R"({"id":7,"text":"Cầu","at":"2026-11-24T01:30:00Z","values":[1,2.5],"colour":"green"})");
}

TEST_CASE("json: what does not fit is refused with its code and its place") {
    CHECK(refusal(R"({"id":7,"text":"a","values":[]})") == "accepted");
    CHECK(refusal(R"({"id":"7","text":"a","values":[]})") == "wrong_type /id");
    CHECK(refusal(R"({"id":7.5,"text":"a","values":[]})") == "wrong_type /id");
    CHECK(refusal(R"({"id":0,"text":"a","values":[]})") == "out_of_range /id");
    CHECK(refusal(R"({"id":7,"text":"abcdef","values":[]})") == "text_too_long /text");
    CHECK(refusal(R"({"id":7,"text":"a","values":[1,"x"]})") == "wrong_type /values/1");
    CHECK(refusal(R"({"id":7,"text":"a","values":[1,2,3,4]})") == "too_many_items /values");
    CHECK(refusal(R"({"id":7,"text":"a","values":[],"at":"today"})") == "invalid_time /at");
    CHECK(refusal(R"({"id":7,"text":"a","values":[],"colour":"blue"})") == "invalid_value /colour");
    CHECK(refusal(R"({"id":7,"values":[]})") == "missing_field /text");
    CHECK(refusal(R"({"id":7,"text":"a","values":[],"x/y":1})") == "unknown_field /x~1y");
    CHECK(refusal(R"({"id":7,"id":8,"text":"a","values":[]})") == "duplicate_field /id");
    CHECK(refusal("[1]") == "wrong_type ");
}

TEST_CASE("json: broken text is refused") {
    CHECK(refusal("{") == "invalid_json ");
    CHECK(refusal("{\"id\":NaN}") == "invalid_json ");
    CHECK(refusal("{\"text\":\"\xFF\"}") == "invalid_utf8 ");
    CHECK(refusal(std::string(100, '[') + std::string(100, ']')) == "json_too_deep ");
    CHECK(refusal("") == "invalid_json ");
    CHECK(refusal("{\"id\":1e400}") == "invalid_json ");
}

TEST_CASE("json: the writer puts the commas and writes doubles that read back") {
    json::Writer w;
    w.begin_object()
        .field("a", 1)
        .field("b", 0.1)
        .key("c")
        .begin_array()
        .value(true)
        .null()
        .value("x")
        .end_array()
        .field("d", NAN)
        .end_object();
    CHECK(w.take() == R"({"a":1,"b":0.1,"c":[true,null,"x"],"d":null})");
}
