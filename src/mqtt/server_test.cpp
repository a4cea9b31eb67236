// The behaviours that the Paho interoperability suite for 3.1.1 checks, as far as they concern who publishes,
// and what a hostile device may try; on real sockets.
#include "mqtt/server.hpp"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <functional>
#include <map>

#include "base/metrics.hpp"

using namespace hatang;
using namespace hatang::mqtt;
using namespace std::chrono_literals;

namespace {

std::string raw(std::initializer_list<int> list) {
    std::string out;
    for (const int b : list) out += static_cast<char>(b);
    return out;
}
std::string hello(const Connect& c) {
    std::string out;
    append_connect(out, c);
    return out;
}
std::string hello(std::string_view client_id = "d1") {
    return hello({.client_id = client_id, .user = "device", .password = "right", .clean_session = true});
}
std::string message(std::string_view topic, std::string_view payload, int qos = 1, int id = 1) {
    std::string out;
    append_publish(out, {.topic = topic,
                         .payload = payload,
                         .qos = static_cast<std::uint8_t>(qos),
                         .packet_id = static_cast<std::uint16_t>(id)});
    return out;
}
std::string ack(PacketType type, int id) {
    std::string out;
    append_ack(out, type, static_cast<std::uint16_t>(id));
    return out;
}
const std::string welcome = raw({0x20, 2, 0, 0});

// Everything that was published, and when it is acknowledged.
struct Book {
    struct Entry {
        std::string topic, payload;
        int qos = 0;
        bool retain = false;
        std::uint64_t token = 0;
        std::weak_ptr<DeviceLink> link;
    };
    std::vector<Entry> entries;
    std::vector<std::size_t> too_large;
    bool full = false, at_once = true;
    std::string payloads() const {
        std::string out;
        for (const Entry& e : entries) out += e.payload + " ";
        return out;
    }
    void acknowledge(std::size_t i) {
        if (const auto link = entries[i].link.lock()) link->acknowledge(entries[i].token);
    }
};

class Page final : public Receiver {
  public:
    explicit Page(Book& book) : book_(book) {}
    void begin(std::weak_ptr<DeviceLink> link) override { link_ = std::move(link); }
    bool take(const Publish& p, std::uint64_t token) override {
        if (book_.full) return false;
        book_.entries.push_back(
            {std::string(p.topic), std::string(p.payload), p.qos, p.retain, token, link_});
        if (book_.at_once) book_.acknowledge(book_.entries.size() - 1);
        return true;
    }
    void too_large(std::string_view, std::size_t bytes) override { book_.too_large.push_back(bytes); }

  private:
    Book& book_;
    std::weak_ptr<DeviceLink> link_;
};

struct Hall {
    Loop loop{1};
    Metrics metrics;
    Book book;
    std::map<std::string, std::string> identities{{"right", "a"}, {"other", "b"}};
    std::optional<Server> server;

    explicit Hall(std::chrono::milliseconds connect_max = 10s, int connections_max = 100) {
        ServerConfig config;
        config.port = 0;
        config.connect_max = connect_max;
        config.connections_max = connections_max;
        server.emplace(loop, metrics, config, [this](Visitor v) { return admit(std::move(v)); });
        server->listen();
    }
    ~Hall() { loop.run_until(server->stop()); }

    // As a look into a database: not at once.
    task<Admission> admit(Visitor v) {
        co_await loop.sleep(1ms);
        if (v.password.empty()) co_return Admission{};
        const auto found = identities.find(v.password);
        if (found == identities.end()) co_return Admission{.entry = Entry::wrong_password};
        co_return Admission{Entry::accepted, found->second, std::make_shared<Page>(book)};
    }
    bool until(std::function<bool()> done) {
        return loop.run_until([](Loop& l, std::function<bool()> d) -> task<bool> {
            for (int i = 0; i < 2'500 && !d(); ++i) co_await l.sleep(2ms);
            co_return d();
        }(loop, std::move(done)));
    }
    void pass(std::chrono::milliseconds time) { loop.run_until(loop.sleep(time)); }
    std::string ends() const {
        std::string out;
        const std::string text = metrics.prometheus_text();
        const std::string_view name = "hatang_mqtt_device_closed_total{reason=\"";
        for (std::size_t at = 0; (at = text.find(name, at)) != text.npos;) {
            at += name.size();
            out += text.substr(at, text.find('"', at) - at) + " ";
        }
        return out;
    }
};

// A device that says what it is told to.
class Device {
  public:
    explicit Device(Hall& hall) : hall_(hall), fd_(socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in at{};
        at.sin_family = AF_INET;
        at.sin_port = htons(hall.server->port());
        at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        REQUIRE(connect(fd_, reinterpret_cast<sockaddr*>(&at), sizeof at) == 0);
        const int on = 1;
        setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        fcntl(fd_, F_SETFL, O_NONBLOCK);
    }
    ~Device() { leave(); }
    Device(const Device&) = delete;

    void say(std::string_view bytes) {
        while (!bytes.empty()) {
            const ssize_t n = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (n <= 0 && errno != EAGAIN) return;
            if (n > 0) bytes.remove_prefix(static_cast<std::size_t>(n));
            if (bytes.empty()) return;
            // It reads its answers only now that nothing more is taken from it.
            receive();
            hall_.pass(1ms);
        }
    }
    // All that comes until there are as many bytes, or the end.
    std::string hear(std::size_t bytes) {
        hall_.until([&] {
            receive();
            return heard_.size() >= bytes || cut_;
        });
        return std::exchange(heard_, {});
    }
    bool cut() {
        return hall_.until([&] {
            receive();
            return cut_;
        });
    }
    bool open() {
        receive();
        return !cut_;
    }
    void leave() {
        if (fd_ >= 0) ::close(std::exchange(fd_, -1));
    }
    // Says what it is told, and hears exactly this.
    void exchange_of(std::string_view what, const std::string& expected) {
        say(what);
        CHECK(hear(expected.size()) == expected);
    }

  private:
    void receive() {
        char chunk[4096];
        for (;;) {
            const ssize_t n = ::recv(fd_, chunk, sizeof chunk, 0);
            if (n > 0) {
                heard_.append(chunk, static_cast<std::size_t>(n));
                continue;
            }
            cut_ = cut_ || n == 0 || errno != EAGAIN;
            return;
        }
    }
    Hall& hall_;
    int fd_;
    std::string heard_;
    bool cut_ = false;
};

}  // namespace

TEST_CASE_FIXTURE(Hall, "mqtt server: who is let in, and what the others hear") {
    struct Row {
        const char* what;
        std::string said, heard;
        bool stays;
        const char* reason;
    };
    const auto with = [](std::string_view id, bool clean, std::string_view user, std::string_view password) {
        return hello({.client_id = id, .user = user, .password = password, .clean_session = clean});
    };
    std::string no_level = hello();
    no_level[8] = 5;
    std::string no_name = hello();
    no_name[4] = 'X';
    std::string reserved = hello();
    reserved[9] = static_cast<char>(reserved[9] | 1);
    for (const Row& row : std::initializer_list<Row>{
             {"right", hello(), welcome, true, ""},
             {"a session that is kept: there is none", with("x", false, "u", "right"), welcome, true, ""},
             {"no client id, clean", with("", true, "u", "right"), welcome, true, ""},
             {"no client id, kept", with("", false, "u", "right"), raw({0x20, 2, 0, 2}), false,
              "bad_client_id"},
             {"client id too long", with(std::string(257, 'x'), true, "u", "right"), raw({0x20, 2, 0, 2}),
              false, "bad_client_id"},
             {"another version", no_level, raw({0x20, 2, 0, 1}), false, "wrong_version"},
             {"another protocol", no_name, "", false, "wrong_protocol"},
             {"reserved flag", reserved, "", false, "malformed_connect"},
             {"wrong password", with("x", true, "u", "guess"), raw({0x20, 2, 0, 4}), false, "refused"},
             {"nobody", with("x", true, "", ""), raw({0x20, 2, 0, 5}), false, "refused"},
             {"not CONNECT first", raw({0xc0, 0}), "", false, "no_connect"},
             {"HTTP", "GET / HTTP/1.1\r\n\r\n", "", false, "no_connect"},
             {"TLS", raw({0x16, 3, 1, 0, 0x40}), "", false, "no_connect"},
             {"a length of five bytes", raw({0x10, 0xff, 0xff, 0xff, 0xff, 1}), "", false, "no_connect"},
             {"too large", raw({0x10, 0xff, 0xff, 0x7f}), "", false, "too_large"},
             {"CONNECT again", hello("again") + hello("again"), "", false, "second_connect"}}) {
        CAPTURE(row.what);
        Hall hall;
        Device device(hall);
        device.say(row.said);
        if (!row.heard.empty()) CHECK(device.hear(row.heard.size()) == row.heard);
        if (row.stays) {
            device.exchange_of(raw({0xc0, 0}), raw({0xd0, 0}));
        } else {
            CHECK(device.cut());
            device.leave();
            CHECK(hall.until([&] { return hall.server->connections() == 0; }));
            CHECK(hall.ends() == std::string(row.reason) + " ");
        }
    }
}

TEST_CASE_FIXTURE(Hall, "mqtt server: what is not well-formed closes the connection, by its reason") {
    for (const auto& [said, reason] : std::initializer_list<std::pair<std::string, const char*>>{
             {message("a/#", "x"), "invalid_topic"},
             {message("+", "x", 0), "invalid_topic"},
             {message("", "x"), "invalid_topic"},
             {message("\xff", "x"), "invalid_topic"},
             {message(std::string_view("a\0", 2), "x"), "invalid_topic"},
             {message("a", "x", 1, 0), "malformed_publish"},
             {message("a", "x", 3), "malformed_header"},
             {raw({0x32, 3, 0, 9, 'a'}), "malformed_publish"},
             {raw({0x38, 4, 0, 1, 'a', 'x'}), "malformed_header"},  // DUP with QoS 0
             {raw({0x30, 0xff, 0xff, 0xff, 0xff}), "malformed_header"},
             {raw({0x80, 6, 0, 1, 0, 1, 'a', 0}), "malformed_header"},
             {raw({0x82, 2, 0, 1}), "malformed_subscribe"},
             {raw({0x82, 6, 0, 1, 0, 1, 'a', 3}), "malformed_subscribe"},
             {raw({0xa2, 2, 0, 1}), "malformed_unsubscribe"},
             {raw({0x62, 2, 0, 0}), "malformed_pubrel"},
             {raw({0x62, 1, 0}), "malformed_pubrel"},
             {raw({0x60, 2, 0, 1}), "malformed_header"},
             {raw({0x40, 2, 0, 1}), "malformed_header"},  // we send nothing that it could acknowledge
             {raw({0xc0, 1, 0}), "malformed_header"},
             {raw({0xe0, 1, 0}), "malformed_header"},
             {raw({0xf0, 0}), "malformed_header"},
             {raw({0x00, 0}), "malformed_header"},
             {raw({0x82, 0xff, 0xff, 0x7f}), "too_large"}}) {
        CAPTURE(said);
        Hall hall;
        Device device(hall);
        device.exchange_of(hello(), welcome);
        device.say(said);
        CHECK(device.cut());
        CHECK(hall.until([&] { return hall.server->connections() == 0; }));
        CHECK(hall.ends() == std::string(reason) + " ");
        CHECK(hall.book.entries.empty());
    }
}

TEST_CASE_FIXTURE(Hall, "mqtt server: messages of each quality, and what is answered") {
    Device device(*this);
    // Without waiting for the CONNACK, as the standard allows.
    device.say(hello() + message("t/0", "zero", 0) + message("t/1", "one", 1, 7));
    CHECK(device.hear(8) == welcome + ack(PacketType::puback, 7));
    device.exchange_of(message("t/2", "two", 2, 8), ack(PacketType::pubrec, 8));
    // Sent again before it was released: not taken again, but after that.
    device.exchange_of(message("t/2", "two", 2, 8), ack(PacketType::pubrec, 8));
    device.exchange_of(ack(PacketType::pubrel, 8), ack(PacketType::pubcomp, 8));
    device.exchange_of(message("t/2", "three", 2, 8), ack(PacketType::pubrec, 8));
    device.exchange_of(ack(PacketType::pubrel, 99), ack(PacketType::pubcomp, 99));
    std::string again;
    append_publish(
        again, {.topic = "t/1", .payload = "", .qos = 1, .retain = true, .duplicate = true, .packet_id = 7});
    device.exchange_of(again, ack(PacketType::puback, 7));
    CHECK(book.payloads() == "zero one two three  ");
    CHECK(book.entries.back().retain);
    // Topics of the server are nobody's.
    device.exchange_of(message("$SYS/x", "no", 1, 9) + message("$x", "no", 2, 10),
                       ack(PacketType::puback, 9) + ack(PacketType::pubrec, 10));
    CHECK(book.entries.size() == 5);
    device.exchange_of(raw({0x82, 12, 0, 3, 0, 1, '#', 1, 0, 3, 'a', '/', '+', 0}),
                       raw({0x90, 4, 0, 3, 0x80, 0x80}));
    device.exchange_of(raw({0xa2, 5, 0, 4, 0, 1, '#'}), raw({0xb0, 2, 0, 4}));
    device.exchange_of(raw({0xc0, 0}), raw({0xd0, 0}));
    device.say(raw({0xe0, 0}));
    CHECK(device.cut());
    CHECK(until([&] { return server->connections() == 0; }));
    CHECK(ends() == "disconnected ");
}

TEST_CASE_FIXTURE(Hall, "mqtt server: bytes may come in any pieces") {
    Device device(*this);
    const std::string all =
        hello() + message("t", std::string(20'000, 'x'), 1, 1) + raw({0xc0, 0}) + message("t", "y", 1, 2);
    for (std::size_t at = 0, n = 1; at < all.size(); at += n, n = at < 80 ? 1 : 3'000) {
        device.say(std::string_view(all).substr(at, n));
        pass(1ms);
    }
    CHECK(device.hear(14) ==
          welcome + ack(PacketType::puback, 1) + raw({0xd0, 0}) + ack(PacketType::puback, 2));
    REQUIRE(book.entries.size() == 2);
    CHECK(book.entries[0].payload == std::string(20'000, 'x'));
}

TEST_CASE_FIXTURE(Hall, "mqtt server: acknowledged when it is said, in the order of the messages") {
    book.at_once = false;
    Device device(*this);
    device.exchange_of(hello(), welcome);
    device.say(message("t", "a", 1, 1) + message("t", "b", 2, 2) + message("t", "c", 1, 3));
    REQUIRE(until([&] { return book.entries.size() == 3; }));
    book.acknowledge(1);
    book.acknowledge(2);
    pass(20ms);
    CHECK(device.hear(0).empty());
    book.acknowledge(0);
    CHECK(device.hear(12) ==
          ack(PacketType::puback, 1) + ack(PacketType::pubrec, 2) + ack(PacketType::puback, 3));
    // Of a connection that is gone.
    device.say(message("t", "d", 1, 4));
    REQUIRE(until([&] { return book.entries.size() == 4; }));
    device.leave();
    REQUIRE(until([&] { return server->connections() == 0; }));
    book.acknowledge(3);
}

TEST_CASE_FIXTURE(Hall, "mqtt server: without room nothing is lost and nothing is read") {
    Device device(*this), other(*this);
    device.exchange_of(hello("one"), welcome);
    other.exchange_of(hello("two"), welcome);
    book.full = true;
    device.say(message("t", "a", 1, 1) + message("t", "b", 0) + raw({0xc0, 0}));
    other.say(message("t", "c", 2, 1));
    pass(20ms);
    CHECK(device.hear(0).empty());
    book.full = false;
    server->resume();
    CHECK(device.hear(6) == ack(PacketType::puback, 1) + raw({0xd0, 0}));
    CHECK(other.hear(4) == ack(PacketType::pubrec, 1));
    CHECK(book.entries.size() == 3);

    // More in flight than one connection may have: the rest waits in the socket.
    book.entries.clear();
    book.at_once = false;
    const std::string large(200'000, 'x');
    for (int i = 0; i < 6; ++i) device.say(message("t", large, 1, 10 + i));
    REQUIRE(until([&] { return book.entries.size() == 6; }));
    device.say(message("t", "waits", 1, 20));
    pass(20ms);
    CHECK(book.entries.size() == 6);
    book.acknowledge(0);
    CHECK(device.hear(4) == ack(PacketType::puback, 10));
    REQUIRE(until([&] { return book.entries.size() == 7; }));
    CHECK(book.entries[6].payload == "waits");
}

TEST_CASE_FIXTURE(Hall, "mqtt server: a message too large is read away and acknowledged") {
    Device device(*this);
    device.exchange_of(hello(), welcome);
    device.say(message("t", std::string(limits::packet_bytes_max, 'x'), 1, 1) + message("t", "small", 1, 2));
    CHECK(device.hear(8) == ack(PacketType::puback, 1) + ack(PacketType::puback, 2));
    CHECK(book.payloads() == "small ");
    CHECK(book.too_large.size() == 1);
}

TEST_CASE_FIXTURE(Hall, "mqtt server: the last will comes with every end but DISCONNECT") {
    const auto with_will = [](std::string_view id, std::string_view payload, int keep_alive_s = 0) {
        return hello({.client_id = id,
                      .user = "u",
                      .password = "right",
                      .clean_session = true,
                      .keep_alive_s = static_cast<std::uint16_t>(keep_alive_s),
                      .will = Will{.topic = "w", .payload = payload, .qos = 1}});
    };
    const auto come = [&](Device& device, const std::string& said) { device.exchange_of(said, welcome); };
    Device polite(*this), cut(*this), bad(*this), silent(*this), old(*this);
    come(polite, with_will("1", "polite"));
    polite.say(raw({0xe0, 0}));
    CHECK(polite.cut());
    come(cut, with_will("2", "cut"));
    cut.leave();
    REQUIRE(until([&] { return book.entries.size() == 1; }));
    come(bad, with_will("3", "bad"));
    bad.say(raw({0xf0, 0}));
    REQUIRE(until([&] { return book.entries.size() == 2; }));
    come(silent, with_will("4", "silent", 1));
    const auto begun = std::chrono::steady_clock::now();
    CHECK(silent.cut());
    CHECK(std::chrono::steady_clock::now() - begun > 1'400ms);
    // Another connection of that name throws the old one out; its will comes first.
    come(old, with_will("5", "old"));
    Device next(*this);
    next.say(hello("5") + message("t", "next", 0));
    CHECK(next.hear(4) == welcome);
    CHECK(old.cut());
    REQUIRE(until([&] { return book.entries.size() == 5; }));
    CHECK(book.payloads() == "cut bad silent old next ");
    CHECK(book.entries[0].topic == "w");
    // Of the same name, but of somebody else.
    Device stranger(*this);
    stranger.exchange_of(hello({.client_id = "5", .user = "u", .password = "other", .clean_session = true}),
                         welcome);
    CHECK(next.open());
    // When there is no room it waits.
    Device late(*this);
    come(late, with_will("6", "late"));
    book.full = true;
    late.leave();
    pass(20ms);
    book.full = false;
    server->resume();
    CHECK(book.entries.back().payload == "late");
}

TEST_CASE_FIXTURE(Hall, "mqtt server: a device that pings is alive") {
    Device device(*this);
    device.exchange_of(
        hello({.client_id = "p", .user = "u", .password = "right", .clean_session = true, .keep_alive_s = 1}),
        welcome);
    for (int i = 0; i < 3; ++i) {
        pass(700ms);
        device.exchange_of(raw({0xc0, 0}), raw({0xd0, 0}));
    }
}

TEST_CASE("mqtt server: who does not say CONNECT in time, and who finds no place") {
    Hall hall(300ms, 2);
    Device silent(hall), slow(hall);
    slow.say(hello().substr(0, 9));
    Device third(hall);
    CHECK(third.cut());
    CHECK(silent.cut());
    CHECK(slow.cut());
    CHECK(hall.until([&] { return hall.server->connections() == 0; }));
    CHECK(hall.ends() == "connect_timeout ");
    Device fourth(hall);
    fourth.exchange_of(hello(), welcome);
}

TEST_CASE("mqtt server: who does not read its answers is not read for ever") {
    Hall hall;
    Device device(hall);
    device.exchange_of(hello(), welcome);
    std::string pings;
    for (int i = 0; i < 50'000; ++i) pings += raw({0xc0, 0});
    for (int i = 0; i < 20; ++i) device.say(pings);
    CHECK(device.hear(20 * pings.size()).size() == 20 * pings.size());
}
