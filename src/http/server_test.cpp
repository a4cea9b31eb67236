#include "http/server.hpp"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <set>
#include <thread>

#include "base/metrics.hpp"
#include "http/file_body.hpp"
#include "http/guard.hpp"
#include "http/static_files.hpp"
#include "http/test_text.hpp"

using namespace hatang;
using namespace hatang::http;

namespace {

struct Echo {
    std::string text;
};

// A blocking client without mercy: it sends any bytes.
class RawClient {
  public:
    explicit RawClient(std::uint16_t port) : fd_(socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(port);
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        REQUIRE(connect(fd_, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0);
        const timeval limit{5, 0};
        setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    }
    ~RawClient() { cut(); }
    void cut() {
        if (fd_ >= 0) close(fd_);
        fd_ = -1;
    }
    void send(std::string_view bytes) {
        while (!bytes.empty()) {
            const auto n = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (n <= 0) return;
            bytes.remove_prefix(static_cast<std::size_t>(n));
        }
    }
    std::string read(std::size_t bytes) {
        while (got_.size() < bytes && more()) {
        }
        std::string out = std::move(got_);
        got_ = out.size() > bytes ? out.substr(bytes) : "";
        out.resize(std::min(out.size(), bytes));
        return out;
    }
    // One answer: head and body by Content-Length.
    std::string answer(bool with_body = true) {
        std::size_t end;
        while ((end = got_.find("\r\n\r\n")) == std::string::npos)
            if (!more()) return std::exchange(got_, {});
        std::size_t length = 0;
        if (const auto at = got_.find("Content-Length: "); with_body && at < end)
            length = std::stoul(got_.substr(at + 16));
        while (got_.size() < end + 4 + length && more()) {
        }
        std::string out = got_.substr(0, end + 4 + length);
        got_.erase(0, out.size());
        return out;
    }
    bool closed() {
        char c;
        return got_.empty() && recv(fd_, &c, 1, 0) == 0;
    }

  private:
    bool more() {
        char buffer[65'536];
        const auto n = recv(fd_, buffer, sizeof buffer, 0);
        if (n > 0) got_.append(buffer, static_cast<std::size_t>(n));
        return n > 0;
    }
    int fd_;
    std::string got_;
};

// The real server on a free port, on its own thread.
struct Loopback {
    Loop loop{1};
    Metrics metrics;
    Router router{metrics};
    std::optional<Server> server;
    std::thread thread;
    std::atomic<int> handled{0};
    std::atomic<bool> cut{false};
    std::string file;

    explicit Loopback(int connections_max = 100) {
        router.get<Nothing, Echo>("/hello", {"t.hello", everybody(), ""},
                                  [this](Call&, Nothing) -> task<Echo> {
                                      ++handled;
                                      co_return Echo{"xin chào"};
                                  });
        router.post<RawBody, Echo>("/echo", {"t.echo", everybody(), "", {.body_bytes_max = 1'000}, false},
                                   [this](Call&, const RawBody& b) -> task<Echo> {
                                       ++handled;
                                       co_return Echo{b.bytes};
                                   });
        router.get<Nothing, Echo>("/wait", {"t.wait", everybody(), ""}, [this](Call&, Nothing) -> task<Echo> {
            ++handled;
            co_await loop.sleep(std::chrono::milliseconds(300));
            co_return Echo{"late"};
        });
        router.get<Nothing, Response>(
            "/count", {"t.count", everybody(), ""}, [this](Call&, Nothing) -> task<Response> {
                co_return Response::pieces(
                    "text/plain", [this, n = std::make_shared<int>(0)]() -> task<std::string> {
                        co_await loop.sleep(std::chrono::milliseconds(1));
                        if (++*n == 3 && cut) throw std::runtime_error("lost");
                        co_return *n < 4 ? std::string(static_cast<std::size_t>(*n), 'a') : std::string();
                    });
            });
        router.get<Nothing, Response>(
            "/file", {"t.file", everybody(), ""},
            [this](Call&, Nothing) -> task<Response> { co_return file_response(loop, "text/plain", file); });
        router.websocket("/ws", {"t.ws", everybody(), ""},
                         [](Call&, std::shared_ptr<WebSocket> ws) -> task<void> {
                             while (auto text = co_await ws->receive()) {
                                 if (*text == "flood")
                                     while (ws->send(std::string(1 << 20, 'x'))) {
                                     }
                                 else
                                     ws->send("echo " + *text);
                                 if (*text == "bye") co_return;
                             }
                         });
        server.emplace(loop, router, metrics, ServerConfig{"127.0.0.1", 0, connections_max});
        server->listen();
        thread = std::thread([this] { loop.run(); });
    }
    ~Loopback() {
        loop.spawn(
            [](Loopback& self) -> task<void> {
                co_await self.server->stop();
                self.loop.stop();
            }(*this),
            "test.stop");
        thread.join();
    }
    std::uint16_t port() const { return server->port(); }
};

std::string get(std::string_view path, std::string_view more = {}) {
    return "GET " + std::string(path) + " HTTP/1.1\r\nHost: a.vn\r\n" + std::string(more) + "\r\n";
}
// A masked client frame of less than 64 KiB, or a header that claims `claimed` bytes.
std::string frame(unsigned char opcode, std::string_view payload) {
    std::string out(1, static_cast<char>(0x80 | opcode));
    if (payload.size() < 126) {
        out += static_cast<char>(0x80 | payload.size());
    } else {
        out += static_cast<char>(0x80 | 126);
        out += static_cast<char>(payload.size() >> 8);
        out += static_cast<char>(payload.size() & 255);
    }
    return out.append(4, '\0').append(payload);  // the mask 0 leaves the payload as it is
}
constexpr std::string_view upgrade =
    "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
    "dGhlIHNhbXBsZSBub25jZQ==\r\n";

}  // namespace

template <>
struct hatang::json::Describe<Echo> {
    static constexpr std::string_view name = "Echo";
    static constexpr auto fields = std::tuple{field("text", &Echo::text, "Text")};
};

TEST_CASE("server: keep-alive, pipelining, HEAD and Connection: close") {
    Loopback s;
    RawClient c(s.port());
    for (int i = 0; i < 3; ++i) {
        c.send(get("/hello"));
        const std::string a = c.answer();
        CHECK(a.starts_with("HTTP/1.1 200 OK\r\n"));
        CHECK(a.ends_with("{\"text\":\"xin chào\"}"));
    }
    c.send(get("/hello") + get("/none") + get("/hello"));
    CHECK(has(c.answer(), " 200 "));
    CHECK(has(c.answer(), " 404 "));
    CHECK(has(c.answer(), " 200 "));
    c.send("HEAD /hello HTTP/1.1\r\nHost: a.vn\r\n\r\n");
    const std::string head = c.answer(false);
    CHECK(has(head, "Content-Length: 20"));
    c.send(get("/hello", "Connection: close\r\n"));
    CHECK(has(c.answer(), "Connection: close"));
    CHECK(c.closed());
}

TEST_CASE("server: bodies") {
    Loopback s;
    RawClient c(s.port());
    c.send("POST /echo HTTP/1.1\r\nHost: a.vn\r\nContent-Length: 3\r\n\r\nabc");
    CHECK(has(c.answer(), "\"abc\""));
    c.send(
        "POST /echo HTTP/1.1\r\nHost: a.vn\r\nTransfer-Encoding: "
        "chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
    CHECK(has(c.answer(), "\"abcde\""));
    c.send("POST /echo HTTP/1.1\r\nHost: a.vn\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
    CHECK(c.answer().starts_with("HTTP/1.1 100 Continue"));
    c.send("xyz");
    CHECK(has(c.answer(), "\"xyz\""));
}

TEST_CASE("server: a body that is made while it is sent") {
    Loopback s;
    RawClient c(s.port());
    constexpr std::string_view pieces = "1\r\na\r\n2\r\naa\r\n3\r\naaa\r\n0\r\n\r\n";
    for (int i = 0; i < 2; ++i) {  // the connection is whole afterwards
        c.send(get("/count"));
        const std::string head = c.answer(false);
        CHECK(has(head, "Transfer-Encoding: chunked"));
        CHECK_FALSE(has(head, "Content-Length"));
        CHECK(c.read(pieces.size()) == pieces);
    }
    c.send("HEAD /count HTTP/1.1\r\nHost: a.vn\r\n\r\n");
    c.answer(false);
    c.send(get("/hello"));
    CHECK(has(c.answer(), "xin chào"));
    SUBCASE("a failure on the way is not taken for the end") {
        s.cut = true;
        c.send(get("/count"));
        c.answer(false);
        CHECK(c.read(1'000) == pieces.substr(0, 13));
        CHECK(c.closed());
    }
    SUBCASE("HTTP/1.0 knows no pieces") {
        RawClient old(s.port());
        old.send("GET /count HTTP/1.0\r\nHost: a.vn\r\n\r\n");
        CHECK(old.answer().starts_with("HTTP/1.1 400 "));
    }
}

TEST_CASE("server: a file") {
    namespace fs = std::filesystem;
    Loopback s;
    const fs::path file = fs::temp_directory_path() / ("hatang-file-" + std::to_string(getpid()));
    const std::string text(700'000, 'x');
    std::ofstream(file) << text;
    s.file = file;
    RawClient c(s.port());
    c.send(get("/file"));
    const std::string answer = c.answer();
    CHECK(has(answer, "Content-Length: 700000"));
    CHECK(answer.ends_with(text));
    fs::remove(file);
    c.send(get("/file"));
    CHECK(has(c.answer(), " 404 "));
    CHECK(attachment("sổ \"a\".xlsx") ==
          "attachment; filename=\"s_____a_.xlsx\"; filename*=UTF-8''s%E1%BB%95%20%22a%22.xlsx");
}

TEST_CASE("server: too large is refused before it is read, and nothing is handled") {
    Loopback s;
    SUBCASE("Content-Length of 1 GB") {
        RawClient c(s.port());
        c.send("POST /echo HTTP/1.1\r\nHost: a.vn\r\nContent-Length: 1000000000\r\n\r\n");
        const std::string a = c.answer();
        CHECK(a.starts_with("HTTP/1.1 413 "));
        CHECK(has(a, "body_too_large"));
        CHECK(c.closed());
    }
    SUBCASE("Content-Length with Expect") {
        RawClient c(s.port());
        c.send("POST /echo HTTP/1.1\r\nHost: a.vn\r\nContent-Length: 5000\r\nExpect: 100-continue\r\n\r\n");
        CHECK(c.answer().starts_with("HTTP/1.1 413 "));
    }
    SUBCASE("chunks") {
        RawClient c(s.port());
        c.send("POST /echo HTTP/1.1\r\nHost: a.vn\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (int i = 0; i < 20; ++i) c.send("64\r\n" + std::string(100, 'x') + "\r\n");
        CHECK(c.answer().starts_with("HTTP/1.1 413 "));
    }
    SUBCASE("header") {
        RawClient c(s.port());
        c.send(get("/hello", "X: " + std::string(20'000, 'x') + "\r\n"));
        CHECK(c.answer().starts_with("HTTP/1.1 431 "));
    }
    CHECK(s.handled == 0);
}

TEST_CASE("server: malformed requests get a problem document and the connection ends") {
    Loopback s;
    for (const std::string& bad :
         {std::string("NONSENSE\r\n\r\n"), std::string("GET /hello HTTP/9.9\r\n\r\n"),
          std::string("GET hello HTTP/1.1\r\nHost: a\r\n\r\n"), std::string("GET /hello HTTP/1.1\r\n\r\n"),
          std::string("GET /hello HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"),
          std::string("GET /hello HTTP/1.1\r\nHost: a\r\nBad Header: x\r\n\r\n"),
          std::string("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: "
                      "chunked\r\n\r\n0\r\n\r\n"),
          std::string("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n"),
          std::string("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
          std::string("GET /%ff HTTP/1.1\r\nHost: a\r\n\r\n"),
          std::string("GET /\x01 HTTP/1.1\r\nHost: a\r\n\r\n"),
          std::string("GET /a?b=%00 HTTP/1.1\r\nHost: a\r\n\r\n"), std::string(4, '\0') + "\r\n\r\n"}) {
        CAPTURE(bad);
        RawClient c(s.port());
        c.send(bad);
        const std::string a = c.answer();
        CHECK(a.starts_with("HTTP/1.1 400 "));
        CHECK(has(a, "urn:hatang:error:"));
    }
    RawClient c(s.port());
    c.send("BREW /hello HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(c.answer().starts_with("HTTP/1.1 405 "));
    CHECK(s.handled == 0);
}

TEST_CASE("server: a cut connection changes nothing") {
    Loopback s;
    for (const char* part :
         {"POST /echo HTTP/1.1\r\nHost: a.vn\r\nContent-Length: 100\r\n\r\nhalf", "POST /ec",
          "POST /echo HTTP/1.1\r\nHost: a.vn\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"}) {
        RawClient c(s.port());
        c.send(part);
        c.cut();
    }
    RawClient after(s.port());
    after.send(get("/hello"));
    CHECK(has(after.answer(), " 200 "));
    CHECK(s.handled == 1);
}

TEST_CASE("server: more connections than allowed are turned away") {
    Loopback s(1);
    RawClient first(s.port());
    first.send(get("/hello"));
    CHECK(has(first.answer(), " 200 "));
    RawClient second(s.port());
    CHECK(second.answer().starts_with("HTTP/1.1 503 "));
    first.send(get("/hello"));
    CHECK(has(first.answer(), " 200 "));
}

TEST_CASE("server: stop lets the request under way end") {
    std::optional<RawClient> c;
    {
        Loopback s;
        c.emplace(s.port());
        c->send(get("/wait"));
        while (s.handled == 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    const std::string a = c->answer();
    CHECK(has(a, "\"late\""));
    CHECK(has(a, "Connection: close"));
}

TEST_CASE("server: an address that is taken is said so") {
    Loopback s;
    Server other(s.loop, s.router, s.metrics, ServerConfig{"127.0.0.1", s.port()});
    CHECK_THROWS_AS(other.listen(), Error);
}

TEST_CASE("websocket: echo, order, close") {
    Loopback s;
    RawClient c(s.port());
    c.send(get("/ws", upgrade));
    const std::string a = c.answer();
    CHECK(a.starts_with("HTTP/1.1 101 "));
    CHECK(has(a, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));  // RFC 6455 section 1.3
    c.send(frame(1, "một") + frame(1, "hai"));
    CHECK(c.read(2 + 10) ==
          "\x81\x0a"
          "echo một");
    CHECK(c.read(2 + 8) ==
          "\x81\x08"
          "echo hai");
    c.send(frame(9, "p"));
    CHECK(c.read(3) == "\x8a\x01p");
    c.send(frame(1, "bye"));
    CHECK(c.read(2 + 8) ==
          "\x81\x08"
          "echo bye");
    CHECK(c.read(4) == std::string("\x88\x02\x03\xe8"));
    c.send(frame(8, "\x03\xe8"));
    CHECK(c.closed());
}

TEST_CASE("websocket: refusals") {
    Loopback s;
    const auto answer = [&](const std::string& request) {
        RawClient c(s.port());
        c.send(request);
        return c.answer();
    };
    CHECK(has(answer(get("/ws", std::string(upgrade) + "Origin: https://evil.example\r\n")),
              "cross_site_request"));
    CHECK(answer(get("/ws", std::string(upgrade) + "Origin: https://a.vn\r\n")).starts_with("HTTP/1.1 101 "));
    CHECK(has(answer(get("/hello", upgrade)), " 404 "));
    CHECK(has(answer(get("/ws")), "malformed_request"));

    RawClient large(s.port());
    large.send(get("/ws", upgrade));
    large.answer();
    // Claims a message of 1 MB.
    large.send(std::string("\x81\xff\0\0\0\0\0\x10\0\0\0\0\0\0", 14));
    CHECK(large.read(4) == std::string("\x88\x02\x03\xf1"));  // 1009, message too big

    RawClient text(s.port());
    text.send(get("/ws", upgrade));
    text.answer();
    text.send(frame(1, "\xff\xfe"));
    CHECK(text.read(4) == std::string("\x88\x02\x03\xef"));  // 1007, not UTF-8
}

TEST_CASE("websocket: the queue of a slow reader is bounded and the server goes on") {
    Loopback s;
    RawClient slow(s.port());
    slow.send(get("/ws", upgrade));
    slow.answer();
    slow.send(frame(1, "flood"));
    RawClient other(s.port());
    other.send(get("/hello"));
    CHECK(has(other.answer(), " 200 "));
    slow.cut();
}

TEST_CASE("static files: only what lies in the folder") {
    namespace fs = std::filesystem;
    char name[] = "/tmp/hatang_static_XXXXXX";
    const fs::path base = fs::canonical(mkdtemp(name)), web = base / "web";
    fs::create_directories(web / "assets");
    const auto write = [](const fs::path& p, std::string_view text) { std::ofstream(p) << text; };
    write(base / "secret.txt", "secret");
    write(web / "index.html", "<html>HATANG-CSP-NONCE");
    write(web / ".hidden", "hidden");
    write(web / "assets/app-1a2b.js", "code");
    write(web / "assets/app-1a2b.js.gz", "packed");
    fs::create_symlink(base / "secret.txt", web / "link.txt");

    std::set<std::string> pages;
    for (const char* path : {"/", "/index.html", "/assets-list"}) {
        const auto page = static_file(web, path, "gzip", true);
        REQUIRE(page);
        CHECK(page->body.size() == 6 + 32);
        CHECK(has(*find_header(*page, "Content-Security-Policy"),
                  "style-src 'self' 'nonce-" + page->body.substr(6) + "';"));
        CHECK(*find_header(*page, "Cache-Control") == "no-store");
        CHECK(!find_header(*page, "ETag"));
        pages.insert(page->body);
    }
    CHECK(pages.size() == 3);
    CHECK_FALSE(static_file(web, "/assets-list", "", false));
    CHECK_FALSE(static_file(web, "/missing.js", "", true));
    const auto js = static_file(web, "/assets/app-1a2b.js", "", true);
    REQUIRE(js);
    CHECK(js->body == "code");
    CHECK(js->content_type == "text/javascript; charset=utf-8");
    const auto packed = static_file(web, "/assets/app-1a2b.js", "br, gzip", true);
    CHECK(packed->body == "packed");
    CHECK(packed->content_type == "text/javascript; charset=utf-8");
    for (const char* bad : {"/../secret.txt", "/assets/../../secret.txt", "/.hidden", "/link.txt",
                            "//secret.txt", "/assets/./app-1a2b.js", "/assets\\app-1a2b.js", "/assets"}) {
        CAPTURE(bad);
        CHECK_FALSE(static_file(web, bad, "", false));
    }
    fs::remove_all(base);
}
