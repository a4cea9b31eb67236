#include "mqtt/server.hpp"

#include "base/io_await.hpp"
#include "base/listen.hpp"
#include "base/log.hpp"
#include "mqtt/device_connection.hpp"

namespace hatang::mqtt {

Server::Server(Loop& loop, Metrics& metrics, ServerConfig config,
               std::function<task<Admission>(Visitor)> admit)
    : hall_(std::make_shared<ServerHall>(loop, metrics, std::move(config), std::move(admit))) {
    metrics.describe("hatang_mqtt_devices", "Open connections at the publish listener");
    metrics.describe("hatang_mqtt_device_messages_total", "Messages that devices have published");
    metrics.describe("hatang_mqtt_device_closed_total", "Connections of devices that ended, by reason");
    metrics.describe("hatang_mqtt_device_turned_away_total", "Connections for which there was no place");
    metrics.describe("hatang_mqtt_device_wills_lost_total", "Last wills for which there was no place");
    const std::weak_ptr<ServerHall> weak = hall_;
    metrics.gauge("hatang_mqtt_devices", [weak] {
        const auto hall = weak.lock();
        return hall ? static_cast<double>(hall->connections.size()) : 0.0;
    });
}
Server::~Server() = default;

void Server::listen() {
    const ServerConfig& config = hall_->config;
    hall_->acceptor.emplace(listen_at(hall_->loop, config.address, config.port, config.connections_max));
    hall_->accepting = hall_->watching = true;
    hall_->loop.spawn(ServerHall::accept(hall_), "mqtt.accept");
    hall_->loop.spawn(ServerHall::watch(hall_), "mqtt.watch_devices");
}

std::uint16_t Server::port() const { return hall_->acceptor->local_endpoint().port(); }
bool Server::encrypted() const { return static_cast<bool>(hall_->config.tls); }
std::size_t Server::connections() const { return hall_->connections.size(); }
void Server::resume() { hall_->resume(); }
void Server::pause() { hall_->paused = true; }

task<void> Server::stop() {
    const auto hall = hall_;
    hall->stopping = hall->paused = true;
    hall->stop_watching.notify_all();
    boost::system::error_code ignored;
    if (hall->acceptor) hall->acceptor->close(ignored);
    const std::vector<DeviceConnection*> all(hall->connections.begin(), hall->connections.end());
    for (DeviceConnection* c : all)
        if (hall->connections.contains(c)) {
            c->flush();
            c->close("stopping");
        }
    const auto until = std::chrono::steady_clock::now() + limits::device_linger;
    while ((hall->accepting || hall->watching || !hall->connections.empty()) &&
           std::chrono::steady_clock::now() < until)
        co_await hall->ended.wait_for(limits::device_watch);
}

task<void> ServerHall::accept(std::shared_ptr<ServerHall> hall) {
    while (!hall->stopping) {
        boost::asio::ip::tcp::socket socket(hall->loop.native());
        Io accepted{[&](auto done) { hall->acceptor->async_accept(socket, std::move(done)); }};
        boost::system::error_code error = co_await accepted;
        if (hall->stopping) break;
        if (error) {  // out of descriptors, or the peer left at once
            log::warn("mqtt.accept_failed", {{"error", error.message()}});
            co_await hall->loop.sleep(std::chrono::milliseconds(100));
            continue;
        }
        const auto peer = socket.remote_endpoint(error);
        if (error) continue;
        std::string address = peer.address().to_string();
        const auto greeting = hall->greeting_by_address.find(address);
        if (hall->connections.size() >= static_cast<std::size_t>(hall->config.connections_max) ||
            hall->greeting >= limits::devices_greeting_max ||
            (greeting != hall->greeting_by_address.end() &&
             greeting->second >= limits::devices_greeting_per_address_max)) {
            hall->metrics.count("hatang_mqtt_device_turned_away_total");
            continue;
        }
        auto connection = std::make_shared<DeviceConnection>(hall, std::move(socket), std::move(address));
        hall->loop.spawn(DeviceConnection::run(std::move(connection)), "mqtt.device");
    }
    hall->accepting = false;
    hall->ended.notify_all();
}

task<void> ServerHall::watch(std::shared_ptr<ServerHall> hall) {
    while (!hall->stopping) {
        co_await hall->stop_watching.wait_for(limits::device_watch);
        const auto now = std::chrono::steady_clock::now();
        for (DeviceConnection* c : hall->connections) c->check_time(now);
    }
    hall->watching = false;
    hall->ended.notify_all();
}

void ServerHall::resume() {
    if (paused) return;
    while (!wills.empty()) {
        auto& [receiver, will] = wills.front();
        if (!offer(*receiver, will)) return;
        wills.pop_front();
    }
    for (const auto& weak : std::exchange(stalled, {}))
        if (const auto connection = weak.lock()) connection->go_on();
}

bool ServerHall::offer(Receiver& receiver, const LastWill& will) const {
    try {
        return receiver.take({.topic = will.topic, .payload = will.payload, .retain = will.retain}, 0);
    } catch (const std::exception& e) {
        log::error("mqtt.receiver_failed", {{"topic", will.topic}, {"error", e.what()}});
    }
    return true;
}

void ServerHall::publish_will(std::shared_ptr<Receiver> receiver, LastWill will) {
    if (paused || will.topic.front() == '$') return;
    if (wills.empty() && offer(*receiver, will)) return;
    if (wills.size() >= limits::wills_waiting_max)
        metrics.count("hatang_mqtt_device_wills_lost_total");
    else
        wills.emplace_back(std::move(receiver), std::move(will));
}

void ServerHall::note_end(std::string_view client_id, std::string_view address, std::string_view reason) {
    metrics.count("hatang_mqtt_device_closed_total", "reason=\"" + std::string(reason) + "\"");
    const auto second =
        std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now().time_since_epoch())
            .count();
    if (std::exchange(log_second, second) != second) logged = 0;
    if (logged++ < limits::device_ends_logged_per_s)
        log::info("mqtt.device_closed",
                  {{"client", client_id.substr(0, 100)}, {"address", address}, {"reason", reason}});
}

// What falls due at one commit leaves each connection in one write.
void ServerHall::flush_soon(std::shared_ptr<DeviceConnection> connection) {
    to_flush.push_back(std::move(connection));
    if (to_flush.size() > 1) return;
    loop.post([hall = shared_from_this()] {
        const auto all = std::exchange(hall->to_flush, {});
        for (const auto& c : all) c->flush();
    });
}

}  // namespace hatang::mqtt
