#include "http/transport.hpp"

namespace hatang::http {

void Transport::async_handshake(asio::ssl::stream_base::handshake_type role, Done done) {
    tls_->async_handshake(role, std::move(done));
}

void Transport::async_goodbye(Done done) { tls_->async_shutdown(std::move(done)); }

void Transport::read_some(const SomeBuffers<asio::mutable_buffer>& buffers, Done done) {
    if (tls_) return tls_->async_read_some(buffers, std::move(done));
    tcp_.async_read_some(buffers, std::move(done));
}

void Transport::write_some(const SomeBuffers<asio::const_buffer>& buffers, Done done) {
    if (tls_) return tls_->async_write_some(buffers, std::move(done));
    tcp_.async_write_some(buffers, std::move(done));
}

void Transport::async_teardown(beast::role_type role, Done done) {
    beast::websocket::async_teardown(role, tcp_.socket(), std::move(done));
}

}  // namespace hatang::http
