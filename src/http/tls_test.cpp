// The server over TLS, with certificates that the test makes.
#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <memory>
#include <thread>

#include "base/metrics.hpp"
#include "http/server.hpp"
#include "http/test_certificate.hpp"
#include "http/test_text.hpp"
#include "http/tls_context.hpp"

using namespace hatang;
using namespace hatang::http;

namespace {

// A blocking TLS client that believes any certificate.
class TlsClient {
  public:
    TlsClient(std::uint16_t port, int version_max = TLS1_3_VERSION, std::string_view alpn = {})
        : fd_(socket(AF_INET, SOCK_STREAM, 0)),
          context_(SSL_CTX_new(TLS_client_method()), SSL_CTX_free),
          ssl_(nullptr, SSL_free) {
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(port);
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        REQUIRE(connect(fd_, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0);
        const timeval limit{5, 0};
        setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
        SSL_CTX_set_max_proto_version(context_.get(), version_max);
        ssl_.reset(SSL_new(context_.get()));
        if (!alpn.empty())
            SSL_set_alpn_protos(ssl_.get(), reinterpret_cast<const unsigned char*>(alpn.data()),
                                static_cast<unsigned>(alpn.size()));
        SSL_set_fd(ssl_.get(), fd_);
        spoken = SSL_connect(ssl_.get()) == 1;
    }
    ~TlsClient() { close(fd_); }
    std::string ask(std::string_view request) {
        SSL_write(ssl_.get(), request.data(), static_cast<int>(request.size()));
        char buffer[65'536];
        const int n = SSL_read(ssl_.get(), buffer, sizeof buffer);
        return {buffer, static_cast<std::size_t>(std::max(n, 0))};
    }
    // The server said goodbye: close_notify, not a bare end of TCP.
    bool ended_cleanly() {
        char c;
        const int n = SSL_read(ssl_.get(), &c, 1);
        return n <= 0 && SSL_get_error(ssl_.get(), n) == SSL_ERROR_ZERO_RETURN;
    }
    std::string version() const { return SSL_get_version(ssl_.get()); }
    std::string cipher() const { return SSL_get_cipher_name(ssl_.get()); }
    std::string protocol() const {
        const unsigned char* text = nullptr;
        unsigned length = 0;
        SSL_get0_alpn_selected(ssl_.get(), &text, &length);
        return {reinterpret_cast<const char*>(text), length};
    }
    std::string peer() const {
        char text[256];
        const std::unique_ptr<X509, decltype(&X509_free)> certificate(SSL_get1_peer_certificate(ssl_.get()),
                                                                      X509_free);
        X509_NAME_get_text_by_NID(X509_get_subject_name(certificate.get()), NID_commonName, text,
                                  sizeof text);
        return text;
    }
    bool spoken = false;

  private:
    int fd_;
    std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_;
    std::unique_ptr<SSL, decltype(&SSL_free)> ssl_;
};

struct TlsServer {
    Loop loop{1};
    Metrics metrics;
    Router router{metrics};
    std::optional<Server> server;
    std::thread thread;

    explicit TlsServer(const TestCertificate& folder) {
        router.get<Nothing, Response>(
            "/who", {"t.who", everybody(), ""}, [](Call& call, const Nothing&) -> task<Response> {
                co_return Response::bytes("text/plain", call.request.secure ? "secure" : "plain");
            });
        ServerConfig config{"127.0.0.1", 0};
        config.tls = folder.files();
        config.certificate_check = std::chrono::milliseconds(20);
        server.emplace(loop, router, metrics, std::move(config));
        server->listen();
        thread = std::thread([this] { loop.run(); });
    }
    ~TlsServer() {
        loop.spawn(
            [](TlsServer& self) -> task<void> {
                co_await self.server->stop();
                self.loop.stop();
            }(*this),
            "test.stop");
        thread.join();
    }
};

constexpr std::string_view who = "GET /who HTTP/1.1\r\nHost: a.vn\r\n\r\n";

}  // namespace

TEST_CASE("tls: 1.3 with an AEAD suite, and the browser is told to stay with it") {
    TestCertificate folder;
    folder.write("một.vn");
    TlsServer s(folder);
    TlsClient c(s.server->port(), TLS1_3_VERSION, "\x02h2\x08http/1.1");
    REQUIRE(c.spoken);
    CHECK(c.version() == "TLSv1.3");
    CHECK(c.cipher() == "TLS_AES_256_GCM_SHA384");
    CHECK(c.protocol() == "http/1.1");
    for (int i = 0; i < 2; ++i) {
        const std::string answer = c.ask(who);
        CHECK(answer.ends_with("\r\n\r\nsecure"));
        CHECK(has(answer, "Strict-Transport-Security: max-age=31536000; includeSubDomains\r\n"));
    }
    CHECK(has(c.ask("GET /who HTTP/1.1\r\nHost: a.vn\r\nConnection: close\r\n\r\n"), "Connection: close"));
    CHECK(c.ended_cleanly());
    CHECK(s.server->certificate()->subject == "CN=một.vn");
    CHECK(s.server->certificate()->issuer == "CN=một.vn");
    const std::int64_t left = s.server->certificate()->not_after - SystemClock().now();
    CHECK(left > 89 * kDay);
    CHECK(left <= 90 * kDay);
}

TEST_CASE("tls: 1.2 and plain HTTP are refused, and the server goes on") {
    TestCertificate folder;
    folder.write("a.vn");
    TlsServer s(folder);
    CHECK(!TlsClient(s.server->port(), TLS1_2_VERSION).spoken);
    const int fd = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(s.server->port());
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(connect(fd, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0);
    send(fd, who.data(), who.size(), MSG_NOSIGNAL);
    char buffer[1'024];
    const auto n = recv(fd, buffer, sizeof buffer, 0);
    CHECK((n <= 0 || buffer[0] != 'H'));
    close(fd);
    CHECK(TlsClient(s.server->port()).spoken);
}

TEST_CASE("tls: a refused request gets its answer and a goodbye") {
    TestCertificate folder;
    folder.write("a.vn");
    TlsServer s(folder);
    TlsClient c(s.server->port());
    const std::string answer = c.ask("NONSENSE\r\n\r\n");
    CHECK(answer.starts_with("HTTP/1.1 400 "));
    CHECK(has(answer, "Strict-Transport-Security"));
    CHECK(c.ended_cleanly());
}

TEST_CASE("tls: a renewed certificate is served without dropping anybody; a broken one is not") {
    TestCertificate folder;
    folder.write("old.vn");
    TlsServer s(folder);
    TlsClient early(s.server->port());
    CHECK(early.peer() == "old.vn");
    const auto served = [&] { return TlsClient(s.server->port()).peer(); };
    const auto until = [&](const std::string& name) {
        for (int i = 0; i < 200 && served() != name; ++i)
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        return served();
    };
    folder.write("new.vn");
    CHECK(until("new.vn") == "new.vn");
    folder.write("of another key.vn", false);
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    CHECK(served() == "new.vn");
    folder.write("third.vn");
    CHECK(until("third.vn") == "third.vn");
    CHECK(early.ask(who).ends_with("secure"));
}

TEST_CASE("tls: files that do not fit are told at the start") {
    TestCertificate folder;
    CHECK_THROWS_AS(load_tls(folder.files()), Error);
    folder.write("a.vn");
    folder.write("b.vn", false);
    try {
        load_tls(folder.files());
        FAIL("the key of another certificate was taken");
    } catch (const Error& e) {
        CHECK(e.code == Code::unreadable_file);
        CHECK(e.args.front() == folder.files().key);
    }
    CHECK_THROWS_AS(load_tls({folder.files().key, folder.files().key}), Error);
}
