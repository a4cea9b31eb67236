// Outgoing calls against a real server on loopback, with and without TLS.
#include "http/client.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <thread>

#include "base/metrics.hpp"
#include "http/guard.hpp"
#include "http/server.hpp"
#include "http/test_certificate.hpp"

using namespace hatang;
using namespace hatang::http;

namespace {

struct Target {
    Loop loop{1};
    Metrics metrics;
    Router router{metrics};
    std::optional<Server> server;
    std::thread thread;
    std::atomic<int> handled{0};

    explicit Target(const TestCertificate* certificate = nullptr) {
        const auto add = [&](std::string_view path, std::string_view id, Response answer) {
            router.get<Nothing, Response>(path, {id, everybody(), ""},
                                          [this, answer](Call&, const Nothing&) -> task<Response> {
                                              ++handled;
                                              co_return answer;
                                          });
        };
        add("/hello", "t.hello", Response::bytes("text/plain", "xin chào"));
        add("/large", "t.large", Response::bytes("text/plain", std::string(100'000, 'x')));
        Response moved{302, "", "", {}};
        add("/moved", "t.moved", moved.header("Location", "http://169.254.169.254/"));
        router.post<RawBody, Response>("/echo", {"t.echo", everybody(), "", {}, false},
                                       [this](Call& call, const RawBody& body) -> task<Response> {
                                           ++handled;
                                           co_return Response::bytes(
                                               "text/plain", body.content_type + " " + body.bytes + " " +
                                                                 std::string(call.request.header("Host")));
                                       });
        router.get<Nothing, Response>("/slow", {"t.slow", everybody(), ""},
                                      [this](Call&, const Nothing&) -> task<Response> {
                                          co_await loop.sleep(std::chrono::seconds(3));
                                          co_return Response::no_content();
                                      });
        ServerConfig config{"127.0.0.1", 0};
        if (certificate) config.tls = certificate->files();
        server.emplace(loop, router, metrics, std::move(config));
        server->listen();
        thread = std::thread([this] { loop.run(); });
    }
    ~Target() {
        loop.spawn(
            [](Target& self) -> task<void> {
                co_await self.server->stop();
                self.loop.stop();
            }(*this),
            "test.stop");
        thread.join();
    }
    std::string url(const std::string& host, const std::string& path, bool secure = false) const {
        return (secure ? "https://" : "http://") + host + ":" + std::to_string(server->port()) + path;
    }
};

ClientConfig allowing(std::vector<const char*> rules, std::vector<const char*> answers = {"127.0.0.1"}) {
    ClientConfig out;
    for (const char* rule : rules) REQUIRE(out.rules.allow(rule));
    out.resolve = [answers](std::string) -> task<std::vector<IpAddress>> {
        std::vector<IpAddress> all;
        for (const char* a : answers) all.push_back(IpAddress::parse(a).value());
        co_return all;
    };
    return out;
}

// The answer, or the code of the refusal.
struct Outcome {
    Response answer;
    std::optional<Code> refused;
};
Outcome ask(ClientConfig config, OutgoingRequest request, OutgoingLimits bounds = {}) {
    Loop loop{1};
    Client client(loop, std::move(config));
    Outcome out;
    try {
        out.answer = loop.run_until(client.send(std::move(request), bounds));
    } catch (const Error& e) {
        out.refused = e.code;
    }
    return out;
}
OutgoingRequest to(std::string url) {
    OutgoingRequest request;
    request.url = std::move(url);
    return request;
}

}  // namespace

TEST_CASE("client: a call to what the operator allowed") {
    Target target;
    const Outcome hello = ask(allowing({"inside.vn"}), to(target.url("inside.vn", "/hello")));
    REQUIRE(!hello.refused);
    CHECK(hello.answer.status == 200);
    CHECK(hello.answer.body == "xin chào");
    CHECK(hello.answer.content_type == "text/plain");
    CHECK(find_header(hello.answer, "x-request-id"));

    OutgoingRequest post = to(target.url("127.0.0.1", "/echo"));
    post.method = Method::post;
    post.headers.emplace_back("Content-Type", "text/x-test");
    post.body = "body";
    const Outcome echo = ask(allowing({"127.0.0.0/8"}), post);
    CHECK(echo.answer.body == "text/x-test body 127.0.0.1:" + std::to_string(target.server->port()));
    CHECK(ask(allowing({"127.0.0.0/8"}), to(target.url("127.0.0.1", "/nothing"))).answer.status == 404);
}

TEST_CASE("client: what is refused is never connected to") {
    Target target;
    CHECK(ask(allowing({}), to(target.url("127.0.0.1", "/hello"))).refused == Code::outgoing_refused);
    CHECK(ask(allowing({}), to(target.url("rebind.example", "/hello"))).refused == Code::outgoing_refused);
    CHECK(ask(allowing({"127.0.0.1"}, {"127.0.0.1", "10.0.0.1"}), to(target.url("mixed.example", "/hello")))
              .refused == Code::outgoing_refused);
    CHECK(ask(allowing({}), to(target.url("[::ffff:127.0.0.1]", "/hello"))).refused ==
          Code::outgoing_refused);
    CHECK(ask(allowing({}), to(target.url("127.1", "/hello"))).refused == Code::invalid_value);
    CHECK(ask(allowing({"127.0.0.0/8"}), to("file:///etc/passwd")).refused == Code::invalid_value);
    CHECK(ask(allowing({"a.vn"}, {}), to(target.url("a.vn", "/hello"))).refused == Code::outgoing_failed);
    // The resolver of the system, with a name that every machine resolves to itself.
    ClientConfig system;
    CHECK(ask(system, to(target.url("localhost", "/hello"))).refused == Code::outgoing_refused);
    CHECK(target.handled == 0);
}

TEST_CASE("client: a redirect is an answer, not a way around the guard") {
    Target target;
    const Outcome moved = ask(allowing({"127.0.0.1"}), to(target.url("127.0.0.1", "/moved")));
    CHECK(moved.answer.status == 302);
    CHECK(target.handled == 1);
}

TEST_CASE("client: bytes and seconds are bounded") {
    Target target;
    OutgoingLimits bounds;
    bounds.bytes_max = 10'000;
    CHECK(ask(allowing({"127.0.0.1"}), to(target.url("127.0.0.1", "/large")), bounds).refused ==
          Code::outgoing_failed);
    bounds.seconds_max = std::chrono::seconds(1);
    CHECK(ask(allowing({"127.0.0.1"}), to(target.url("127.0.0.1", "/slow")), bounds).refused ==
          Code::timeout);
    ClientConfig slow_name = allowing({"127.0.0.1"});
    slow_name.resolve = [](std::string) -> task<std::vector<IpAddress>> {
        std::this_thread::sleep_for(std::chrono::milliseconds(1'500));
        co_return std::vector<IpAddress>{IpAddress::v4(127, 0, 0, 1)};
    };
    CHECK(ask(slow_name, to(target.url("slow.vn", "/hello")), bounds).refused == Code::timeout);
    const std::uint16_t port = target.server->port();
    CHECK(ask(allowing({"127.0.0.1"}), to("http://127.0.0.1:" + std::to_string(port ^ 1) + "/"))
              .refused.has_value());
}

TEST_CASE("client: TLS verifies the chain and the name") {
    TestCertificate certificate;
    certificate.write("inside.vn", true, "DNS:inside.vn,IP:127.0.0.1");
    Target target(&certificate);
    ClientConfig trusting = allowing({"inside.vn", "other.vn", "127.0.0.1"});
    trusting.ca_file = certificate.files().certificate;
    const Outcome hello = ask(trusting, to(target.url("inside.vn", "/hello", true)));
    REQUIRE(!hello.refused);
    CHECK(hello.answer.body == "xin chào");
    CHECK(!ask(trusting, to(target.url("127.0.0.1", "/hello", true))).refused);
    CHECK(ask(trusting, to(target.url("other.vn", "/hello", true))).refused == Code::outgoing_failed);
    CHECK(ask(allowing({"inside.vn"}), to(target.url("inside.vn", "/hello", true))).refused ==
          Code::outgoing_failed);
    CHECK(ask(trusting, to(target.url("inside.vn", "/hello"))).refused == Code::outgoing_failed);
    CHECK(target.handled == 2);
    ClientConfig missing;
    missing.ca_file = certificate.files().certificate + ".none";
    Loop loop{1};
    CHECK_THROWS_AS(Client(loop, missing), Error);
}
