// What the routes of decoders take and give.
#pragma once

#include "telemetry/decoders/choices.hpp"
#include "telemetry/views.hpp"

namespace hatang::telemetry {

struct DecoderList {
    std::vector<Decoder> items;
};
struct DecoderTry {
    std::int64_t port = 0;
    std::string data;
};
struct TriedValue {
    std::string name, title_vi, title_en;
    std::optional<std::string> unit;
    double value = 0;
};
struct TriedView {
    std::vector<TriedValue> values;
    std::optional<std::string> rest;
};
struct ChoiceView {
    std::int64_t id = 0;
    ChoiceKind kind = ChoiceKind::device;
    std::string key, decoder;
    Instant created_at;
};
struct ChoiceInput {
    ChoiceKind kind = ChoiceKind::device;
    std::string key, decoder;
};
struct ChoiceList {
    std::vector<ChoiceView> items;
};

}  // namespace hatang::telemetry

namespace hatang::json {

template <>
struct Describe<telemetry::DecoderList> {
    using L = telemetry::DecoderList;
    static constexpr std::string_view name = "DecoderList";
    static constexpr auto fields = std::tuple{field("items", &L::items, "By key")};
};
template <>
struct Describe<telemetry::DecoderTry> {
    using T = telemetry::DecoderTry;
    static constexpr std::string_view name = "DecoderTry";
    static constexpr auto fields =
        std::tuple{field("port", &T::port, "LoRaWAN FPort", {.least = 0, .most = 255}),
                   field("data", &T::data, "The bytes, hexadecimal or base64", {.length_max = 1'000})};
};
template <>
struct Describe<telemetry::TriedValue> {
    using T = telemetry::TriedValue;
    static constexpr std::string_view name = "TriedValue";
    static constexpr auto fields = std::tuple{
        field("name", &T::name, "Name in the series"), field("title_vi", &T::title_vi, "In Vietnamese"),
        field("title_en", &T::title_en, "In English"), field("unit", &T::unit, "UCUM"),
        field("value", &T::value, "Value")};
};
template <>
struct Describe<telemetry::TriedView> {
    using T = telemetry::TriedView;
    static constexpr std::string_view name = "TriedMessage";
    static constexpr auto fields = std::tuple{field("values", &T::values, "What the message says"),
                                              field("rest", &T::rest, "Bytes that nobody understands")};
};
template <>
struct Describe<telemetry::ChoiceKind> {
    using K = telemetry::ChoiceKind;
    static constexpr std::string_view name = "DecoderChoiceKind";
    static constexpr std::array<std::pair<K, std::string_view>, 2> values{
        {{K::device, "device"}, {K::profile, "profile"}}};
};
template <>
struct Describe<telemetry::ChoiceView> {
    using C = telemetry::ChoiceView;
    static constexpr std::string_view name = "DecoderChoice";
    static constexpr auto fields =
        std::tuple{field("id", &C::id, "Identifier"), field("kind", &C::kind, "device or profile"),
                   field("key", &C::key, "DevEUI, or name of the device profile"),
                   field("decoder", &C::decoder, "Key of the decoder"),
                   field("created_at", &C::created_at, "When it was chosen")};
};
template <>
struct Describe<telemetry::ChoiceInput> {
    using C = telemetry::ChoiceInput;
    static constexpr std::string_view name = "DecoderChoiceInput";
    static constexpr auto fields =
        std::tuple{field("kind", &C::kind, "device or profile"),
                   field("key", &C::key, "DevEUI, or name of the device profile", code_limits),
                   field("decoder", &C::decoder, "Key of the decoder", code_limits)};
};
template <>
struct Describe<telemetry::ChoiceList> {
    using L = telemetry::ChoiceList;
    static constexpr std::string_view name = "DecoderChoiceList";
    static constexpr auto fields = std::tuple{field("items", &L::items, "In the order they were made")};
};

}  // namespace hatang::json
