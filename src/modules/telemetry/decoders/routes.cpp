// /api/v1/ingest/decoders and /api/v1/ingest/decoder-choices
#include <algorithm>

#include "telemetry/decoders/queries.hpp"
#include "telemetry/decoders/views.hpp"
#include "telemetry/record_change.hpp"

namespace hatang::telemetry {
namespace {

// Hexadecimal where it can be, else base64: "ab12" is read as hexadecimal.
std::string payload_of(std::string_view data) {
    if (Result<std::string> bytes = bytes_of_hex(data)) return *std::move(bytes);
    if (Result<std::string> bytes = bytes_of_base64(data)) return *std::move(bytes);
    throw Error(Code::invalid_value, "/data", {std::string(data.substr(0, 40)), "0…9 a…f, base64"});
}

task<TriedView> try_decoder(const Telemetry::State& state, http::Call& call, const DecoderTry& in) {
    const Decoder* decoder = state.decoders.find(call.path_text("key"));
    if (!decoder) throw Error(Code::not_found, {}, {"decoder " + call.path_text("key").substr(0, 60)});
    const std::string bytes = payload_of(in.data);
    const Result<Decoded> decoded = decode(*decoder, in.port, bytes);
    if (!decoded) throw Error(decoded.error().code, "/data", decoded.error().args);
    TriedView out;
    for (const DecodedValue& v : decoded->values)
        out.values.push_back({v.field->name, v.field->title_vi, v.field->title_en, v.field->unit, v.value});
    if (decoded->rest) out.rest = decoded->rest->args.back();
    co_return out;
}

ChoiceView choice_of(const db::Row& row) {
    return {.id = row.integer("id"),
            .kind = json::from_text<ChoiceKind>(row.text("kind")).value_or(ChoiceKind::device),
            .key = std::string(row.text("key")),
            .decoder = std::string(row.text("decoder")),
            .created_at = row.instant("created_at")};
}

task<ChoiceView> post_choice(Telemetry::State& state, http::Call& call, ChoiceInput in) {
    if (!state.decoders.find(in.decoder))
        throw Error(Code::invalid_value, "/decoder", {in.decoder, "GET /api/v1/ingest/decoders"});
    if (in.kind == ChoiceKind::device) {
        std::ranges::transform(in.key, in.key.begin(), [](char c) {
            return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
        });
        if (const Result<std::string> eui = bytes_of_hex(in.key);
            !eui || eui->size() != 8 || in.key.size() != 16)
            throw Error(Code::invalid_value, "/key", {in.key, "DevEUI, 16 × 0…9 a…f"});
    }
    const security::Actor actor = security::actor_of(call);
    const std::string kind(json::to_text(in.kind));
    const auto body = [&](db::Session& tx) -> task<ChoiceView> {
        const db::Rows rows = co_await tx.run(sql::insert_decoder_choice, kind, in.key, in.decoder);
        const ChoiceView made = choice_of(rows.front());
        co_await record_change<ChoiceView>(state, tx, "decoder_choice.create", "decoder_choice", nullptr,
                                           &made, actor);
        co_return made;
    };
    const ChoiceView made = co_await state.platform.db.transaction(body);
    co_await state.choices.load();
    co_return made;
}

task<http::Nothing> delete_choice(Telemetry::State& state, http::Call& call) {
    const std::int64_t id = call.path_id("id");
    const security::Actor actor = security::actor_of(call);
    const auto body = [&](db::Session& tx) -> task<void> {
        const db::Rows rows = co_await tx.run(sql::delete_decoder_choice, id);
        if (rows.empty()) throw Error(Code::not_found, {}, {"decoder choice " + std::to_string(id)});
        const ChoiceView gone = choice_of(rows.front());
        co_await record_change<ChoiceView>(state, tx, "decoder_choice.delete", "decoder_choice", &gone,
                                           nullptr, actor);
    };
    co_await state.platform.db.transaction(body);
    co_await state.choices.load();
    co_return http::Nothing{};
}

task<ChoiceList> list_choices(Telemetry::State& state) {
    const db::Rows rows = co_await state.platform.db.run(sql::decoder_choices);
    ChoiceList out;
    for (const db::Row row : rows) out.items.push_back(choice_of(row));
    co_return out;
}

task<DecoderList> list_decoders(const Telemetry::State& state) {
    DecoderList out;
    for (const auto& [key, decoder] : state.decoders.all()) out.items.push_back(decoder);
    co_return out;
}

}  // namespace

void add_decoder_routes(http::Router& router, Telemetry::State& state) {
    router.get<http::Nothing, DecoderList>(
        "/api/v1/ingest/decoders",
        {"telemetry.decoders.list", http::may("sensor.write"), "Device models whose bytes are understood"},
        [&state](http::Call&, const http::Nothing&) { return list_decoders(state); });
    router.post<DecoderTry, TriedView>(
        "/api/v1/ingest/decoders/{key}/try",
        {"telemetry.decoders.try",
         http::may("sensor.write"),
         "What a message would say; nothing is kept",
         {},
         false},
        [&state](http::Call& call, const DecoderTry& in) { return try_decoder(state, call, in); });
    router.get<http::Nothing, ChoiceList>(
        "/api/v1/ingest/decoder-choices",
        {"telemetry.decoders.choices", http::may("sensor.write"), "Which device is read by which decoder"},
        [&state](http::Call&, const http::Nothing&) { return list_choices(state); });
    router.post<ChoiceInput, ChoiceView>(
        "/api/v1/ingest/decoder-choices",
        {"telemetry.decoders.choose", http::may("sensor.write"),
         "Chooses the decoder of a device or a device profile"},
        [&state](http::Call& call, const ChoiceInput& in) { return post_choice(state, call, in); });
    router.del<http::Nothing, http::Nothing>(
        "/api/v1/ingest/decoder-choices/{id}",
        {"telemetry.decoders.unchoose", http::may("sensor.write"), "Ends a choice"},
        [&state](http::Call& call, const http::Nothing&) { return delete_choice(state, call); });
}

}  // namespace hatang::telemetry
