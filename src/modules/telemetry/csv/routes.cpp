// Files of readings: POST /api/v1/ingest/files keeps the file and makes a job of it. What is good is stored,
// each refused row is told with its line; run again it stores nothing twice.
#include "telemetry/csv/limits.hpp"
#include "telemetry/csv/rows.hpp"
#include "telemetry/csv/views.hpp"
#include "telemetry/limits.hpp"
#include "telemetry/state.hpp"

namespace hatang::telemetry {
namespace {

constexpr std::string_view file_job = "telemetry.csv";

struct FileRun {
    std::int64_t rows = 0, accepted = 0, duplicates = 0;
    Taken taken;  // its readings are those of the batch under way
    std::vector<std::pair<std::size_t, Error>> first;
    void refuse(std::size_t line, Error error) {
        if (first.size() < limits::csv_refusals_told_max) first.emplace_back(line, error);
        taken.refuse(std::move(error));
    }
};

std::string result_json(const FileRun& run) {
    json::Writer w;
    w.begin_object()
        .field("rows", run.rows)
        .field("accepted", run.accepted)
        .field("duplicates", run.duplicates);
    w.field("refused", run.taken.refused_total).key("by_code").begin_object();
    for (const auto& [code, refused] : run.taken.refused) w.field(error_info(code).code, refused.count);
    w.end_object().key("first").begin_array();
    for (const auto& [line, error] : run.first) {
        w.begin_object()
            .field("line", line)
            .field("code", error_info(error.code).code)
            .field("where", error.where);
        w.field("title", error.text_vi()).field("title_en", error.text_en()).end_object();
    }
    w.end_array().end_object();
    return w.take();
}

void take_row(const Telemetry::State& state, const security::Scope& scope, const CsvRows::Row& row,
              Instant now, Arrivals& arrivals, FileRun& run) {
    ++run.rows;
    if (row.error) return run.refuse(row.line, *row.error);
    Reading reading = row.reading;
    Stream* stream = state.storage.streams.find(reading.datastream_id);
    // What the sender may not write is not there.
    if (!stream || !(scope.unlimited() || scope.allows(stream->about.key())))
        return run.refuse(
            row.line, Error(Code::unknown_datastream, "datastream", {std::to_string(reading.datastream_id)}));
    constexpr ReadingFields names;
    if (std::optional<Error> broken = check_reading(state.storage.streams, now, reading, {}, names))
        return run.refuse(row.line, *std::move(broken));
    arrivals.note(*stream, reading, now);
    run.taken.readings.push_back(reading);
}

task<std::string> run_file(Telemetry::State& state, jobs::Job& job) {
    const json::Document input = json::parse(job.input_json());
    const std::string file(input.root().find("file")->text()), name(input.root().find("name")->text());
    const http::Principal who =
        co_await state.security.principal_of_user(input.root().find("user")->integer());
    const security::Scope& scope = security::scope(who, "telemetry.ingest");
    const std::optional<std::string> text = co_await state.platform.files.get(file);
    if (!text) throw Error(Code::not_found, {}, {"file " + file});
    Connection& connection = state.gate.connection(Path::csv, who.name);
    CsvRows rows(*text);
    FileRun run;
    for (bool more = true; more;) {
        Arrivals arrivals = state.gate.arrivals();
        const Instant now = state.platform.clock.now();
        while (run.taken.readings.size() < limits::readings_per_batch_max) {
            const std::optional<CsvRows::Row> row = rows.next();
            if (!(more = row.has_value())) break;
            take_row(state, scope, *row, now, arrivals, run);
        }
        const Intake::Outcome done =
            co_await state.gate.ingest_checked(connection, std::exchange(run.taken.readings, {}), arrivals);
        run.accepted += done.accepted;
        run.duplicates += done.duplicates;
        co_await job.progress(100 * rows.share(), name);
    }
    for (const auto& [code, refused] : run.taken.refused)
        state.gate.refused(connection, refused.first, refused.count);
    co_return result_json(run);
}

task<FileView> post_file(Telemetry::State& state, http::Call& call, const http::RawBody& body) {
    if (body.content_type != "text/csv")
        throw Error(Code::unsupported_media_type, "Content-Type", {body.content_type, "text/csv"});
    // A job has the rights of its account; the datastreams of a device's credential would be forgotten.
    if (call.who.credential_id != 0) throw Error(Code::credential_not_allowed);
    std::string name = "CSV";
    for (const auto& [key, value] : call.request.query) {
        if (key != "name") throw Error(Code::unknown_parameter, key, {key});
        name = value.substr(0, limits::csv_cell_bytes_max);
    }
    const CsvRows header(body.bytes);
    std::string bytes = body.bytes;
    const std::string file = co_await state.platform.files.put(std::move(bytes));
    json::Writer input;
    input.begin_object().field("file", file).field("name", name).field("user", call.who.user_id).end_object();
    const security::Actor actor = security::actor_of(call);
    const auto enqueue = [&](db::Session& tx) -> task<std::int64_t> {
        const std::int64_t job =
            co_await state.platform.jobs.enqueue(tx, file_job, input.text(), call.who.user_id);
        security::Change change{.action = "observations.import",
                                .entity = "job",
                                .entity_id = job,
                                .before = {},
                                .after = {},
                                .reason = {}};
        change.after = std::string(input.text());
        co_await state.security.audit(tx, actor, std::move(change));
        co_return job;
    };
    const std::int64_t job = co_await state.platform.db.transaction(enqueue);
    call.status(202);
    call.header("Location", "/api/v1/jobs/" + std::to_string(job));
    co_return FileView{job, name, static_cast<std::int64_t>(body.bytes.size())};
}

}  // namespace

void register_file_job(Telemetry::State& state) {
    state.platform.jobs.handle(std::string(file_job),
                               [&state](jobs::Job& job) { return run_file(state, job); });
}

void add_file_routes(http::Router& router, Telemetry::State& state) {
    const http::RouteLimits limits{.body_bytes_max = limits::csv_bytes_max, .seconds_max = 300};
    router.post<http::RawBody, FileView>(
        "/api/v1/ingest/files",
        {"telemetry.files.create", http::may_within("telemetry.ingest"),
         "Stores the readings of a CSV file, as a job", limits, false},
        [&state](http::Call& call, const http::RawBody& body) { return post_file(state, call, body); });
}

}  // namespace hatang::telemetry
