#include "mqtt/transport.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/write.hpp>

#include "base/error.hpp"
#include "base/io_await.hpp"

namespace hatang::mqtt {
namespace asio = boost::asio;
using asio::ip::tcp;
namespace {

void check(const boost::system::error_code& error) {
    if (error) throw Error(Code::unavailable, "mqtt", {error.message()});
}

}  // namespace

Transport::Transport(Loop& loop, const BrokerUrl& url)
    : url_(url), resolver_(loop.native()), socket_(loop.native()) {
    if (!url_.tls) return;
    context_.emplace(asio::ssl::context::tls_client);
    context_->set_default_verify_paths();
    tls_.emplace(socket_, *context_);
    tls_->set_verify_mode(asio::ssl::verify_peer);
    tls_->set_verify_callback(asio::ssl::host_name_verification(url_.host));
    SSL_set_tlsext_host_name(tls_->native_handle(), url_.host.c_str());
}

task<void> Transport::connect() {
    tcp::resolver::results_type found;
    Io resolve{[&](auto done) {
        resolver_.async_resolve(
            url_.host, url_.port,
            [&found, done](boost::system::error_code e, tcp::resolver::results_type r) mutable {
                found = std::move(r);
                done(e);
            });
    }};
    check(co_await resolve);
    if (closed_) throw Error(Code::unavailable, "mqtt", {"stopped"});
    Io connect{[&](auto done) {
        asio::async_connect(socket_, found,
                            [done](boost::system::error_code e, const tcp::endpoint&) mutable { done(e); });
    }};
    check(co_await connect);
    socket_.set_option(tcp::no_delay(true));
    if (!tls_) co_return;
    Io handshake{[&](auto done) { tls_->async_handshake(asio::ssl::stream_base::client, std::move(done)); }};
    check(co_await handshake);
}

task<std::size_t> Transport::read_some(std::span<char> into) {
    Io read{[&](auto done) {
        const auto buffer = asio::buffer(into.data(), into.size());
        if (tls_)
            tls_->async_read_some(buffer, std::move(done));
        else
            socket_.async_read_some(buffer, std::move(done));
    }};
    check(co_await read);
    co_return read.bytes;
}

task<void> Transport::write(std::string_view bytes) {
    Io write{[&](auto done) {
        const auto buffer = asio::buffer(bytes.data(), bytes.size());
        if (tls_)
            asio::async_write(*tls_, buffer, std::move(done));
        else
            asio::async_write(socket_, buffer, std::move(done));
    }};
    check(co_await write);
}

void Transport::close() {
    closed_ = true;
    resolver_.cancel();
    boost::system::error_code ignored;
    socket_.close(ignored);
}

}  // namespace hatang::mqtt
