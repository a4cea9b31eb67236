#include "telemetry/decoders/decoder.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

namespace hatang {
std::span<const EmbeddedFile> embedded_telemetry();
}

using namespace hatang;
using namespace hatang::telemetry;

namespace {

std::map<std::string, double> values_of(const Decoded& decoded) {
    std::map<std::string, double> out;
    for (const DecodedValue& v : decoded.values) out[v.field->name] = v.value;
    return out;
}
std::string hex_outcome(const Decoder& d, std::int64_t port, std::string_view hex) {
    const Result<Decoded> decoded = decode(d, port, *bytes_of_hex(hex));
    if (!decoded) return decoded.error().args.back();
    return decoded->rest ? "rest " + decoded->rest->args.back() : "ok";
}
DecoderField plain(std::string name, std::int64_t offset, std::int64_t bytes) {
    DecoderField f;
    f.name = std::move(name);
    f.offset = offset;
    f.bytes = bytes;
    return f;
}

}  // namespace

TEST_CASE("every decoder reads the messages that its maker published") {
    const DecoderBook book(embedded_telemetry());
    CHECK(book.all().size() >= 6);
    int examples = 0;
    for (const auto& [key, decoder] : book.all()) {
        for (const DecoderExample& example : decoder.examples) {
            CAPTURE(key);
            CAPTURE(example.hex);
            const Result<Decoded> decoded = decode(decoder, example.port, *bytes_of_hex(example.hex));
            REQUIRE(decoded);
            CHECK_FALSE(decoded->rest);
            const std::map<std::string, double> got = values_of(*decoded);
            const json::Document expected = json::parse(example.values.json);
            CHECK(got.size() == expected.root().size());
            for (const auto [name, value] : expected.root().members()) {
                REQUIRE(got.contains(std::string(name)));
                CHECK(got.at(std::string(name)) == value.number());
            }
            ++examples;
        }
    }
    CHECK(examples >= 7);
}

TEST_CASE("signs, bits, absent numbers, conditions") {
    const DecoderBook book(embedded_telemetry());
    const Decoder& tilt = *book.find("milesight-em310-tilt");
    // 0xFF38 = −200 → −2.00°, as the published decoder reads it.
    const auto angles = values_of(*decode(tilt, 85, *bytes_of_hex("03cf38ff10272823 05")));
    CHECK(angles.at("angle_x") == -2);
    CHECK(angles.at("angle_y") == 100);
    CHECK(angles.at("angle_z") == 90);
    CHECK(angles.at("over_x") == 1);
    CHECK(angles.at("over_y") == 0);
    CHECK(angles.at("over_z") == 1);
    const Decoder& lht = *book.find("dragino-lht65");
    const auto broken_probe = values_of(*decode(lht, 2, *bytes_of_hex("cbf6f5c60376017fff7fff")));
    CHECK_FALSE(broken_probe.contains("probe_temperature"));
    CHECK(broken_probe.at("temperature") == -26.18);
    const auto timed = values_of(*decode(lht, 2, *bytes_of_hex("0add0b0d437609 60000000")));
    CHECK(timed.at("probe_temperature") == 27.81);
    CHECK_FALSE(timed.contains("battery_v"));
}

TEST_CASE("what cannot be read is said, and what can is kept") {
    const DecoderBook book(embedded_telemetry());
    const Decoder& swl = *book.find("milesight-em500-swl");
    CHECK(hex_outcome(swl, 2, "01755c") == "FPort 2");
    CHECK(hex_outcome(swl, 85, "0175") == "0175");
    CHECK(hex_outcome(swl, 85, "") == "ok");
    CHECK(hex_outcome(swl, 85, "01755c0599") == "rest 0599");
    CHECK(values_of(*decode(swl, 85, *bytes_of_hex("01755c0599"))).at("battery") == 92);
    const Decoder& lht = *book.find("dragino-lht65");
    CHECK(hex_outcome(lht, 2, "cbf6") == "2 B < 11 B");
    CHECK(hex_outcome(lht, 2, "cbf60b0d0376010add7fff00") == "rest +1 B");
    const Decoder& pr26 = *book.find("decentlab-dl-pr26");
    CHECK(hex_outcome(pr26, 1, "01016700020c7f") == "01016700020c7f");
    CHECK(hex_outcome(pr26, 1, "020167") == "3 B");
    CHECK(hex_outcome(pr26, 1, "02016700030c7f") == "2 B < 4 B");
    CHECK(hex_outcome(pr26, 1, "02016700060c7f") == "rest ");
}

TEST_CASE("a description that does not fit itself is refused at the start") {
    Decoder good;
    good.key = "x";
    good.parts = {{.tag = {}, .bytes = 4, .fields = {plain("a", 0, 4)}}};
    CHECK_NOTHROW(check_decoder(good));
    const auto refused = [&good](auto change) {
        Decoder bad = good;
        change(bad);
        CHECK_THROWS_AS(check_decoder(bad), std::logic_error);
    };
    refused([](Decoder& d) { d.parts[0].fields[0].offset = 1; });
    refused([](Decoder& d) { d.parts[0].fields[0].bytes = 9; });
    refused([](Decoder& d) { d.parts[0].fields[0].bits = 33; });
    refused([](Decoder& d) { d.parts[0].fields[0].divide = 0; });
    refused([](Decoder& d) { d.parts[0].fields[0].when = DecoderCondition{4, 0, 8, {1}}; });
    refused([](Decoder& d) { d.parts[0].tag = "01"; });
    refused([](Decoder& d) { d.layout = DecoderLayout::tagged; });
    refused([](Decoder& d) { d.layout = DecoderLayout::flagged; });
    refused([](Decoder& d) { d.parts.clear(); });
    refused([](Decoder& d) { d.begins = "0"; });
}

TEST_CASE("all widths and orders") {
    Decoder d;
    d.key = d.maker = d.model = "x";
    d.parts = {{.tag = {}, .bytes = 8, .fields = {plain("n", 0, 8)}}};
    const auto value = [&](ByteOrder order, bool is_signed) {
        d.parts[0].fields[0].order = order;
        d.parts[0].fields[0].is_signed = is_signed;
        return decode(d, 1, *bytes_of_hex("fffffffffffffffe"))->values[0].value;
    };
    CHECK(value(ByteOrder::big, true) == -2);
    CHECK(value(ByteOrder::big, false) == 18446744073709551614.0);
    CHECK(value(ByteOrder::little, true) == -72057594037927937.0);
    d.parts[0].bytes = 4;
    d.parts[0].fields[0].bytes = 4;
    d.parts[0].fields[0].order = ByteOrder::low_word_first;
    d.parts[0].fields[0].is_signed = false;
    CHECK(decode(d, 1, *bytes_of_hex("12345678"))->values[0].value == 0x56781234);
}

TEST_CASE("base64 and hexadecimal are read strictly") {
    // RFC 4648 section 10.
    for (const auto& [text, plain_text] :
         std::vector<std::pair<std::string, std::string>>{{"", ""},
                                                          {"Zg==", "f"},
                                                          {"Zm8=", "fo"},
                                                          {"Zm9v", "foo"},
                                                          {"Zm9vYg==", "foob"},
                                                          {"Zm9vYmE=", "fooba"},
                                                          {"Zm9vYmFy", "foobar"}})
        CHECK(*bytes_of_base64(text) == plain_text);
    for (const char* bad : {"Zg", "Zg=", "Z===", "====", "Zg==Zg==", "Zm9 ", "Zm-_"})
        CHECK_FALSE(bytes_of_base64(bad));
    CHECK(*bytes_of_hex("0A ff") == "\x0a\xff");
    for (const char* bad : {"0", "0g", "0x10"}) CHECK_FALSE(bytes_of_hex(bad));
}
