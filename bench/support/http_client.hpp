// The least HTTP/1.1 client that a benchmark needs: one connection, one request after the other.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace hatang::bench {

class HttpClient {
  public:
    HttpClient(std::uint16_t port, std::string token) : token_(std::move(token)) {
        socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
            throw std::runtime_error("cannot connect to the server");
        const int on = 1;
        ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    }
    ~HttpClient() { ::close(socket_); }
    HttpClient(const HttpClient&) = delete;

    // The body of the answer. Throws unless the status is 2xx.
    std::string call(std::string_view method, std::string_view path, std::string_view body = {}) {
        std::string request(method);
        request.append(" ").append(path).append(" HTTP/1.1\r\nHost: 127.0.0.1\r\n");
        if (!token_.empty()) request.append("Authorization: Bearer ").append(token_).append("\r\n");
        if (!body.empty()) request.append("Content-Type: application/json\r\n");
        request.append("Content-Length: ")
            .append(std::to_string(body.size()))
            .append("\r\n\r\n")
            .append(body);
        for (std::size_t sent = 0; sent < request.size();) {
            const auto n = ::send(socket_, request.data() + sent, request.size() - sent, MSG_NOSIGNAL);
            if (n <= 0) throw std::runtime_error("the server closed the connection");
            sent += static_cast<std::size_t>(n);
        }
        return read_answer();
    }

  private:
    void receive() {
        char buffer[256 << 10];
        const auto n = ::recv(socket_, buffer, sizeof buffer, 0);
        if (n <= 0) throw std::runtime_error("the server closed the connection");
        received_.append(buffer, static_cast<std::size_t>(n));
    }
    std::string read_chunks() {
        std::string body;
        for (;;) {
            std::size_t line_end;
            while ((line_end = received_.find("\r\n")) == std::string::npos) receive();
            const std::size_t length = std::stoul(received_, nullptr, 16);
            while (received_.size() < line_end + 2 + length + 2) receive();
            body.append(received_, line_end + 2, length);
            received_.erase(0, line_end + 2 + length + 2);
            if (length == 0) return body;
        }
    }
    std::string read_answer() {
        std::size_t head_end;
        while ((head_end = received_.find("\r\n\r\n")) == std::string::npos) receive();
        const std::string head = received_.substr(0, head_end);
        received_.erase(0, head_end + 4);
        if (head.find("Transfer-Encoding: chunked") != std::string::npos) {
            std::string body = read_chunks();
            if (head.compare(9, 1, "2") != 0)
                throw std::runtime_error(head.substr(0, head.find('\r')) + " " + body);
            return body;
        }
        std::size_t length = 0;
        if (const auto at = head.find("Content-Length: "); at != std::string::npos)
            length = std::stoul(head.substr(at + 16));
        while (received_.size() < length) receive();
        std::string body = received_.substr(0, length);
        received_.erase(0, length);
        if (head.compare(9, 1, "2") != 0)
            throw std::runtime_error(head.substr(0, head.find('\r')) + " " + body);
        return body;
    }
    int socket_ = -1;
    std::string token_, received_;
};

// Posts all from four connections at once; gives the seconds until the last answer. Throws when one is
// refused.
inline double post_all(std::uint16_t port, const std::string& token, std::string_view path,
                       const std::vector<std::string>& bodies) {
    constexpr int connections = 4;
    const auto begun = std::chrono::steady_clock::now();
    std::vector<std::thread> threads;
    std::atomic<std::size_t> next{0};
    std::atomic<bool> failed{false};
    for (int i = 0; i < connections; ++i)
        threads.emplace_back([&] {
            try {
                HttpClient client(port, token);
                for (std::size_t at; (at = next++) < bodies.size();) client.call("POST", path, bodies[at]);
            } catch (const std::exception& e) {
                std::fprintf(stderr, "%s\n", e.what());
                failed = true;
            }
        });
    for (std::thread& t : threads) t.join();
    if (failed) throw std::runtime_error("a request was refused");
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
}

}  // namespace hatang::bench
