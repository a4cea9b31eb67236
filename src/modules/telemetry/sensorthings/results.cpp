#include "telemetry/sensorthings/results.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

#include "base/text.hpp"
#include "telemetry/sensorthings/limits.hpp"
#include "telemetry/sensorthings/odata/errors.hpp"
#include "telemetry/sensorthings/queries.hpp"

namespace hatang::telemetry::sta {
namespace {

#define HATANG_OM "http://www.opengis.net/def/observationType/OGC-OM/2.0/"
// In the order of ResultType.
constexpr std::array<std::string_view, 6> type_uris{
    HATANG_OM "OM_Measurement",         HATANG_OM "OM_CountObservation", HATANG_OM "OM_TruthObservation",
    HATANG_OM "OM_CategoryObservation", HATANG_OM "OM_Observation",      HATANG_OM "OM_ComplexObservation"};
#undef HATANG_OM
constexpr std::array<std::string_view, 6> type_names{"number", "count", "boolean", "text", "any", "several"};

[[noreturn]] void refuse_result(const PostedObservation& posted, std::string_view expected) {
    throw Error(Code::wrong_result_type, posted.result_where,
                {std::string(expected), std::string(posted.result_kind)});
}

void take_parts(const Streams& streams, const std::vector<std::int64_t>& parts, PostedObservation& posted) {
    const std::string expected = "array of " + std::to_string(parts.size());
    if (!posted.other || !posted.other->starts_with('[')) refuse_result(posted, expected);
    const json::Document document = json::parse(*posted.other);
    const json::Value results = document.root();
    if (results.size() != parts.size())
        throw Error(Code::wrong_result_type, posted.result_where,
                    {expected, "array of " + std::to_string(results.size())});
    posted.reading.value = 0;
    std::size_t i = 0;
    for (const json::Value result : results.items()) {
        const std::string where = json::pointer(posted.result_where, i);
        const std::int64_t part = parts[i++];
        if (result.is_null()) continue;
        if (!streams.find(part)) throw Error(Code::unknown_datastream, where, {std::to_string(part)});
        PostedObservation one{.reading = posted.reading, .feature_id = {}};
        one.reading.datastream_id = part;
        take_result(one, result, where);
        posted.parts.push_back(std::move(one));
    }
    posted.other.reset();
}

Value value_of_term(const std::string& json_text) {
    const json::Document document = json::parse(json_text);
    const json::Value v = document.root();
    switch (v.kind()) {
        case json::Kind::boolean:
            return v.boolean();
        case json::Kind::integer:
        case json::Kind::real:
            return v.number();
        case json::Kind::text:
            return std::string(v.text());
        case json::Kind::null:
            return {};
        default:
            return json_text;  // an object or an array is no null
    }
}

}  // namespace

std::string_view observation_type(ResultType type) { return type_uris[static_cast<std::size_t>(type)]; }
std::string_view to_text(ResultType type) { return type_names[static_cast<std::size_t>(type)]; }
std::optional<ResultType> result_type_of_uri(std::string_view uri) {
    const auto found = std::ranges::find(type_uris, uri);
    if (found == type_uris.end()) return {};
    return static_cast<ResultType>(found - type_uris.begin());
}

Value Results::value(double stored) const {
    if (type == ResultType::boolean) return stored != 0;
    if (type == ResultType::several) return {};  // an array is compared with nothing
    if (!has_terms(type)) return stored;
    const auto term = terms.find(static_cast<std::int64_t>(stored));
    return term == terms.end() ? Value() : value_of_term(term->second);
}

task<void> give_results(db::Pool& pool, const Streams& streams, std::vector<StreamToRead>& asked) {
    std::map<std::int64_t, std::shared_ptr<Results>> by_id;
    std::vector<std::int64_t> with_terms;
    for (StreamToRead& s : asked) {
        const Stream* known = streams.find(s.id);
        if (!known || known->result == ResultType::number || known->result == ResultType::count) continue;
        auto made = std::make_shared<Results>();
        made->type = known->result;
        if (has_terms(made->type)) with_terms.push_back(s.id);
        by_id[s.id] = made;
        s.results = made;
    }
    if (with_terms.empty()) co_return;
    const db::Rows rows = co_await pool.run(sql::all_terms, with_terms, sta_limits::terms_read_max + 1);
    if (rows.size() > sta_limits::terms_read_max)
        throw odata::too_costly("$filter", 0, "results", sta_limits::terms_read_max);
    for (const db::Row row : rows)
        by_id[row.integer("datastream_id")]->terms.emplace(row.integer("code"), row.text("value"));
}

task<std::map<TermKey, std::string>> terms_of(db::Pool& pool, std::vector<TermKey> keys) {
    std::map<TermKey, std::string> out;
    if (keys.empty()) co_return out;
    std::vector<std::int64_t> ids, codes;
    for (const auto& [id, code] : std::set<TermKey>(keys.begin(), keys.end())) {
        ids.push_back(id);
        codes.push_back(code);
    }
    const db::Rows rows = co_await pool.run(sql::terms, ids, codes);
    for (const db::Row row : rows)
        out[{row.integer("datastream_id"), row.integer("code")}] = row.text("value");
    co_return out;
}

std::optional<TermWanted> settle_result(ResultType type, PostedObservation& posted) {
    const bool number = !posted.other;
    if (!number && posted.other->size() > sta_limits::term_bytes_max)
        throw Error(Code::text_too_long, posted.result_where, {std::to_string(sta_limits::term_bytes_max)});
    switch (type) {
        case ResultType::number:
            if (!number) refuse_result(posted, "number");
            return {};
        case ResultType::count:
            if (!number || posted.reading.value != std::floor(posted.reading.value))
                refuse_result(posted, "integer");
            return {};
        case ResultType::boolean:
            if (number || (*posted.other != "true" && *posted.other != "false"))
                refuse_result(posted, "boolean");
            posted.reading.value = *posted.other == "true" ? 1 : 0;
            return {};
        case ResultType::text:
            if (number || !posted.other->starts_with('"')) refuse_result(posted, "string");
            return TermWanted{&posted, *posted.other};
        case ResultType::any: {
            std::string value;
            if (number)
                append_json_number(value, posted.reading.value);
            else
                value = *posted.other;
            return TermWanted{&posted, std::move(value)};
        }
        case ResultType::several:
            return {};  // its results are those of the parts
    }
    return {};
}

void settle(const Streams& streams, const Stream& stream, PostedObservation& posted,
            std::vector<TermWanted>& wanted) {
    if (stream.result == ResultType::several)
        take_parts(streams, stream.parts, posted);
    else if (auto term = settle_result(stream.result, posted))
        wanted.push_back(*std::move(term));
    for (PostedObservation& part : posted.parts)
        if (auto term = settle_result(streams.find(part.reading.datastream_id)->result, part))
            wanted.push_back(*std::move(term));
}

void add_readings(const PostedObservation& posted, PostedReadings& out) {
    out.add(posted.reading, posted.own_feature);
    for (const PostedObservation& part : posted.parts) out.add(part.reading, posted.own_feature);
}

std::optional<Error> check_readings(const Streams& streams, Instant now, PostedObservation& posted) {
    auto error = check_reading(streams, now, posted.reading, {}, posted_fields);
    for (std::size_t i = 0; i < posted.parts.size() && !error; ++i)
        error = check_reading(streams, now, posted.parts[i].reading, {}, posted_fields);
    return error;
}

task<void> code_terms(db::Session& tx, std::vector<TermWanted>& wanted) {
    std::map<std::int64_t, std::map<std::string, std::string>> by_stream;  // value by hash
    for (const TermWanted& w : wanted) {
        by_stream[w.posted->reading.datastream_id].emplace(sha256_hex(w.value), w.value);
    }
    std::map<std::pair<std::int64_t, std::string>, std::int64_t> codes;
    for (const auto& [stream, values] : by_stream) {
        std::vector<std::string> hashes, texts;
        for (const auto& [hash, text] : values) {
            hashes.push_back(hash);
            texts.push_back(text);
        }
        const db::Rows known = co_await tx.run(sql::terms_of_hashes, stream, hashes);
        if (known.size() < static_cast<int>(hashes.size())) {
            // One after the other, so that codes are given once. Codes of a request that fails stay unused.
            co_await tx.run(sql::lock_terms, stream);
            const db::Rows count = co_await tx.run(sql::next_term, stream);
            const std::int64_t next = count.front().integer("next");
            const auto most = static_cast<std::int64_t>(sta_limits::terms_max);
            if (next + static_cast<std::int64_t>(hashes.size()) > most)
                throw Error(
                    Code::too_many_items, wanted.front().posted->result_where,
                    {std::to_string(next + static_cast<std::int64_t>(hashes.size())), std::to_string(most)});
            co_await tx.run(sql::insert_terms, stream, next, hashes, texts);
        }
        const db::Rows all = co_await tx.run(sql::terms_of_hashes, stream, hashes);
        for (const db::Row row : all) codes[{stream, std::string(row.text("hash"))}] = row.integer("code");
    }
    for (TermWanted& w : wanted)
        w.posted->reading.value =
            static_cast<double>(codes.at({w.posted->reading.datastream_id, sha256_hex(w.value)}));
}

task<void> make_terms(db::Pool& pool, std::vector<TermWanted>& wanted) {
    if (wanted.empty()) co_return;
    const auto body = [&](db::Session& tx) -> task<void> { return code_terms(tx, wanted); };
    co_await pool.transaction(body);
}

}  // namespace hatang::telemetry::sta
