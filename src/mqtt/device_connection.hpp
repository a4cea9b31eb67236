// Inside of the server: one connection of a device.
#pragma once

#include <boost/asio/ssl/stream.hpp>

#include <bitset>
#include <vector>

#include "mqtt/inflight.hpp"
#include "mqtt/server_hall.hpp"

namespace hatang::mqtt {

class DeviceConnection final : public DeviceLink, public std::enable_shared_from_this<DeviceConnection> {
  public:
    DeviceConnection(std::shared_ptr<ServerHall>, boost::asio::ip::tcp::socket, std::string address);
    ~DeviceConnection() override;
    // Keeps the connection alive until it ends.
    static task<void> run(std::shared_ptr<DeviceConnection>);

    void acknowledge(std::uint64_t token) override;
    void close(std::string_view reason) override;

    // -- for the hall
    void flush();
    void go_on();  // what was not taken is offered again
    void end(std::string_view reason);
    void check_time(std::chrono::steady_clock::time_point now);

  private:
    using Time = std::chrono::steady_clock::time_point;
    struct Closed {
        std::string_view reason;
        bool lingers = false;  // last words are on their way
    };
    enum class Next { go_on, wait, greet };

    task<void> serve();
    task<void> greet();
    task<void> linger();
    void begin(const Connect&, Admission&);
    void refuse(Entry, std::string_view reason);

    Next take_packets();
    Next take_packet(const FixedHeader&, std::string_view body);
    Next take_connect(std::string_view body);
    Next take_publish(std::uint8_t flags, std::string_view body);
    void take_control(const FixedHeader&, std::string_view body);
    bool skip_too_large(const FixedHeader&);
    [[noreturn]] void refuse_publish(const Publish&) const;
    // The next message: its token; 0 for QoS 0.
    std::uint64_t expect(const Publish&, std::size_t bytes);
    void release(std::size_t before);
    bool may_take() const;
    bool accepted() const { return receiver_ != nullptr; }
    std::string_view here() const { return {in_.data() + begin_, end_ - begin_}; }
    void make_room();
    void resize_buffer(std::size_t bytes);
    void send();  // what is in out_ leaves soon
    void write_rest();

    std::shared_ptr<ServerHall> hall_;
    boost::asio::ip::tcp::socket socket_;
    std::shared_ptr<boost::asio::ssl::context> context_;
    std::optional<boost::asio::ssl::stream<boost::asio::ip::tcp::socket&>> tls_;
    std::string address_, client_id_, client_key_;
    std::shared_ptr<Receiver> receiver_;
    std::optional<LastWill> will_;
    std::optional<Connect> hello_;  // views into in_, while it is judged

    std::vector<char> in_;
    std::size_t begin_ = 0, end_ = 0, skip_ = 0;
    std::string out_, sending_;
    Incoming window_;
    std::unique_ptr<std::bitset<65'536>> received_;  // ids of QoS 2 that wait for their PUBREL
    std::int64_t messages_ = 0;                      // since the last time they were counted

    std::string closing_;  // the reason, once it is closed from outside
    bool gone_ = false, polite_ = false, greeting_ = true;
    bool offered_in_vain_ = false, stalled_ = false;  // in ServerHall::stalled
    bool writing_ = false, flush_waits_ = false;      // in ServerHall::to_flush
    std::chrono::milliseconds silence_max_{0};        // 0: none
    Time began_, heard_, write_began_;
    Signal woken_;
};

}  // namespace hatang::mqtt
