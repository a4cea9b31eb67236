// /sta/v1.1/$batch
#include <cctype>

#include "base/text.hpp"
#include "http/base_url.hpp"
#include "http/target.hpp"
#include "telemetry/limits.hpp"
#include "telemetry/sensorthings/batch.hpp"
#include "telemetry/sensorthings/dispatch.hpp"
#include "telemetry/sensorthings/limits.hpp"
#include "telemetry/sensorthings/read.hpp"
#include "telemetry/sensorthings/readings.hpp"
#include "telemetry/sensorthings/write_entities.hpp"

namespace hatang::telemetry {
namespace {

using http::Method;
using sta::BatchAnswer;
using sta::BatchPart;

constexpr std::string_view batch_root = "/sta/v1.1";
constexpr int failed_dependency = 424;

// The request that a part would be if it came alone.
http::Request request_of(const http::Request& outer, const BatchPart& part) {
    http::Request out = outer;
    out.method = part.method;
    out.target = std::string(batch_root) + "/" + part.url;
    const http::Target target = http::parse_target(out.target).value();
    out.path = target.path;
    out.query = target.query;
    out.body = part.body;
    std::erase_if(out.headers, [](const auto& header) {
        std::string name = header.first;
        for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        return name == "content-type" || name == "content-length" || name == "if-match" ||
               name == "idempotency-key";
    });
    if (!part.body.empty()) out.headers.emplace_back("Content-Type", part.content_type);
    if (!part.if_match.empty()) out.headers.emplace_back("If-Match", part.if_match);
    return out;
}

sta::Operation operation_of(const http::Request& request, const BatchPart& part) {
    if (part.method != Method::post && !request.query.empty())
        throw Error(Code::unknown_parameter, request.query.front().first, {request.query.front().first});
    return {part.method, request.path.substr(batch_root.size()), part.content_type, part.body};
}

std::string path_of(const sta::Entity& e) { return sta::entity_path(e.set, e.id); }

http::Response done_response(const http::Request& request, const sta::Done& done) {
    http::Response out;
    out.status = done.status;
    if (done.made)
        out.header("Location", http::base_url(request) + std::string(batch_root) + "/" + path_of(*done.made));
    return out;
}

// One batch on its way.
class BatchRun {
  public:
    BatchRun(Telemetry::State& state, const http::Call& call) : state_(state), call_(call) {}

    task<std::vector<BatchAnswer>> run(std::vector<BatchPart> parts) {
        for (std::size_t i = 0; i < parts.size();) {
            std::size_t end = i + 1;
            while (parts[i].group != 0 && end < parts.size() && parts[end].group == parts[i].group) ++end;
            if (parts[i].group == 0) {
                co_await one(parts[i]);
            } else {
                std::vector<BatchPart> set(parts.begin() + static_cast<std::ptrdiff_t>(i),
                                           parts.begin() + static_cast<std::ptrdiff_t>(end));
                co_await change_set(std::move(set));
            }
            i = end;
        }
        co_return std::move(answers_);
    }

  private:
    // Part of a batch or not, a request is refused in its own words.
    void refuse(const BatchPart& part, const Error& e) {
        answers_.push_back({part.id, part.group, http::problem(e, call_.id)});
    }

    task<void> one(BatchPart part) {
        std::optional<Error> wrong;
        try {
            sta::resolve_references(part, made_);
            const http::Request request = request_of(call_.request, part);
            http::Call call(request);
            call.who = call_.who;
            call.id = call_.id;
            http::Response response;
            if (part.method == Method::get)
                response = co_await read(call);
            else
                response = co_await write_one(call, part);
            answers_.push_back({part.id, 0, std::move(response)});
        } catch (const Error& e) {
            wrong = e;
        }
        if (wrong) refuse(part, *wrong);
    }

    task<http::Response> read(http::Call& call) {
        if (!call.who.may_within("telemetry.read")) throw Error(Code::forbidden, {}, {"telemetry.read"});
        if (bytes_ > sta_limits::batch_answer_bytes_max)
            throw Error(Code::body_too_large, {}, {std::to_string(sta_limits::batch_answer_bytes_max)});
        std::string path = call.request.path.substr(batch_root.size());
        http::Response out = co_await sta::read_resource(state_, call, std::move(path));
        bytes_ += out.body.size();
        co_return out;
    }

    task<http::Response> write_one(http::Call& call, const BatchPart& part) {
        const sta::Operation operation = operation_of(call.request, part);
        const std::string_view guarded = sta::guarded_act(operation);
        if (!guarded.empty()) {
            std::optional<http::Response> waiting = co_await state_.security.hold(call, guarded);
            if (waiting) co_return *std::move(waiting);
        }
        const std::vector<sta::Operation> all{operation};
        sta::Done done;
        std::size_t at = 0;
        if (sta::only_observations(all)) {
            const std::vector<sta::Entity> made = co_await observe(all, at);
            done = {.status = 201, .made = made.front()};
        } else {
            const auto body = [&](sta::Writing& w) -> task<void> {
                done = co_await sta::perform(w, operation);
            };
            co_await sta::write(state_, call, sta::reach_of(all), body);
        }
        if (done.made && !part.id.empty()) made_[part.id] = path_of(*done.made);
        co_return done_response(call_.request, done);
    }

    // All are committed together.
    task<std::vector<sta::Entity>> observe(const std::vector<sta::Operation>& operations, std::size_t& at) {
        if (!call_.who.may_within("telemetry.ingest")) throw Error(Code::forbidden, {}, {"telemetry.ingest"});
        sta::Observed observed = co_await sta::observations_of(state_, call_, operations, at);
        (void)co_await state_.gate.ingest(state_.gate.connection(Path::http, call_.who.name),
                                          std::move(observed.taken.readings), {}, sta::posted_fields,
                                          std::move(observed.taken.features));
        co_return std::move(observed.made);
    }

    // All of it or nothing.
    task<void> change_set(std::vector<BatchPart> parts) {
        std::vector<BatchAnswer> done;
        std::size_t at = 0;  // the part that is being done
        sta::MadePaths made = made_;
        std::optional<Error> wrong;
        try {
            co_await all_or_nothing(parts, at, made, done);
        } catch (const Error& e) {
            wrong = e;
        }
        if (!wrong) {
            made_ = std::move(made);
            for (BatchAnswer& a : done) answers_.push_back(std::move(a));
            co_return;
        }
        for (std::size_t i = 0; i < parts.size(); ++i) {
            if (i == std::min(at, parts.size() - 1)) {
                refuse(parts[i], *wrong);
                continue;
            }
            http::Response undone;
            undone.status = failed_dependency;
            answers_.push_back({parts[i].id, parts[i].group, std::move(undone)});
        }
    }

    task<void> all_or_nothing(std::vector<BatchPart>& parts, std::size_t& at, sta::MadePaths& made,
                              std::vector<BatchAnswer>& done) {
        std::vector<sta::Operation> plain;
        bool references = false;
        for (at = 0; at < parts.size(); ++at) {
            if (parts[at].method == Method::get) throw Error(Code::method_not_allowed, {}, {"GET"});
            const bool refers =
                parts[at].url.starts_with('$') || parts[at].body.find("\"$") != std::string::npos;
            references = references || refers;
            if (refers) continue;
            const http::Request request = request_of(call_.request, parts[at]);
            plain.push_back(operation_of(request, parts[at]));
            // It may have to wait for a second person, and the others cannot.
            if (!sta::guarded_act(plain.back()).empty())
                throw Error(Code::method_not_allowed, {}, {"DELETE"});
        }
        at = 0;
        if (!references && sta::only_observations(plain)) {
            const std::vector<sta::Entity> entities = co_await observe(plain, at);
            for (std::size_t i = 0; i < parts.size(); ++i)
                finish(parts[i], {.status = 201, .made = entities[i]}, made, done);
            co_return;
        }
        const auto body = [&](sta::Writing& w) -> task<void> {
            for (at = 0; at < parts.size(); ++at) {
                sta::resolve_references(parts[at], made);
                const http::Request request = request_of(call_.request, parts[at]);
                const sta::Operation operation = operation_of(request, parts[at]);
                if (!sta::guarded_act(operation).empty())
                    throw Error(Code::method_not_allowed, {}, {"DELETE"});
                const sta::Done result = co_await sta::perform(w, operation);
                finish(parts[at], result, made, done);
            }
        };
        co_await sta::write(state_, call_, sta::reach_of(plain), body);
    }

    void finish(const BatchPart& part, const sta::Done& result, sta::MadePaths& made,
                std::vector<BatchAnswer>& done) const {
        if (result.made && !part.id.empty()) made[part.id] = path_of(*result.made);
        done.push_back({part.id, part.group, done_response(call_.request, result)});
    }

    Telemetry::State& state_;
    const http::Call& call_;
    sta::MadePaths made_;
    std::vector<BatchAnswer> answers_;
    std::size_t bytes_ = 0;
};

task<http::Response> post_batch(Telemetry::State& state, const http::Call& call, const http::RawBody& body) {
    const bool is_json = body.content_type == "application/json";
    if (!is_json && body.content_type != "multipart/mixed")
        throw Error(Code::unsupported_media_type, "Content-Type",
                    {body.content_type.substr(0, 100), "application/json, multipart/mixed"});
    std::vector<BatchPart> parts =
        is_json ? sta::read_json_batch(body.bytes)
                : sta::read_multipart_batch(body.bytes, call.request.header("Content-Type"));
    BatchRun run(state, call);
    const std::vector<BatchAnswer> answers = co_await run.run(std::move(parts));
    if (is_json) co_return http::Response::json(sta::write_json_batch(answers));
    const std::string boundary = "batch_" + random_hex(16);
    co_return http::Response::bytes("multipart/mixed; boundary=" + boundary,
                                    sta::write_multipart_batch(answers, boundary));
}

}  // namespace

void add_sensorthings_batch_routes(http::Router& router, Telemetry::State& state) {
    router.post<http::RawBody, http::Response>(
        "/sta/v1.1/$batch",
        {"sensorthings.batch",
         http::signed_in(),
         "Several requests in one, as JSON or multipart/mixed; each within what the caller may do",
         {.body_bytes_max = limits::body_bytes_max, .seconds_max = 60},
         false},
        [&state](http::Call& call, const http::RawBody& body) { return post_batch(state, call, body); });
}

}  // namespace hatang::telemetry
