// What the bytes of a device model mean: a description (data/decoders/*.json) in place of a script. Pure.
//
// Three layouts cover what makers do:
//   fixed    one part, fields at offsets of the whole message
//   tagged   parts that begin with the bytes of their tag, in any order (Milesight: channel and type)
//   flagged  a header with a word of flags; each flag from the lowest says that its part follows (Decentlab)
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/embedded.hpp"
#include "base/error.hpp"
#include "json/describe.hpp"

namespace hatang::telemetry {

enum class DecoderLayout : std::uint8_t { fixed, tagged, flagged };
// Of the bytes of a number; `low_word_first`: 16-bit words, big-endian each, the low one first.
enum class ByteOrder : std::uint8_t { big, little, low_word_first };

// The field is there when these bits have one of these values.
struct DecoderCondition {
    std::int64_t offset = 0, first_bit = 0, bits = 8;
    std::vector<std::int64_t> in;
};
struct DecoderField {
    std::string name, title_vi, title_en;
    std::optional<std::string> unit;  // UCUM
    std::int64_t offset = 0, bytes = 1;
    std::optional<ByteOrder> order;  // that of the decoder when absent
    std::optional<bool> is_signed;
    std::optional<std::int64_t> first_bit, bits;      // a part of the number, from its lowest bit
    std::optional<double> bias, divide;               // (number + bias) / divide
    std::optional<std::vector<std::int64_t>> absent;  // numbers that mean "no value"
    std::optional<DecoderCondition> when;
};
struct DecoderPart {
    std::optional<std::string> tag;  // hexadecimal; of layout tagged
    std::int64_t bytes = 0;          // without the tag
    std::vector<DecoderField> fields;
};
struct DecoderExample {
    std::int64_t port = 0;
    std::string hex;
    json::Raw values;  // {"name": number}
    std::string source;
};
struct Decoder {
    std::string key, maker, model, about_vi, about_en, source;
    DecoderLayout layout = DecoderLayout::fixed;
    ByteOrder order = ByteOrder::big;
    std::optional<std::vector<std::int64_t>> ports;          // LoRaWAN FPort; any when absent
    std::optional<std::string> begins;                       // hexadecimal: what every message begins with
    std::optional<std::int64_t> header_bytes, flags_offset;  // of layout flagged; the flags are 16 bits
    std::vector<DecoderPart> parts;
    std::vector<DecoderExample> examples;
};

struct DecodedValue {
    const DecoderField* field = nullptr;
    double value = 0;
};
struct Decoded {
    std::vector<DecodedValue> values;
    std::optional<Error> rest;  // bytes behind them that nobody understands
};

// Throws std::logic_error for a description that does not fit itself: a field beyond its part, a tag that is
// there twice.
void check_decoder(const Decoder&);
// Errors: undecodable, when nothing of the message can be read.
Result<Decoded> decode(const Decoder&, std::int64_t port, std::string_view bytes);

// Those that travel with the program, by key.
class DecoderBook {
  public:
    explicit DecoderBook(std::span<const EmbeddedFile>);
    const Decoder* find(std::string_view key) const;
    const std::map<std::string, Decoder, std::less<>>& all() const { return by_key_; }

  private:
    std::map<std::string, Decoder, std::less<>> by_key_;
};

// Errors: invalid_value.
Result<std::string> bytes_of_hex(std::string_view);
Result<std::string> bytes_of_base64(std::string_view);  // RFC 4648 section 4

}  // namespace hatang::telemetry

namespace hatang::json {

template <>
struct Describe<telemetry::DecoderLayout> {
    using L = telemetry::DecoderLayout;
    static constexpr std::string_view name = "DecoderLayout";
    static constexpr std::array<std::pair<L, std::string_view>, 3> values{
        {{L::fixed, "fixed"}, {L::tagged, "tagged"}, {L::flagged, "flagged"}}};
};
template <>
struct Describe<telemetry::ByteOrder> {
    using O = telemetry::ByteOrder;
    static constexpr std::string_view name = "ByteOrder";
    static constexpr std::array<std::pair<O, std::string_view>, 3> values{
        {{O::big, "big"}, {O::little, "little"}, {O::low_word_first, "low_word_first"}}};
};
template <>
struct Describe<telemetry::DecoderCondition> {
    using C = telemetry::DecoderCondition;
    static constexpr std::string_view name = "DecoderCondition";
    static constexpr auto fields =
        std::tuple{field("offset", &C::offset, "Byte"), field("first_bit", &C::first_bit, "Lowest bit"),
                   field("bits", &C::bits, "How many"), field("in", &C::in, "One of these values")};
};
template <>
struct Describe<telemetry::DecoderField> {
    using F = telemetry::DecoderField;
    static constexpr std::string_view name = "DecoderField";
    static constexpr auto fields =
        std::tuple{field("name", &F::name, "Name in the series"),
                   field("title_vi", &F::title_vi, "In Vietnamese"),
                   field("title_en", &F::title_en, "In English"),
                   field("unit", &F::unit, "UCUM"),
                   field("offset", &F::offset, "First byte, in its part"),
                   field("bytes", &F::bytes, "Length of the number, 1…8"),
                   field("order", &F::order, "Order of its bytes"),
                   field("signed", &F::is_signed, "Two's complement"),
                   field("first_bit", &F::first_bit, "Lowest bit of a part of the number"),
                   field("bits", &F::bits, "How many bits of it"),
                   field("bias", &F::bias, "(number + bias) / divide"),
                   field("divide", &F::divide, "(number + bias) / divide"),
                   field("absent", &F::absent, "Numbers that mean no value"),
                   field("when", &F::when, "The field is there when this holds")};
};
template <>
struct Describe<telemetry::DecoderPart> {
    using P = telemetry::DecoderPart;
    static constexpr std::string_view name = "DecoderPart";
    static constexpr auto fields = std::tuple{field("tag", &P::tag, "Its first bytes, hexadecimal"),
                                              field("bytes", &P::bytes, "Length without the tag"),
                                              field("fields", &P::fields, "What is in it")};
};
template <>
struct Describe<telemetry::DecoderExample> {
    using E = telemetry::DecoderExample;
    static constexpr std::string_view name = "DecoderExample";
    static constexpr auto fields = std::tuple{
        field("port", &E::port, "FPort"), field("hex", &E::hex, "The message"),
        field("values", &E::values, "What it says"), field("source", &E::source, "Where that stands")};
};
template <>
struct Describe<telemetry::Decoder> {
    using D = telemetry::Decoder;
    static constexpr std::string_view name = "Decoder";
    static constexpr auto fields =
        std::tuple{field("key", &D::key, "Identifier"),
                   field("maker", &D::maker, "Maker"),
                   field("model", &D::model, "Model"),
                   field("about_vi", &D::about_vi, "What it measures, in Vietnamese"),
                   field("about_en", &D::about_en, "What it measures, in English"),
                   field("source", &D::source, "Where its format is described"),
                   field("layout", &D::layout, "How its messages are made"),
                   field("order", &D::order, "Order of the bytes of a number"),
                   field("ports", &D::ports, "FPorts of its messages"),
                   field("begins", &D::begins, "What every message begins with, hexadecimal"),
                   field("header_bytes", &D::header_bytes, "Length of the header"),
                   field("flags_offset", &D::flags_offset, "Where its 16 flags stand"),
                   field("parts", &D::parts, "What follows each other"),
                   field("examples", &D::examples, "Published messages and what they say")};
};

}  // namespace hatang::json
