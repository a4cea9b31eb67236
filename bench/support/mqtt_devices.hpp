// Devices that publish by MQTT 3.1.1 with QoS 1, one reading a message, and a subscriber that does nothing
// but acknowledge: both as cheap as they can be, so that what stands between them is measured.
#pragma once

#include <sys/epoll.h>

#include <atomic>
#include <functional>
#include <thread>
#include <vector>

#include "mqtt/codec.hpp"
#include "support/readings.hpp"

namespace hatang::bench {

// A blocking connection that has been greeted.
class MqttSocket {
  public:
    MqttSocket(std::uint16_t port, const std::string& client_id, std::string_view user = {},
               std::string_view password = {})
        : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const int on = 1;
        ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        std::string out;
        mqtt::append_connect(out, {.client_id = client_id,
                                   .user = user,
                                   .password = password,
                                   .clean_session = true,
                                   .keep_alive_s = 600});
        if (::connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 || !send(out) ||
            !receive() || in.size() < 4 || in[0] != 0x20 || in[3] != 0)
            throw std::runtime_error("MQTT: not accepted");
        in.erase(0, 4);
    }
    ~MqttSocket() { ::close(fd_); }
    MqttSocket(const MqttSocket&) = delete;

    int fd() const { return fd_; }
    bool send(std::string_view bytes) {
        while (!bytes.empty()) {
            const ssize_t n = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (n <= 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(n));
        }
        return true;
    }
    // What is there, behind what `in` holds.
    bool receive() {
        char chunk[64 * 1024];
        const ssize_t n = ::recv(fd_, chunk, sizeof chunk, 0);
        if (n > 0) in.append(chunk, static_cast<std::size_t>(n));
        return n > 0;
    }
    void shut() { ::shutdown(fd_, SHUT_RDWR); }
    std::string in;

  private:
    int fd_;
};

// Takes everything and counts it.
class MqttCounter {
  public:
    explicit MqttCounter(std::uint16_t port) : socket_(port, "bench-counter") {
        std::string out;
        mqtt::append_subscribe(out, 1, "#", 1);
        if (!socket_.send(out) || !socket_.receive() || socket_.in.size() < 5)
            throw std::runtime_error("MQTT: no subscription");
        socket_.in.erase(0, 5);
        thread_ = std::thread([this] { run(); });
    }
    ~MqttCounter() {
        socket_.shut();
        thread_.join();
    }
    std::int64_t count() const { return count_; }

  private:
    void run() {
        std::string out;
        while (socket_.receive()) {
            std::size_t done = 0;
            mqtt::FixedHeader header;
            for (;;) {
                const std::string_view rest = std::string_view(socket_.in).substr(done);
                if (mqtt::read_fixed_header(rest, header) != mqtt::Progress::complete ||
                    rest.size() < header.packet_bytes())
                    break;
                const auto message =
                    mqtt::read_publish(header.flags, rest.substr(header.header_bytes, header.body_bytes));
                if (message) mqtt::append_ack(out, mqtt::PacketType::puback, message->packet_id);
                ++count_;
                done += header.packet_bytes();
            }
            socket_.in.erase(0, done);
            if (!socket_.send(std::exchange(out, {}))) return;
        }
    }
    MqttSocket socket_;
    std::atomic<std::int64_t> count_{0};
    std::thread thread_;
};

class MqttDevices {
  public:
    static constexpr int in_flight = 20;  // of each device, not acknowledged: the usual bound of clients

    // One device a stream: stream `first_id + n`.
    MqttDevices(std::uint16_t port, int count, std::int64_t first_id, std::string_view user = {},
                std::string_view password = {})
        : first_id_(first_id), epoll_(::epoll_create1(0)) {
        for (int i = 0; i < count; ++i) {
            devices_.push_back(std::make_unique<Device>(port, "bench-" + std::to_string(i), user, password));
            epoll_event event{EPOLLIN, {.u32 = static_cast<std::uint32_t>(i)}};
            ::epoll_ctl(epoll_, EPOLL_CTL_ADD, devices_.back()->socket.fd(), &event);
        }
    }
    ~MqttDevices() { ::close(epoll_); }

    // Each device sends `each` readings a second apart from `start` on, and waits for all its PUBACKs.
    void publish(Instant start, std::int64_t each) {
        std::int64_t open = 0;
        for (std::size_t i = 0; i < devices_.size(); ++i) {
            devices_[i]->sent = devices_[i]->acknowledged = 0;
            open += fill(i, start, each);
        }
        epoll_event events[256];
        while (open > 0) {
            const int ready = ::epoll_wait(epoll_, events, 256, 60'000);
            if (ready <= 0) throw std::runtime_error("MQTT: no acknowledgement for a minute");
            for (int e = 0; e < ready; ++e) {
                const std::size_t i = events[e].data.u32;
                Device& d = *devices_[i];
                if (!d.socket.receive()) throw std::runtime_error("MQTT: cut off");
                while (d.socket.in.size() >= 4) {  // PUBACK and nothing else
                    d.socket.in.erase(0, 4);
                    ++d.acknowledged;
                    --open;
                }
                open += fill(i, start, each);
            }
        }
    }

  private:
    struct Device {
        Device(std::uint16_t port, const std::string& id, std::string_view user, std::string_view password)
            : socket(port, id, user, password) {}
        MqttSocket socket;
        std::int64_t sent = 0, acknowledged = 0;
    };
    std::int64_t fill(std::size_t i, Instant start, std::int64_t each) {
        Device& d = *devices_[i];
        std::int64_t n = 0;
        out_.clear();
        const std::string topic =
            "v1.1/Datastreams(" + std::to_string(first_id_ + static_cast<std::int64_t>(i)) + ")/Observations";
        for (; d.sent < each && d.sent - d.acknowledged < in_flight; ++d.sent, ++n) {
            char payload[120];
            const std::string t = to_rfc3339(start + d.sent * kSecond);
            const int size =
                std::snprintf(payload, sizeof payload, R"({"phenomenonTime":"%s","result":%.2f})", t.c_str(),
                              static_cast<double>((d.sent * 7 + 13) % 997) / 100);
            mqtt::append_publish(out_, {.topic = topic,
                                        .payload = {payload, static_cast<std::size_t>(size)},
                                        .qos = 1,
                                        .packet_id = static_cast<std::uint16_t>(d.sent % 65'535 + 1)});
        }
        if (!d.socket.send(out_)) throw std::runtime_error("MQTT: cut off");
        return n;
    }
    std::int64_t first_id_;
    int epoll_;
    std::vector<std::unique_ptr<Device>> devices_;
    std::string out_;
};

}  // namespace hatang::bench
