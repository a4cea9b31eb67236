// Against a real Mosquitto on a private port, and against a broker that misbehaves.
#include "mqtt/client.hpp"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <thread>

#include "base/metrics.hpp"
#include "mqtt/codec.hpp"

using namespace hatang;
using namespace hatang::mqtt;
namespace fs = std::filesystem;
using namespace std::chrono_literals;

namespace {

int bound_socket(std::uint16_t& port) {
    const int fd = socket(AF_INET, SOCK_STREAM, 0);
    const int on = 1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof at;
    REQUIRE(bind(fd, reinterpret_cast<sockaddr*>(&at), size) == 0);
    getsockname(fd, reinterpret_cast<sockaddr*>(&at), &size);
    port = ntohs(at.sin_port);
    return fd;
}

// A Mosquitto of its own, with persistence, that can be killed and started again.
class Broker {
  public:
    Broker() {
        char name[] = "/tmp/hatang_mqtt_XXXXXX";
        folder_ = mkdtemp(name);
        close(bound_socket(port_));
        std::ofstream(folder_ / "conf")
            << "listener " << port_ << " 127.0.0.1\nallow_anonymous true\nuser root\npersistence true\n"
            << "persistence_location " << folder_.string() << "/\nautosave_interval 1\n"
            << "max_inflight_messages 1000\nmax_queued_messages 0\nset_tcp_nodelay true\nlog_dest none\n";
        start();
    }
    ~Broker() {
        stop();
        fs::remove_all(folder_);
    }
    void start() {
        const std::string conf = (folder_ / "conf").string();
        const char* argv[] = {"mosquitto", "-c", conf.c_str(), nullptr};
        char* environment[] = {nullptr};
        REQUIRE(posix_spawn(&pid_, "/usr/sbin/mosquitto", nullptr, nullptr, const_cast<char**>(argv),
                            environment) == 0);
    }
    // SIGTERM: Mosquitto writes its sessions.
    void stop() {
        if (pid_ > 0) kill(pid_, SIGTERM), waitpid(pid_, nullptr, 0);
        pid_ = 0;
    }
    std::string url() const { return "mqtt://127.0.0.1:" + std::to_string(port_); }

  private:
    fs::path folder_;
    std::uint16_t port_ = 0;
    pid_t pid_ = 0;
};

struct World {
    Loop loop{1};
    Metrics metrics;

    // Runs the loop until `done` holds. False after ten seconds.
    bool until(std::function<bool()> done) {
        return loop.run_until([](Loop& l, std::function<bool()> d) -> task<bool> {
            for (int i = 0; i < 2'000 && !d(); ++i) co_await l.sleep(5ms);
            co_return d();
        }(loop, std::move(done)));
    }
    void end(Client& c) {
        c.stop();
        until([&] { return !c.connected(); });
        loop.run_until(loop.sleep(60ms));  // its coroutines end
    }
};

struct Inbox {
    std::vector<Message> messages;
    std::function<void(Message)> take() {
        return [this](Message m) { messages.push_back(std::move(m)); };
    }
    std::set<std::string> payloads() const {
        std::set<std::string> out;
        for (const auto& m : messages) out.insert(m.payload);
        return out;
    }
};

}  // namespace

TEST_CASE_FIXTURE(World, "mqtt client: publish and subscribe") {
    Broker broker;
    Inbox a, b;
    Client c(loop, metrics, {.url = broker.url(), .client_id = "t1", .clean_session = true});
    CHECK_FALSE(c.publish("x", "too early", 1));
    c.subscribe("city/+/level", 1, a.take());
    c.subscribe("other/#", 0, b.take());
    c.start();
    REQUIRE(until([&] { return c.connected(); }));
    CHECK_FALSE(c.publish("city/#", "not a topic", 0));
    CHECK_FALSE(c.publish("city/1/level", std::string(2 << 20, 'x'), 0));
    loop.run_until(loop.sleep(50ms));  // SUBACK
    CHECK(c.publish("city/1/level", "một", 0));
    CHECK(c.publish("city/2/level", "hai", 1));
    CHECK(c.publish("other", "ba", 1));
    CHECK(until([&] { return a.messages.size() == 2 && b.messages.size() == 1; }));
    CHECK(a.payloads() == std::set<std::string>{"một", "hai"});
    CHECK(a.messages[1].qos == 1);
    CHECK(b.messages[0].qos == 0);
    CHECK(loop.run_until(c.flush(1s)));
    end(c);
}

TEST_CASE_FIXTURE(World, "mqtt client: what was not acknowledged comes again, what was does not") {
    Broker broker;
    Inbox first, second;
    const ClientConfig config{.url = broker.url(), .client_id = "ingest"};
    Client publisher(loop, metrics, {.url = broker.url(), .client_id = "p", .clean_session = true});
    publisher.start();
    {
        Client c(loop, metrics, config);
        c.subscribe("t", 1, first.take());
        c.start();
        REQUIRE(until([&] { return c.connected() && publisher.connected(); }));
        loop.run_until(loop.sleep(50ms));
        for (int i = 0; i < 5; ++i) CHECK(publisher.publish("t", std::to_string(i), 1));
        REQUIRE(until([&] { return first.messages.size() == 5; }));
        c.acknowledge(first.messages[0].token);
        c.acknowledge(first.messages[1].token);
        c.acknowledge(first.messages[3].token);  // held back until 2 is acknowledged
        loop.run_until(loop.sleep(50ms));
        end(c);
    }
    Client c(loop, metrics, config);
    c.subscribe("t", 1, second.take());
    c.start();
    REQUIRE(until([&] { return second.messages.size() == 3; }));
    CHECK(second.payloads() == std::set<std::string>{"2", "3", "4"});
    c.acknowledge(first.messages[4].token);  // of another connection: ignored
    for (const auto& m : second.messages) c.acknowledge(m.token);
    loop.run_until(loop.sleep(50ms));
    end(c);
    end(publisher);
}

TEST_CASE_FIXTURE(World, "mqtt client: the broker goes and comes back") {
    Broker broker;
    Inbox inbox;
    Client c(loop, metrics, {.url = broker.url(), .client_id = "ingest"});
    c.subscribe("t", 1, inbox.take());
    c.start();
    REQUIRE(until([&] { return c.connected(); }));
    loop.run_until(loop.sleep(50ms));
    for (int i = 0; i < 100; ++i) CHECK(c.publish("t", std::to_string(i), 1));
    loop.run_until(loop.sleep(1ms));
    broker.stop();
    REQUIRE(until([&] { return !c.connected(); }));
    CHECK_FALSE(c.publish("t", "nobody is there", 1));
    broker.start();
    REQUIRE(until([&] { return c.connected(); }));
    CHECK(c.publish("t", "back", 1));
    CHECK(until([&] { return inbox.payloads().size() == 101; }));  // none is lost; some may come twice
    CHECK(loop.run_until(c.flush(5s)));
    for (const auto& m : inbox.messages) c.acknowledge(m.token);
    end(c);
}

TEST_CASE_FIXTURE(World, "mqtt client: the window and pause() hold the broker back") {
    Broker broker;
    Inbox inbox;
    Client publisher(loop, metrics, {.url = broker.url(), .client_id = "p", .clean_session = true});
    Client c(loop, metrics,
             {.url = broker.url(), .client_id = "c", .clean_session = true, .inflight_max = 10});
    c.subscribe("t", 1, inbox.take());
    publisher.start();
    c.start();
    REQUIRE(until([&] { return c.connected() && publisher.connected(); }));
    loop.run_until(loop.sleep(50ms));
    for (int i = 0; i < 50; ++i) CHECK(publisher.publish("t", std::to_string(i), 1));
    REQUIRE(until([&] { return inbox.messages.size() == 10; }));
    loop.run_until(loop.sleep(50ms));
    CHECK(inbox.messages.size() == 10);
    c.pause();
    for (int i = 0; i < 10; ++i) c.acknowledge(inbox.messages[i].token);
    loop.run_until(loop.sleep(50ms));
    CHECK(inbox.messages.size() == 10);
    c.resume();
    CHECK(until([&] { return inbox.messages.size() == 20; }));
    end(c);
    end(publisher);
}

TEST_CASE_FIXTURE(World, "mqtt client: throughput at QoS 1") {
    Broker broker;
    constexpr int count = 20'000;
    int received = 0;
    Client publisher(loop, metrics, {.url = broker.url(), .client_id = "p", .clean_session = true});
    Client c(loop, metrics, {.url = broker.url(), .client_id = "c", .clean_session = true});
    c.subscribe("t", 1, [&](Message m) {
        ++received;
        c.acknowledge(m.token);
    });
    publisher.start();
    c.start();
    REQUIRE(until([&] { return c.connected() && publisher.connected(); }));
    loop.run_until(loop.sleep(50ms));
    const auto began = std::chrono::steady_clock::now();
    int sent = 0;
    CHECK(until([&] {
        while (sent < count && publisher.publish("t", std::string(100, 'x'), 1)) ++sent;
        return received == count;
    }));
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    MESSAGE(count << " messages of QoS 1, there and back: " << count / took.count() << " per second");
    end(c);
    end(publisher);
}

TEST_CASE_FIXTURE(World, "mqtt client: a broker that misbehaves") {
    std::uint16_t port = 0;
    const int listener = bound_socket(port);
    listen(listener, 4);
    const auto serve = [&](std::string answer) {
        return std::thread([listener, answer = std::move(answer)] {
            const int fd = accept(listener, nullptr, nullptr);
            char buffer[4'096];
            [[maybe_unused]] const auto connect = recv(fd, buffer, sizeof buffer, 0);
            std::string_view rest = answer;
            while (!rest.empty()) {
                const auto n = send(fd, rest.data(), rest.size(), MSG_NOSIGNAL);
                if (n <= 0) break;
                rest.remove_prefix(static_cast<std::size_t>(n));
            }
            while (recv(fd, buffer, sizeof buffer, 0) > 0) {
            }
            close(fd);
        });
    };
    const auto url = "mqtt://127.0.0.1:" + std::to_string(port);
    const std::string accepted("\x20\x02\0\0", 4);

    SUBCASE("garbage ends the connection, and it tries again") {
        Client c(loop, metrics, {.url = url, .client_id = "x"});
        c.start();
        for (const std::string& bad :
             {std::string("HTTP/1.1 400 Bad Request\r\n\r\n"), std::string("\x20\x02\0\x05", 4),
              std::string("\x30\x03\0\1a", 5), accepted + std::string("\x30\x02\0\x09", 4)}) {
            std::thread t = serve(bad);
            bool ended = false;
            std::thread waiter([&] {
                t.join();
                ended = true;
            });
            CHECK(until([&] { return ended; }));
            waiter.join();
        }
        c.stop();
        loop.run_until(loop.sleep(60ms));
    }
    SUBCASE("a message that is too large is read away and acknowledged") {
        std::string answer = accepted;
        append_publish(answer, {.topic = "t", .payload = std::string_view(), .qos = 0});
        const std::string large(3 << 20, 'x');
        append_publish(answer, {.topic = "t", .payload = large, .qos = 1, .packet_id = 5});
        append_publish(answer, {.topic = "t", .payload = "after", .qos = 1, .packet_id = 6});
        Inbox inbox;
        std::thread t = serve(answer);
        Client c(loop, metrics, {.url = url, .client_id = "x"});
        c.subscribe("t", 1, inbox.take());
        c.start();
        CHECK(until([&] { return inbox.messages.size() == 2; }));
        CHECK(inbox.messages.back().payload == "after");
        CHECK(metrics.prometheus_text().find("hatang_mqtt_too_large_total 1") != std::string::npos);
        end(c);
        t.join();
    }
    close(listener);
}
