#include "http/router.hpp"

#include <chrono>
#include <stdexcept>

#include "base/log.hpp"
#include "base/loop.hpp"
#include "base/metrics.hpp"
#include "base/text.hpp"
#include "http/compress.hpp"
#include "http/guard.hpp"
#include "http/header.hpp"
#include "http/limits.hpp"
#include "http/router_state.hpp"
#include "http/static_files.hpp"

namespace hatang::http {

struct Router::Exchange {
    explicit Exchange(Request r) : request(std::move(r)), call(request) { call.id = random_hex(8); }
    Request request;
    Call call;
    const Entry* entry = nullptr;
    std::optional<Response> response;
    std::optional<Signal> done;
    bool agreed = false;  // a second person has said yes; call.who is known
};

Router::Router(Metrics& metrics) : state_(std::make_unique<State>(metrics)) {
    metrics.describe("hatang_http_requests_total", "HTTP requests by route and status");
    metrics.describe("hatang_http_request_seconds", "Time from the complete request to its answer, by route");
    get<Nothing, Response>(
        "/api/v1/openapi.json", {"http.openapi", everybody(), "Gives this document"},
        [this](Call&, const Nothing&) -> task<Response> { co_return Response::json(openapi_json()); });
}
Router::~Router() = default;
void Router::use(Authenticator* a) { state_->authenticator = a; }
void Router::use(IdempotencyStore* i) { state_->idempotency = i; }
void Router::use(ApprovalGate* g) { state_->gate = g; }
void Router::use(Loop* l) { state_->loop = l; }
void Router::use(RateLimits rates) {
    state_->rates = rates;
    state_->buckets.emplace(limits::rate_buckets);
}
void Router::static_files(std::string folder) { state_->static_folder = std::filesystem::canonical(folder); }

void Router::add_entry(Method method, std::string_view path, RouteMeta meta, Shape shape, Erased handler) {
    for (const Entry& other : state_->entries)
        if (other.meta.id == meta.id)
            throw std::logic_error("two routes with the id " + std::string(meta.id));
    state_->table.add(method, path, state_->entries.size());
    state_->entries.push_back({method, std::string(path), meta, std::move(shape), std::move(handler), {}});
}

void Router::websocket(std::string_view path, RouteMeta meta, SocketHandler handler) {
    add_entry(Method::get, path, meta, {}, {});
    state_->entries.back().socket = std::move(handler);
}

std::size_t Router::body_limit(Method method, std::string_view path) const {
    const auto match = state_->table.find(method, path);
    return match.route ? state_->entries[*match.route].meta.limits.body_bytes_max
                       : RouteLimits{}.body_bytes_max;
}

std::vector<Router::RouteInfo> Router::routes() const {
    std::vector<RouteInfo> out;
    for (const Entry& e : state_->entries)
        out.push_back({e.method, e.path, std::string(e.meta.id), e.meta.access});
    return out;
}

std::string_view Router::content_type(const Call& call) {
    return media_type(call.request.header("Content-Type"));
}

json::Document Router::body_document(Call& call) {
    const std::string_view header = call.request.header("Content-Type"), type = media_type(header);
    const std::string_view charset = media_parameter(header, "charset");
    const bool is_json = same_token(type, "application/json") ||
                         same_token(type, "application/merge-patch+json") ||
                         same_token(type, "application/geo+json");
    if (!is_json || (!charset.empty() && !same_token(charset, "utf-8")))
        throw Error(Code::unsupported_media_type, "Content-Type",
                    {std::string(header.substr(0, 100)), "application/json"});
    return json::parse(call.request.body);
}

namespace {

// Who asks. A public route works for the holder of an expired session too: signing in again is one.
task<Principal> principal_of(Authenticator* authenticator, const Request& request, const Access& access) {
    if (!authenticator) co_return Principal{};
    std::exception_ptr failed;
    try {
        co_return co_await authenticator->authenticate(request);
    } catch (const Error&) {
        failed = std::current_exception();
    }
    if (access.kind != Access::Kind::everybody) std::rethrow_exception(failed);
    co_return Principal{};
}

std::int64_t steady_us() {
    return std::chrono::duration_cast<std::chrono::microseconds>(
               std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

void take_or_refuse(TokenBuckets& buckets, std::string_view kind, std::string_view who, int per_minute) {
    if (per_minute <= 0) return;
    const int wait_s = buckets.take(TokenBuckets::key(kind, who), per_minute, steady_us());
    if (wait_s > 0) throw Error(Code::too_many_requests, {}, {std::to_string(wait_s)});
}

std::string route_label(std::string_view id) { return "route=\"" + std::string(id) + "\""; }

}  // namespace

void Router::State::count_address(const std::string& address) {
    if (buckets)
        take_or_refuse(*buckets, "address", rate_key_of_address(address), rates.address_per_minute_max);
}

void Router::State::count_caller(const Entry& entry, const Principal& who, const std::string& address) {
    if (!buckets) return;
    const std::string account = who.user_id != 0 ? std::to_string(who.user_id) : std::string();
    if (!account.empty()) take_or_refuse(*buckets, "account", account, rates.account_per_minute_max);
    if (rates.routes)
        take_or_refuse(*buckets, entry.meta.id, account.empty() ? rate_key_of_address(address) : account,
                       entry.meta.limits.per_minute_max);
}

task<std::shared_ptr<Router::Socket>> Router::open_socket(Request request) {
    auto socket = std::make_shared<Socket>(std::move(request));
    Call& call = socket->call;
    call.id = random_hex(8);
    auto match = state_->table.find(Method::get, call.request.path);
    const Entry* entry = match.route ? &state_->entries[*match.route] : nullptr;
    if (!entry || !entry->socket) throw Error(Code::not_found, {}, {call.request.path});
    call.path_ = std::move(match.parameters);
    state_->count_address(call.request.remote_address);
    check_same_origin(call.request);
    call.who = co_await principal_of(state_->authenticator, call.request, entry->meta.access);
    state_->count_caller(*entry, call.who, call.request.remote_address);
    check_access(entry->meta.access, call.who);
    state_->metrics.count("hatang_http_requests_total", route_label(entry->meta.id) + ",status=\"101\"");
    socket->handler = entry->socket;
    co_return socket;
}

// Access, idempotency, the handler, and the status and headers it asked for.
task<Response> Router::call_handler(State& state, Exchange& x) {
    Call& call = x.call;
    const RouteMeta& meta = x.entry->meta;
    if (x.entry->socket) throw Error(Code::malformed_request, "Upgrade", {"websocket"});
    if (!x.agreed) {
        call.who = co_await principal_of(state.authenticator, call.request, meta.access);
        state.count_caller(*x.entry, call.who, call.request.remote_address);
        check_same_site(call.request, call.who);
    }
    check_access(meta.access, call.who);
    if (!x.agreed && state.gate && changes_state(x.entry->method)) {
        std::optional<Response> waiting = co_await state.gate->hold(call, meta.id);
        if (waiting) co_return *std::move(waiting);
    }

    const bool creates = x.entry->method == Method::post && meta.creates;
    std::string key;
    if (creates && state.idempotency && call.who.user_id != 0) key = call.request.header("Idempotency-Key");
    if (key.size() > limits::idempotency_key_bytes_max)
        throw Error(Code::invalid_parameter, "Idempotency-Key", {key.substr(0, 64), "≤ 255"});
    if (!key.empty()) {
        const std::string hash = sha256_hex(std::string(to_text(call.request.method)) + '\n' +
                                            call.request.target + '\n' + call.request.body);
        std::optional<Response> earlier = co_await state.idempotency->begin(call.who, key, hash);
        if (earlier) co_return *std::move(earlier);
    }

    Response response;
    std::exception_ptr failed;
    try {
        response = co_await x.entry->handler(call);
        if (creates && !x.entry->shape.raw_reply && response.status == 200) response.status = 201;
        if (call.status_ != 0) response.status = call.status_;
        for (auto& [name, value] : call.headers_) response.header(name, value);
    } catch (...) {
        failed = std::current_exception();
    }
    if (!key.empty()) {
        if (!failed && response.status / 100 == 2)
            co_await state.idempotency->finish(call.who, key, response);
        else
            co_await state.idempotency->abandon(call.who, key);
    }
    if (failed) std::rethrow_exception(failed);
    co_return response;
}

task<void> Router::perform(State& state, std::shared_ptr<Exchange> x) {
    try {
        x->response = co_await call_handler(state, *x);
    } catch (const Error& e) {
        if (e.code == Code::internal)
            log::error("http.failed", {{"request", x->call.id}, {"error", e.what()}});
        x->response = problem(e, x->call.id);
    } catch (const std::exception& e) {
        log::error("http.failed",
                   {{"request", x->call.id}, {"route", x->entry->meta.id}, {"error", e.what()}});
        x->response = problem(Error(Code::internal), x->call.id);
    }
    if (x->done) x->done->notify_all();
}

task<Response> Router::perform_as(Request request, Principal who) {
    const auto x = std::make_shared<Exchange>(std::move(request));
    auto match = state_->table.find(x->request.method, x->request.path);
    if (!match.route) co_return problem(Error(Code::not_found, {}, {x->request.path}), x->call.id);
    x->entry = &state_->entries[*match.route];
    x->call.path_ = std::move(match.parameters);
    x->call.who = std::move(who);
    x->agreed = true;
    co_await perform(*state_, x);
    co_return *std::move(x->response);
}

task<void> Router::answer(std::shared_ptr<Exchange> x) {
    const Request& request = x->request;
    state_->count_address(request.remote_address);
    auto match = state_->table.find(request.method, request.path);
    if (match.route) {
        x->entry = &state_->entries[*match.route];
        x->call.path_ = std::move(match.parameters);
        if (!state_->loop) {
            co_await perform(*state_, x);
            co_return;
        }
        const int seconds = x->entry->meta.limits.seconds_max;
        x->done.emplace(*state_->loop);
        state_->loop->spawn(perform(*state_, x), "http.request");
        const bool in_time = co_await x->done->wait_for(std::chrono::seconds(seconds));
        if (!in_time && !x->response)
            x->response = problem(Error(Code::timeout, {}, {std::to_string(seconds) + " s"}), x->call.id);
        co_return;
    }
    if (!match.allowed.empty()) {
        std::string allow;
        for (const Method m : match.allowed) allow.append(allow.empty() ? "" : ", ").append(to_text(m));
        x->response =
            request.method == Method::options
                ? Response::no_content()
                : problem(Error(Code::method_not_allowed, {}, {std::string(to_text(request.method))}),
                          x->call.id);
        x->response->header("Allow", allow);
        co_return;
    }
    if (state_->static_folder && (request.method == Method::get || request.method == Method::head)) {
        const bool page = !state_->table.shares_first_segment(request.path);
        const auto read = [folder = *state_->static_folder, &request, page] {
            return static_file(folder, request.path, request.header("Accept-Encoding"), page);
        };
        if (state_->loop)
            x->response = co_await state_->loop->blocking(read);
        else
            x->response = read();
    }
    if (!x->response) x->response = problem(Error(Code::not_found, {}, {request.path}), x->call.id);
}

// Conditional answers, compression and the security headers.
task<void> Router::finish(const Request& request, Response& response) {
    const std::string* etag = find_header(response, "ETag");
    const bool reads = request.method == Method::get || request.method == Method::head;
    if (reads && response.status == 200 && etag && none_match_names(request.header("If-None-Match"), *etag)) {
        response.status = 304;
        response.body.clear();
        response.more = nullptr;
        response.content_type.clear();
        std::erase_if(response.headers,
                      [](const auto& h) { return same_token(h.first, "Content-Encoding"); });
    }
    // The tag stays strong although the coding differs: If-Match compares strongly, and the tag is the
    // record's version.
    if (response.body.size() >= limits::compress_bytes_min && shrinks(response.content_type) &&
        !find_header(response, "Content-Encoding")) {
        if (!find_header(response, "Vary")) response.header("Vary", "Accept-Encoding");
        if (accepts_coding(request.header("Accept-Encoding"), "gzip")) {
            if (state_->loop && response.body.size() > limits::compress_on_loop_bytes_max)
                response.body = co_await state_->loop->blocking([&] { return gzip(response.body); });
            else
                response.body = gzip(response.body);
            response.header("Content-Encoding", "gzip");
        }
    }
    add_security_headers(response, request.secure);
}

task<Response> Router::handle(Request request) {
    const auto started = std::chrono::steady_clock::now();
    auto x = std::make_shared<Exchange>(std::move(request));
    std::optional<Response> response;
    try {
        co_await answer(x);
        response = std::move(x->response);
        co_await finish(x->request, *response);
    } catch (const Error& e) {  // the pool refused work
        response = problem(e, x->call.id);
        add_security_headers(*response, x->request.secure);
    } catch (const std::exception& e) {
        log::error("http.failed", {{"request", x->call.id}, {"error", e.what()}});
        response = problem(Error(Code::internal), x->call.id);
        add_security_headers(*response, x->request.secure);
    }
    response->header("X-Request-Id", x->call.id);

    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - started;
    const std::string label = route_label(x->entry ? x->entry->meta.id : "http.other");
    state_->metrics.count("hatang_http_requests_total",
                          label + ",status=\"" + std::to_string(response->status) + "\"");
    state_->metrics.observe("hatang_http_request_seconds", label, took.count());
    if (log::writes(log::Level::debug))
        log::debug("http.request", {{"request", x->call.id},
                                    {"method", to_text(x->request.method)},
                                    {"path", x->request.path},
                                    {"status", response->status},
                                    {"user", x->call.who.user_id},
                                    {"address", x->request.remote_address},
                                    {"ms", took.count() * 1e3}});
    co_return *std::move(response);
}

}  // namespace hatang::http
