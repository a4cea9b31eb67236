#include "base/client_stream.hpp"

#include <linux/sockios.h>
#include <sys/ioctl.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>

#include "base/error.hpp"
#include "base/io_await.hpp"

namespace hatang {
namespace asio = boost::asio;
using asio::ip::tcp;

struct ClientStream::State : std::enable_shared_from_this<ClientStream::State> {
    State(Loop& loop, std::string h, std::string p)
        : host(std::move(h)),
          port(std::move(p)),
          resolver(loop.native()),
          socket(loop.native()),
          timer(loop.native()) {}
    std::string host, port;
    tcp::resolver resolver;
    tcp::socket socket;
    asio::steady_timer timer;
    std::optional<asio::ssl::context> context;
    std::optional<asio::ssl::stream<tcp::socket&>> tls;
    bool closed = false, late = false;

    void check(const boost::system::error_code& error) {
        if (!error && !closed) return;
        const std::string why = late ? "timed out" : error ? error.message() : "closed";
        close();
        throw Error(Code::unavailable, {}, {host + ":" + port + ": " + why});
    }
    void close() {
        closed = true;
        timer.cancel();
        resolver.cancel();
        boost::system::error_code ignored;
        socket.close(ignored);
    }
    void within(std::chrono::microseconds limit) {
        timer.expires_after(limit);
        timer.async_wait([weak = weak_from_this()](boost::system::error_code error) {
            const auto self = weak.lock();
            if (error || !self) return;
            self->late = true;
            self->close();
        });
    }
};

namespace {

void use_file(const std::string& path, const boost::system::error_code& error) {
    if (error) throw Error(Code::unreadable_file, {}, {path, error.message()});
}

}  // namespace

ClientStream::ClientStream(Loop& loop, std::string host, std::string port, const std::optional<Tls>& tls)
    : state_(new State(loop, std::move(host), std::move(port))) {
    if (!tls) return;
    State& s = *state_;
    boost::system::error_code error;
    s.context.emplace(asio::ssl::context::tls_client);
    SSL_CTX_set_min_proto_version(s.context->native_handle(), TLS1_2_VERSION);
    if (tls->ca_file.empty())
        s.context->set_default_verify_paths(error);
    else
        s.context->load_verify_file(tls->ca_file, error);
    use_file(tls->ca_file, error);
    if (!tls->certificate_file.empty()) {
        s.context->use_certificate_chain_file(tls->certificate_file, error);
        use_file(tls->certificate_file, error);
        s.context->use_private_key_file(tls->key_file, asio::ssl::context::pem, error);
        use_file(tls->key_file, error);
    }
    s.tls.emplace(s.socket, *s.context);
    s.tls->set_verify_mode(asio::ssl::verify_peer);
    s.tls->set_verify_callback(asio::ssl::host_name_verification(s.host));
    SSL_set_tlsext_host_name(s.tls->native_handle(), s.host.c_str());
}

ClientStream::~ClientStream() { state_->close(); }

task<void> ClientStream::connect(std::chrono::microseconds limit) {
    State& s = *state_;
    s.within(limit);
    tcp::resolver::results_type found;
    Io resolve{[&](auto done) {
        s.resolver.async_resolve(
            s.host, s.port,
            [&found, done](boost::system::error_code e, tcp::resolver::results_type r) mutable {
                found = std::move(r);
                done(e);
            });
    }};
    s.check(co_await resolve);
    Io connect{[&](auto done) {
        asio::async_connect(s.socket, found,
                            [done](boost::system::error_code e, const tcp::endpoint&) mutable { done(e); });
    }};
    s.check(co_await connect);
    s.socket.set_option(tcp::no_delay(true));
    s.socket.set_option(asio::socket_base::keep_alive(true));
    if (s.tls) {
        Io handshake{
            [&](auto done) { s.tls->async_handshake(asio::ssl::stream_base::client, std::move(done)); }};
        s.check(co_await handshake);
    }
    s.timer.cancel();
}

task<void> ClientStream::write(std::string_view bytes, std::chrono::microseconds limit) {
    State& s = *state_;
    s.check({});
    s.within(limit);
    Io write{[&](auto done) {
        const auto buffer = asio::buffer(bytes.data(), bytes.size());
        if (s.tls)
            asio::async_write(*s.tls, buffer, std::move(done));
        else
            asio::async_write(s.socket, buffer, std::move(done));
    }};
    s.check(co_await write);
    s.timer.cancel();
}

task<std::size_t> ClientStream::read_some(std::span<char> into) {
    State& s = *state_;
    s.check({});
    Io read{[&](auto done) {
        const auto buffer = asio::buffer(into.data(), into.size());
        if (s.tls)
            s.tls->async_read_some(buffer, std::move(done));
        else
            s.socket.async_read_some(buffer, std::move(done));
    }};
    s.check(co_await read);
    co_return read.bytes;
}

std::size_t ClientStream::unacknowledged() const {
    int bytes = 0;
    if (state_->closed || ::ioctl(state_->socket.native_handle(), SIOCOUTQ, &bytes) != 0) return 0;
    return static_cast<std::size_t>(bytes);
}

void ClientStream::close() { state_->close(); }
bool ClientStream::closed() const { return state_->closed; }

}  // namespace hatang
