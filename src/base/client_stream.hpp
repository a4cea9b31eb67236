// One outgoing TCP or TLS connection: for protocols that are a stream of bytes. Loop thread only.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/loop.hpp"

namespace hatang {

class ClientStream {
  public:
    // TLS 1.2 or newer; the certificate of the peer must be valid and name the host.
    struct Tls {
        std::string ca_file;                     // PEM; empty: what the system trusts
        std::string certificate_file, key_file;  // PEM, of this side; empty: none
    };
    // Throws unreadable_file when a file of `tls` cannot be used.
    ClientStream(Loop&, std::string host, std::string port, const std::optional<Tls>&);
    ~ClientStream();
    ClientStream(const ClientStream&) = delete;

    // Each throws Code::unavailable with the reason, also when `limit` has passed: the stream is then closed.
    task<void> connect(std::chrono::microseconds limit);
    task<void> write(std::string_view bytes, std::chrono::microseconds limit);
    // Waits as long as it takes. One reader beside one writer is allowed.
    task<std::size_t> read_some(std::span<char>);
    // Bytes that the peer's kernel has not acknowledged yet.
    std::size_t unacknowledged() const;
    // Wakes whoever waits; they see an error.
    void close();
    bool closed() const;

  private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace hatang
