// Inside of the server: what its connections share.
#pragma once

#include <boost/asio/ip/tcp.hpp>

#include <deque>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/metrics.hpp"
#include "mqtt/server.hpp"

namespace hatang::mqtt {

class DeviceConnection;

// What is published when a connection ends without a DISCONNECT.
struct LastWill {
    std::string topic, payload;
    bool retain = false;
};

struct ServerHall : std::enable_shared_from_this<ServerHall> {
    ServerHall(Loop& l, Metrics& m, ServerConfig c, std::function<task<Admission>(Visitor)> a)
        : loop(l), metrics(m), config(std::move(c)), admit(std::move(a)), ended(l), stop_watching(l) {}

    static task<void> accept(std::shared_ptr<ServerHall>);
    static task<void> watch(std::shared_ptr<ServerHall>);
    void resume();
    void note_end(std::string_view client_id, std::string_view address, std::string_view reason);
    bool offer(Receiver&, const LastWill&) const;
    void publish_will(std::shared_ptr<Receiver>, LastWill);
    // Writes what has gathered at its connections, all together a moment later.
    void flush_soon(std::shared_ptr<DeviceConnection>);
    bool in_flight_full() const { return in_flight_bytes >= limits::devices_in_flight_bytes_max; }

    Loop& loop;
    Metrics& metrics;
    ServerConfig config;
    std::function<task<Admission>(Visitor)> admit;
    std::optional<boost::asio::ip::tcp::acceptor> acceptor;
    std::unordered_set<DeviceConnection*> connections;
    // By identity and client id.
    std::unordered_map<std::string, DeviceConnection*> by_client;
    // Not yet accepted, in all and by address.
    int greeting = 0;
    std::unordered_map<std::string, int> greeting_by_address;
    std::vector<std::shared_ptr<DeviceConnection>> to_flush;
    std::vector<std::weak_ptr<DeviceConnection>> stalled;  // until resume()
    std::deque<std::pair<std::shared_ptr<Receiver>, LastWill>> wills;
    std::size_t in_flight_bytes = 0, buffer_bytes = 0;
    std::int64_t log_second = 0;
    int logged = 0;
    bool accepting = false, watching = false, paused = false, stopping = false;
    Signal ended;          // a connection has gone, or no more come
    Signal stop_watching;  // of the times
};

}  // namespace hatang::mqtt
