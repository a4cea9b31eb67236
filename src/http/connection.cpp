#include "http/connection.hpp"

#include <boost/asio/write.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/websocket/rfc6455.hpp>

#include "base/log.hpp"
#include "base/text.hpp"
#include "http/forwarded.hpp"
#include "http/guard.hpp"
#include "http/header.hpp"
#include "http/limits.hpp"
#include "http/request_reader.hpp"
#include "http/response_head.hpp"
#include "http/router_state.hpp"
#include "http/target.hpp"
#include "http/websocket.hpp"

namespace hatang::http {
namespace {

std::string address_of(const boost::asio::ip::tcp::socket& socket) {
    ErrorCode error;
    const auto endpoint = socket.remote_endpoint(error);
    return error ? std::string() : endpoint.address().to_string();
}

// Time allowed for moving so many bytes.
std::chrono::seconds transfer_time(std::size_t bytes) {
    return limits::transfer_grace + std::chrono::seconds(bytes / limits::transfer_bytes_per_s_min);
}

// The client waits for this before it sends a large body (RFC 9110 section 10.1.1).
constexpr std::string_view end_of_chunk = "\r\n";
constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";

}  // namespace

Connection::Connection(std::shared_ptr<ServerState> server, boost::asio::ip::tcp::socket socket)
    : server_(std::move(server)),
      stream_(std::make_shared<Transport>(std::move(socket))),
      peer_address_(address_of(stream_->tcp().socket())) {
    ErrorCode ignored;
    stream_->tcp().socket().set_option(boost::asio::ip::tcp::no_delay(true), ignored);
    server_->connections.insert(this);
}
Connection::~Connection() {
    server_->connections.erase(this);
    server_->ended.notify_all();
}

void Connection::finish() {
    if (const auto websocket = websocket_.lock())
        websocket->close();
    else if (!busy_)
        abort();
}
void Connection::abort() {
    if (const auto websocket = websocket_.lock()) websocket->abort();
    stream_->tcp().close();
}

task<void> Connection::run(std::shared_ptr<Connection> self) { co_await self->serve(); }

task<void> Connection::serve() {
    if (server_->tls) {
        const bool spoken = co_await handshake();
        if (!spoken) {
            stream_->tcp().close();
            co_return;
        }
    }
    Next next = Next::keep;
    while (next == Next::keep && !server_->stopping) {
        if (buffer_.size() == 0) {  // idle: wait for the first byte with the longer limit
            stream_->tcp().expires_after(limits::idle);
            Io wait{[&](auto done) { stream_->async_read_some(buffer_.prepare(4'096), std::move(done)); }};
            if (co_await wait) break;
            buffer_.commit(wait.bytes);
        }
        busy_ = true;
        next = co_await one_request();
        busy_ = false;
    }
    if (next == Next::linger) co_await linger();
    if (next == Next::close && stream_->encrypted()) co_await say_goodbye();
    stream_->tcp().close();
}

task<bool> Connection::handshake() {
    const HandshakeTurn turn(*server_, peer_address_);
    if (!turn) {
        server_->metrics.count("hatang_http_turned_away_total");
        co_return false;
    }
    stream_->tcp().expires_after(limits::tls_handshake);
    stream_->wrap(server_->tls->context);
    Io shake{
        [&](auto done) { stream_->async_handshake(asio::ssl::stream_base::server, Done(std::move(done))); }};
    const ErrorCode error = co_await shake;
    if (error) {
        server_->metrics.count("hatang_http_handshake_failed_total");
        log::debug("http.handshake_failed", {{"address", peer_address_}, {"error", error.message()}});
    }
    co_return !error;
}

task<void> Connection::say_goodbye() {
    stream_->tcp().expires_after(limits::linger);
    Io goodbye{[&](auto done) { stream_->async_goodbye(Done(std::move(done))); }};
    co_await goodbye;
}

task<Connection::Next> Connection::one_request() {
    parser_.emplace();
    const auto bad_head = co_await read_head();
    if (gone_) co_return Next::close;
    if (bad_head) co_return co_await refuse(*bad_head);

    auto read = read_request_head(parser_->get());
    if (!read) co_return co_await refuse(read.error());
    Request request = *std::move(read);
    Sender sender = sender_of(request, peer_address_, stream_->encrypted(), server_->config.trusted_proxies);
    request.remote_address = std::move(sender.address);
    request.secure = sender.secure;
    if (beast::websocket::is_upgrade(parser_->get())) co_return co_await upgrade(std::move(request));

    const auto bad_body = co_await read_body(server_->router.body_limit(request.method, request.path));
    if (gone_) co_return Next::close;
    if (bad_body) co_return co_await refuse(*bad_body);
    const bool keep_alive = parser_->get().keep_alive();
    const bool chunks = parser_->get().version() >= 11, with_body = request.method != Method::head;
    request.body = std::move(parser_->get().body());
    parser_.reset();

    // A handler's own limit applies; an idle socket timer must not end the connection meanwhile.
    stream_->tcp().expires_never();
    const Response response = co_await server_->router.handle(std::move(request));
    if (response.more && !response.length && !chunks) {
        const Error unknown(Code::malformed_request, {}, {"HTTP/1.0"});
        co_return co_await refuse(unknown);
    }
    const bool keep = keep_alive && !server_->stopping;
    const bool written = co_await write(response, keep, with_body);
    co_return written&& keep ? Next::keep : Next::close;
}

task<std::optional<Error>> Connection::read_head() {
    parser_->header_limit(static_cast<std::uint32_t>(limits::header_bytes_max));
    parser_->body_limit(boost::none);  // the route's limit is set when the route is known
    stream_->tcp().expires_after(limits::header_read);
    Io read{[&](auto done) { beast::http::async_read_header(*stream_, buffer_, *parser_, std::move(done)); }};
    const ErrorCode error = co_await read;
    if (!error) co_return std::nullopt;
    if (error == beast::http::error::header_limit || error == beast::http::error::buffer_overflow)
        co_return Error(Code::header_too_large, {}, {std::to_string(limits::header_bytes_max)});
    const bool malformed = error.category() == make_error_code(beast::http::error::bad_method).category() &&
                           error != beast::http::error::end_of_stream &&
                           error != beast::http::error::partial_message;
    if (malformed) co_return Error(Code::malformed_request, {}, {error.message()});
    gone_ = true;
    co_return std::nullopt;
}

task<std::optional<Error>> Connection::read_body(std::size_t bytes_max) {
    const auto too_large = [bytes_max] {
        return Error(Code::body_too_large, {}, {std::to_string(bytes_max)});
    };
    const auto length = parser_->content_length();
    if (length && *length > bytes_max) co_return too_large();
    parser_->body_limit(bytes_max);  // chunked bodies are counted while they are read
    if (!parser_->is_done() &&
        same_token(std::string(parser_->get()[beast::http::field::expect]), "100-continue")) {
        Io write{[&](auto done) { asio::async_write(*stream_, asio::buffer(go_on), std::move(done)); }};
        gone_ = static_cast<bool>(co_await write);
    }
    if (!parser_->is_done() && (!length || *length > buffer_.capacity()))
        buffer_.reserve(limits::body_piece_bytes);
    const auto started = std::chrono::steady_clock::now();
    while (!gone_ && !parser_->is_done()) {
        stream_->tcp().expires_at(started + transfer_time(parser_->get().body().size()));
        Io read{
            [&](auto done) { beast::http::async_read_some(*stream_, buffer_, *parser_, std::move(done)); }};
        const ErrorCode error = co_await read;
        if (!error) continue;
        if (error == beast::http::error::body_limit) co_return too_large();
        if (error.category() == make_error_code(beast::http::error::bad_method).category() &&
            error != beast::http::error::partial_message && error != beast::http::error::end_of_stream)
            co_return Error(Code::malformed_request, {}, {error.message()});
        gone_ = true;
    }
    // Connections that wait for their next request are many.
    if (buffer_.capacity() >= limits::body_piece_bytes) buffer_.shrink_to_fit();
    co_return std::nullopt;
}

task<Connection::Next> Connection::refuse(Error error) {
    const std::string request_id = random_hex(8);
    Response response = problem(error, request_id);
    add_security_headers(response, stream_->encrypted());
    response.header("X-Request-Id", request_id);
    server_->metrics.count("hatang_http_requests_total",
                           "route=\"http.refused\",status=\"" + std::to_string(response.status) + "\"");
    log::debug("http.refused",
               {{"request", request_id}, {"address", peer_address_}, {"error", error.what()}});
    const bool written = co_await write(response, false, true);
    co_return written ? Next::linger : Next::close;
}

task<bool> Connection::write(const Response& response, bool keep_alive, bool with_body) {
    const std::string head = response_head(response, keep_alive, std::time(nullptr));
    const bool body = with_body && has_body(response.status);
    const std::array<asio::const_buffer, 2> parts{asio::buffer(head),
                                                  body ? asio::buffer(response.body) : asio::const_buffer()};
    stream_->tcp().expires_after(transfer_time(response.body.size()));
    Io write{[&](auto done) { asio::async_write(*stream_, parts, std::move(done)); }};
    const ErrorCode error = co_await write;
    if (error || !body || !response.more) co_return !error;
    co_return co_await write_pieces(response);
}

task<bool> Connection::write_pieces(const Response& response) {
    const bool chunked = !response.length;
    std::uint64_t left = response.length.value_or(0);
    std::string piece;
    do {
        try {
            piece = co_await response.more();
        } catch (const std::exception& e) {
            log::error("http.cut_short", {{"error", e.what()}});
            co_return false;
        }
        if (!chunked) {
            if (piece.size() > left || (piece.empty() && left > 0)) co_return false;
            left -= piece.size();
        }
        char size[32];
        const int digits = std::snprintf(size, sizeof size, "%zx\r\n", piece.size());
        const std::array<asio::const_buffer, 3> parts{
            chunked ? asio::buffer(size, static_cast<std::size_t>(digits)) : asio::const_buffer(),
            asio::buffer(piece), chunked ? asio::buffer(end_of_chunk) : asio::const_buffer()};
        stream_->tcp().expires_after(transfer_time(piece.size()));
        Io write{[&](auto done) { asio::async_write(*stream_, parts, std::move(done)); }};
        const ErrorCode error = co_await write;
        if (error) co_return false;
        stream_->tcp().expires_never();
    } while (!piece.empty());
    co_return true;
}

task<Connection::Next> Connection::upgrade(Request request) {
    std::shared_ptr<Router::Socket> socket;
    std::optional<Error> refused;
    try {
        socket = co_await server_->router.open_socket(std::move(request));
    } catch (const Error& e) {
        refused = e;
    } catch (const std::exception& e) {
        log::error("http.failed", {{"route", "websocket"}, {"error", e.what()}});
        refused = Error(Code::internal);
    }
    // A client speaks WebSocket only after our answer: bytes that are here already belong to no protocol.
    if (!refused && buffer_.size() > 0) refused = Error(Code::malformed_request, "Upgrade", {"early data"});
    if (refused) co_return co_await refuse(*refused);

    const auto session = std::make_shared<WebSocketSession>(server_, stream_);
    websocket_ = session;
    co_await session->run(parser_->get(), *socket);
    co_return Next::close;
}

task<void> Connection::linger() {
    if (stream_->encrypted()) co_await say_goodbye();
    ErrorCode ignored;
    stream_->tcp().socket().shutdown(boost::asio::ip::tcp::socket::shutdown_send, ignored);
    stream_->tcp().expires_after(limits::linger);
    std::size_t left = limits::linger_bytes_max;
    while (left > 0) {
        buffer_.clear();
        Io read{[&](auto done) { stream_->tcp().async_read_some(buffer_.prepare(16'384), std::move(done)); }};
        if (co_await read) co_return;
        left -= std::min(left, read.bytes);
    }
}

}  // namespace hatang::http
