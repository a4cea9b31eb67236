#include "http/client.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

#include "base/log.hpp"
#include "http/limits.hpp"
#include "http/transport.hpp"

namespace hatang::http {
using boost::asio::ip::tcp;
namespace ssl = boost::asio::ssl;
namespace {

using SteadyTime = std::chrono::steady_clock::time_point;

Error failed(const Url& url, const std::string& why) {
    return Error(Code::outgoing_failed, {}, {url.authority(), why});
}

void check(const Url& url, const ErrorCode& error) {
    if (!error) return;
    if (error == beast::error::timeout) throw Error(Code::timeout, {}, {url.authority()});
    throw failed(url, error.message());
}

tcp::endpoint endpoint_of(const IpAddress& address, std::uint16_t port) {
    if (address.is_v4()) return {asio::ip::make_address_v4(address.text()), port};
    return {asio::ip::make_address_v6(address.bytes), port};
}

IpAddress address_of(const asio::ip::address& address) {
    if (address.is_v6()) return {address.to_v6().to_bytes()};
    const auto b = address.to_v4().to_bytes();
    return IpAddress::v4(b[0], b[1], b[2], b[3]);
}

// The resolver of the system. It cannot be stopped once it has begun, so the caller waits beside it, not for
// it.
struct Lookup {
    explicit Lookup(Loop& loop) : done(loop) {}
    Signal done;
    bool ended = false;
    std::vector<IpAddress> addresses;
};

task<void> look_up(Loop& loop, Resolve resolve, std::string host, std::shared_ptr<Lookup> lookup) {
    try {
        if (resolve) {
            lookup->addresses = co_await resolve(host);
        } else {
            tcp::resolver resolver(loop.native());
            tcp::resolver::results_type found;
            Io asked{[&](auto done) {
                resolver.async_resolve(host, "",
                                       [&found, done = std::move(done)](ErrorCode error, auto results) {
                                           found = std::move(results);
                                           auto resume = done;
                                           resume(error);
                                       });
            }};
            co_await asked;
            for (const auto& entry : found)
                lookup->addresses.push_back(address_of(entry.endpoint().address()));
        }
    } catch (const std::exception& e) {
        log::debug("http.lookup_failed", {{"host", host}, {"error", e.what()}});
    }
    lookup->ended = true;
    lookup->done.notify_all();
}

beast::http::verb verb_of(Method method) { return beast::http::string_to_verb(std::string(to_text(method))); }

beast::http::request<beast::http::string_body> message_of(const Url& url, OutgoingRequest&& request) {
    beast::http::request<beast::http::string_body> out(verb_of(request.method), url.target, 11);
    for (const auto& [name, value] : request.headers) out.insert(name, value);
    out.set(beast::http::field::host, url.authority());
    out.set(beast::http::field::user_agent, "hatang");
    out.set(beast::http::field::connection, "close");
    out.body() = std::move(request.body);
    if (!out.body().empty() || request.method == Method::post) out.prepare_payload();
    return out;
}

}  // namespace

struct Client::State {
    Loop& loop;
    ClientConfig config;
    ssl::context context{ssl::context::tls_client};

    static task<std::vector<IpAddress>> resolve(std::shared_ptr<State>, const Url&, SteadyTime end);
    static task<std::unique_ptr<Transport>> connect(std::shared_ptr<State>, const Url&,
                                                    const std::vector<IpAddress>&, SteadyTime end);
};

Client::Client(Loop& loop, ClientConfig config) : state_(new State{loop, std::move(config)}) {
    ssl::context& context = state_->context;
    SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
    context.set_verify_mode(ssl::verify_peer);
    ErrorCode error;
    context.set_default_verify_paths(error);
    const std::string& file = state_->config.ca_file;
    if (!file.empty()) context.load_verify_file(file, error);
    if (error) throw Error(Code::unreadable_file, {}, {file, error.message()});
}
Client::~Client() = default;

task<std::vector<IpAddress>> Client::State::resolve(std::shared_ptr<State> state, const Url& url,
                                                    SteadyTime end) {
    if (url.address) co_return std::vector<IpAddress>{*url.address};
    const auto lookup = std::make_shared<Lookup>(state->loop);
    state->loop.spawn(look_up(state->loop, state->config.resolve, url.host, lookup), "http.lookup");
    for (;;) {
        const auto left =
            std::chrono::duration_cast<std::chrono::microseconds>(end - std::chrono::steady_clock::now());
        if (left.count() <= 0) throw Error(Code::timeout, {}, {url.authority()});
        if (lookup->ended) break;
        co_await lookup->done.wait_for(left);
    }
    if (lookup->addresses.empty()) throw failed(url, "the name has no address");
    co_return lookup->addresses;
}

// The addresses in their order, the first that answers.
task<std::unique_ptr<Transport>> Client::State::connect(std::shared_ptr<State> state, const Url& url,
                                                        const std::vector<IpAddress>& addresses,
                                                        SteadyTime end) {
    ErrorCode error;
    for (const IpAddress& address : addresses) {
        auto stream = std::make_unique<Transport>(tcp::socket(state->loop.native()));
        stream->tcp().expires_at(end);
        const tcp::endpoint endpoint = endpoint_of(address, url.port);
        Io connected{[&](auto done) { stream->tcp().async_connect(endpoint, std::move(done)); }};
        error = co_await connected;
        if (error == beast::error::timeout) break;
        if (error) continue;
        if (!url.secure) co_return stream;

        auto& tls = stream->wrap(state->context);
        if (!url.address) SSL_set_tlsext_host_name(tls.native_handle(), url.host.c_str());
        tls.set_verify_callback(ssl::host_name_verification(url.host));
        Io shaken{
            [&](auto done) { stream->async_handshake(ssl::stream_base::client, Done(std::move(done))); }};
        const ErrorCode refused = co_await shaken;
        check(url, refused);
        co_return stream;
    }
    check(url, error);
    throw failed(url, "no address");
}

task<Response> Client::send(OutgoingRequest request, OutgoingLimits bounds) {
    const auto state = state_;
    const auto url = parse_url(request.url);
    if (!url)
        throw Error(Code::invalid_value, {}, {request.url.substr(0, 200), "http(s)://host[:port]/path"});
    const SteadyTime end = std::chrono::steady_clock::now() + bounds.seconds_max;
    const std::vector<IpAddress> found = co_await State::resolve(state, *url, end);
    Result<std::vector<IpAddress>> checked = check_outgoing(state->config.rules, *url, found);
    if (!checked) {
        log::warn("http.outgoing_refused", {{"url", request.url}, {"error", checked.error().what()}});
        throw checked.error();
    }
    const std::unique_ptr<Transport> stream = co_await State::connect(state, *url, *checked, end);

    const auto message = message_of(*url, std::move(request));
    Io written{[&](auto done) { beast::http::async_write(*stream, message, std::move(done)); }};
    const ErrorCode write_error = co_await written;
    check(*url, write_error);

    beast::flat_buffer buffer;
    beast::http::response_parser<beast::http::string_body> parser;
    parser.header_limit(static_cast<std::uint32_t>(limits::header_bytes_max));
    parser.body_limit(bounds.bytes_max);
    Io read{[&](auto done) { beast::http::async_read(*stream, buffer, parser, std::move(done)); }};
    const ErrorCode read_error = co_await read;
    // A body that ends with the connection may end without a goodbye only when its length was told.
    check(*url, read_error);
    stream->tcp().close();

    auto& answer = parser.get();
    Response out;
    out.status = static_cast<int>(answer.result_int());
    out.content_type = std::string(answer[beast::http::field::content_type]);
    for (const auto& header : answer)
        out.headers.emplace_back(std::string(header.name_string()), std::string(header.value()));
    out.body = std::move(answer.body());
    co_return out;
}

}  // namespace hatang::http
