// InfluxDB's write interface, so that Telegraf and whatever writes to InfluxDB writes here: /api/v2/write,
// /write of version 1, /ping. Answers and errors are InfluxDB's.
#include <algorithm>
#include <array>

#include "http/compress.hpp"
#include "telemetry/ingest/read_away.hpp"
#include "telemetry/limits.hpp"
#include "telemetry/line_protocol/intake.hpp"
#include "telemetry/line_protocol/limits.hpp"
#include "telemetry/state.hpp"

namespace hatang::telemetry {
namespace {

// The parameters that say where InfluxDB would keep it: a datastream is found by its mapping alone.
bool is_place(std::string_view name) {
    constexpr std::array<std::string_view, 6> places{"org", "orgID", "bucket", "db", "rp", "consistency"};
    return std::ranges::find(places, name) != places.end();
}

std::int64_t unit_of(const http::Request& request) {
    std::int64_t unit_ns = 1;
    for (const auto& [name, value] : request.query) {
        if (is_place(name)) continue;
        if (name != "precision") throw Error(Code::unknown_parameter, name, {name});
        const auto unit = precision_ns(value);
        if (!unit) throw Error(Code::invalid_parameter, name, {value.substr(0, 20), "ns, us, ms, s"});
        unit_ns = *unit;
    }
    return unit_ns;
}

// The lines of the body; `unpacked` holds them when they came packed.
task<std::string_view> lines_of(Telemetry::State& state, const http::Request& request,
                                const std::string& body, std::string& unpacked) {
    const std::string_view coding = request.header("Content-Encoding");
    if (coding.empty() || coding == "identity") co_return body;
    if (coding != "gzip")
        throw Error(Code::unsupported_media_type, "Content-Encoding",
                    {std::string(coding.substr(0, 20)), "gzip"});
    const auto unpack = [&body] { return http::gunzip(body, limits::line_bytes_max); };
    if (body.size() <= limits::read_on_loop_max) {
        unpacked = unpack().value();
        co_return unpacked;
    }
    Result<std::string> lines = co_await state.platform.loop.blocking(unpack);
    unpacked = std::move(lines).value();
    co_return unpacked;
}

std::string influx_code(const Error& e) {
    switch (error_info(e.code).http_status) {
        case 413:
            return "request too large";
        case 503:
            return "unavailable";
        case 500:
            return "internal error";
        default:
            return "invalid";
    }
}

http::Response influx_error(const Error& e) {
    json::Writer w;
    w.begin_object().field("code", influx_code(e)).field("message", e.text_en());
    w.field("error", error_info(e.code).code).field("where", e.where).end_object();
    http::Response response = http::Response::json(w.take(), error_info(e.code).http_status);
    if (response.status == 503) response.header("Retry-After", "5");
    return response;
}

// What was good is committed; the sender learns the first lines that were not, and the numbers of all.
http::Response partial(const LineOutcome& o, const Intake::Outcome& done) {
    std::string message =
        "partial write: " + std::to_string(o.refused) + " of " + std::to_string(o.fields) + " values refused";
    for (const LineRefusal& r : o.first) {
        message += "; line " + std::to_string(r.line) + ": ";
        if (!r.error.where.empty()) message += r.error.where + ": ";
        message += r.error.text_en();
    }
    json::Writer w;
    w.begin_object().field("code", "invalid").field("message", message);
    w.field("line", o.first.front().line).field("accepted", done.accepted);
    w.field("duplicates", done.duplicates).field("waiting", o.waiting).field("left_out", o.left_out);
    w.key("refused").begin_object();
    for (const auto& [code, refusal] : o.refused_by_code) w.field(error_info(code).code, refusal.count);
    w.end_object().end_object();
    return http::Response::json(w.take(), 400);
}

task<http::Response> take_lines(Telemetry::State& state, http::Call& call, const http::RawBody& body,
                                Connection& connection) {
    const std::int64_t unit_ns = unit_of(call.request);
    const Instant now = state.platform.clock.now();
    std::string unpacked;
    const std::string_view text = co_await lines_of(state, call.request, body.bytes, unpacked);
    const security::Scope& scope = security::scope(call.who, "telemetry.ingest");
    const auto may_write = [&](const Stream& s) {
        return (scope.unlimited() || scope.allows(s.about.key())) &&
               state.security.may_write_datastream(call.who, s.about.id);
    };
    LineReader reader(text);
    const auto read = [&] { return read_lines(reader, now, unit_ns, limits::readings_per_batch_max); };
    LineIntake intake(state.series_cache, state.gate.arrivals(), now, may_write);
    Intake::Outcome done;
    std::exception_ptr failed;
    try {
        for (bool more = true; more;) {
            const LineBlock block = co_await read_away(state.platform.loop, reader.left(), read);
            more = block.more;
            std::vector<Reading> readings;
            readings.reserve(block.values.size());
            intake.take(block, readings);
            const Intake::Outcome part =
                co_await state.gate.ingest_checked(connection, std::move(readings), intake.arrivals());
            done.accepted += part.accepted;
            done.duplicates += part.duplicates;
            if (more) co_await state.platform.loop.sleep({});  // others have their turn
        }
    } catch (const Error&) {
        failed = std::current_exception();
    }
    const LineOutcome& o = intake.outcome();
    for (const auto& [code, refusal] : o.refused_by_code)
        state.gate.refused(connection, refusal.first, refusal.count);
    state.gate.not_mapped(connection, o.waiting, o.left_out);
    if (failed) std::rethrow_exception(failed);
    if (o.refused > 0) co_return partial(o, done);
    http::Response response = http::Response::no_content();
    // 204 has no body; whoever wants to know reads it here.
    if (o.waiting > 0) response.header("X-Hatang-Waiting", std::to_string(o.waiting));
    co_return response;
}

task<http::Response> write_lines(Telemetry::State& state, http::Call& call, const http::RawBody& body) {
    Connection& connection = state.gate.connection(Path::line_protocol, call.who.name);
    std::optional<Error> refused;
    try {
        co_return co_await take_lines(state, call, body, connection);
    } catch (const Error& e) {
        refused = e;
    }
    state.gate.refused(connection, *refused);
    co_return influx_error(*refused);
}

}  // namespace

void add_line_protocol_routes(http::Router& router, Telemetry::State& state) {
    const http::RouteLimits limits{.body_bytes_max = limits::body_bytes_max, .seconds_max = 30};
    const auto write = [&state](http::Call& call, const http::RawBody& body) {
        return write_lines(state, call, body);
    };
    router.post<http::RawBody, http::Response>(
        "/api/v2/write",
        {"telemetry.lines.write", http::may_within("telemetry.ingest"),
         "InfluxDB line protocol, as Telegraf sends it", limits, false},
        write);
    router.post<http::RawBody, http::Response>(
        "/write",
        {"telemetry.lines.write_v1", http::may_within("telemetry.ingest"),
         "InfluxDB line protocol, version 1 of its interface", limits, false},
        write);
    router.get<http::Nothing, http::Response>(
        "/ping", {"telemetry.lines.ping", http::everybody(), "Says that line protocol is taken here"},
        [](http::Call&, const http::Nothing&) -> task<http::Response> {
            co_return http::Response::no_content();
        });
}

}  // namespace hatang::telemetry
