#include "mqtt/device_connection.hpp"

#include <boost/asio/write.hpp>

#include <cstring>

#include "base/io_await.hpp"
#include "base/log.hpp"

namespace hatang::mqtt {
namespace {

namespace net = boost::asio;

std::chrono::steady_clock::time_point time_now() { return std::chrono::steady_clock::now(); }

}  // namespace

DeviceConnection::DeviceConnection(std::shared_ptr<ServerHall> hall, net::ip::tcp::socket socket,
                                   std::string address)
    : hall_(std::move(hall)),
      socket_(std::move(socket)),
      address_(std::move(address)),
      began_(time_now()),
      woken_(hall_->loop) {
    heard_ = began_;
    if (hall_->config.tls) context_ = hall_->config.tls();
    if (context_) tls_.emplace(socket_, *context_);
    resize_buffer(limits::device_buffer_bytes);
    hall_->connections.insert(this);
    ++hall_->greeting;
    ++hall_->greeting_by_address[address_];
}

DeviceConnection::~DeviceConnection() { resize_buffer(0); }

task<void> DeviceConnection::run(std::shared_ptr<DeviceConnection> c) {
    Closed closed{"failed"};
    try {
        co_await c->serve();
    } catch (const Closed& e) {
        closed = e;
    } catch (const std::exception& e) {
        log::error("mqtt.device_failed", {{"address", c->address_}, {"error", e.what()}});
    }
    if (closed.lingers) co_await c->linger();
    c->end(closed.lingers || c->closing_.empty() ? closed.reason : std::string_view(c->closing_));
}

task<void> DeviceConnection::serve() {
    boost::system::error_code error;
    socket_.set_option(net::ip::tcp::no_delay(true), error);
    // A device whose line is cut says nothing: the kernel asks it from time to time.
    socket_.set_option(net::socket_base::keep_alive(true), error);
    socket_.non_blocking(true, error);
    if (tls_) {
        Io handshake{
            [&](auto done) { tls_->async_handshake(net::ssl::stream_base::server, std::move(done)); }};
        error = co_await handshake;
        if (error) throw Closed{"handshake"};
    }
    for (;;) {
        if (gone_ || !closing_.empty()) throw Closed{"closed"};
        const Next next = take_packets();
        if (next == Next::greet) {
            co_await greet();
            continue;
        }
        if (next == Next::wait) {
            if (!stalled_ && (offered_in_vain_ || hall_->paused || hall_->in_flight_full())) {
                stalled_ = true;
                hall_->stalled.push_back(weak_from_this());
            }
            co_await woken_.wait();
            // While the socket is not read on purpose, silence proves nothing.
            heard_ = time_now();
            continue;
        }
        make_room();
        Io read{[&](auto done) {
            const auto buffer = net::buffer(in_.data() + end_, in_.size() - end_);
            if (tls_)
                tls_->async_read_some(buffer, std::move(done));
            else
                socket_.async_read_some(buffer, std::move(done));
        }};
        error = co_await read;
        if (error) throw Closed{"lost"};
        end_ += read.bytes;
        heard_ = time_now();
    }
}

// The host decides, on what CONNECT says.
task<void> DeviceConnection::greet() {
    const Connect hello = *hello_;
    Visitor visitor{std::string(hello.client_id), std::string(hello.user), std::string(hello.password),
                    address_};
    Admission admission = co_await hall_->admit(std::move(visitor));
    if (gone_ || !closing_.empty()) throw Closed{"closed"};
    if (admission.entry != Entry::accepted) refuse(admission.entry, "refused");
    begin(hello, admission);
    FixedHeader header;
    read_fixed_header(here(), header, From::client);
    begin_ += header.packet_bytes();
    hello_.reset();
}

void DeviceConnection::refuse(Entry entry, std::string_view reason) {
    append_connack(out_, static_cast<std::uint8_t>(entry));
    throw Closed{reason, true};
}

void DeviceConnection::begin(const Connect& hello, Admission& admission) {
    client_id_ = hello.client_id;
    if (!client_id_.empty()) {
        client_key_ = admission.identity + '\0' + client_id_;
        DeviceConnection*& of_client = hall_->by_client[client_key_];
        DeviceConnection* const old = std::exchange(of_client, this);
        if (old) old->end("taken_over");  // its will comes before our first message
    }
    if (hello.will)
        will_ =
            LastWill{std::string(hello.will->topic), std::string(hello.will->payload), hello.will->retain};
    // One and a half times what it has promised (section 3.1.2.10).
    silence_max_ = std::chrono::milliseconds(1'500) * hello.keep_alive_s;
    receiver_ = std::move(admission.receiver);
    receiver_->begin(weak_from_this());
    append_connack(out_, 0);
    send();
    greeting_ = false;
    --hall_->greeting;
    if (--hall_->greeting_by_address[address_] == 0) hall_->greeting_by_address.erase(address_);
}

// The answer must arrive: a socket that is closed with bytes unread cuts it off.
task<void> DeviceConnection::linger() {
    flush();
    boost::system::error_code error;
    if (!tls_) socket_.shutdown(net::ip::tcp::socket::shutdown_send, error);
    began_ = time_now() - hall_->config.connect_max + limits::device_linger;  // check_time() ends it
    std::size_t read_away = 0;
    while (!error && !gone_ && read_away < limits::device_linger_bytes_max) {
        Io read{[&](auto done) {
            const auto buffer = net::buffer(in_.data(), in_.size());
            if (tls_)
                tls_->async_read_some(buffer, std::move(done));
            else
                socket_.async_read_some(buffer, std::move(done));
        }};
        error = co_await read;
        read_away += read.bytes;
    }
}

void DeviceConnection::end(std::string_view reason) {
    if (std::exchange(gone_, true)) return;
    boost::system::error_code ignored;
    socket_.close(ignored);
    woken_.notify_all();
    hall_->connections.erase(this);
    if (const auto mine = hall_->by_client.find(client_key_);
        mine != hall_->by_client.end() && mine->second == this)
        hall_->by_client.erase(mine);
    if (greeting_) {
        --hall_->greeting;
        if (--hall_->greeting_by_address[address_] == 0) hall_->greeting_by_address.erase(address_);
    }
    const std::size_t before = window_.bytes();
    window_.reset();
    release(before);
    hall_->note_end(client_id_, address_, reason);
    if (will_ && !polite_) hall_->publish_will(receiver_, *std::move(will_));
    receiver_ = nullptr;
    hall_->ended.notify_all();
}

void DeviceConnection::close(std::string_view reason) {
    if (gone_ || !closing_.empty()) return;
    closing_ = reason;
    boost::system::error_code ignored;
    socket_.close(ignored);
    woken_.notify_all();
}

void DeviceConnection::check_time(Time now) {
    const bool late = greeting_ && now - began_ > hall_->config.connect_max;
    const bool silent = !greeting_ && silence_max_.count() > 0 && now - heard_ > silence_max_ && may_take();
    const bool stuck = writing_ && now - write_began_ > limits::device_write_max;
    if (late) close("connect_timeout");
    if (silent) close("keep_alive");
    if (stuck) close("not_reading");
}

void DeviceConnection::go_on() {
    stalled_ = offered_in_vain_ = false;
    woken_.notify_all();
}

// -- what was read

bool DeviceConnection::may_take() const {
    if (!accepted()) return true;
    return !offered_in_vain_ && !hall_->paused && !hall_->in_flight_full() &&
           window_.size() < limits::device_in_flight_max &&
           window_.bytes() < limits::device_in_flight_bytes_max &&
           out_.size() + sending_.size() < limits::device_out_bytes_max;
}

DeviceConnection::Next DeviceConnection::take_packets() {
    Next next = Next::go_on;
    while (next == Next::go_on) {
        if (!may_take()) {
            next = Next::wait;
            break;
        }
        if (skip_ > 0) {
            const std::size_t n = std::min(skip_, end_ - begin_);
            skip_ -= n;
            begin_ += n;
            if (skip_ > 0) break;
        }
        FixedHeader header;
        const Progress progress = read_fixed_header(here(), header, From::client);
        if (progress == Progress::malformed) throw Closed{accepted() ? "malformed_header" : "no_connect"};
        if (progress == Progress::incomplete) break;
        if (accepted() == (header.type == PacketType::connect))
            throw Closed{accepted() ? "second_connect" : "no_connect"};
        const bool message = header.type == PacketType::publish;
        if (header.packet_bytes() > (message ? limits::packet_bytes_max : limits::control_bytes_max)) {
            if (!message) throw Closed{"too_large"};
            if (!skip_too_large(header)) break;
            continue;
        }
        if (end_ - begin_ < header.packet_bytes()) break;
        next = take_packet(header, here().substr(header.header_bytes, header.body_bytes));
        if (next == Next::go_on) begin_ += header.packet_bytes();
    }
    if (messages_ > 0)
        hall_->metrics.count("hatang_mqtt_device_messages_total", {},
                             static_cast<double>(std::exchange(messages_, 0)));
    send();
    return next;
}

DeviceConnection::Next DeviceConnection::take_packet(const FixedHeader& header, std::string_view body) {
    switch (header.type) {
        case PacketType::publish:
            return take_publish(header.flags, body);
        case PacketType::connect:
            return take_connect(body);
        default:
            take_control(header, body);
            return Next::go_on;
    }
}

DeviceConnection::Next DeviceConnection::take_connect(std::string_view body) {
    Connect hello;
    switch (read_connect(body, hello)) {
        case ConnectForm::good:
            break;
        case ConnectForm::wrong_name:
            throw Closed{"wrong_protocol"};
        case ConnectForm::wrong_level:
            refuse(Entry::wrong_version, "wrong_version");
        case ConnectForm::malformed:
            throw Closed{"malformed_connect"};
    }
    if ((hello.client_id.empty() && !hello.clean_session) ||
        hello.client_id.size() > limits::client_id_bytes_max)
        refuse(Entry::wrong_client_id, "bad_client_id");
    hello_ = hello;
    return Next::greet;
}

void DeviceConnection::refuse_publish(const Publish& p) const {
    throw Closed{p.topic.data() && !is_topic(p.topic) ? "invalid_topic" : "malformed_publish"};
}

std::uint64_t DeviceConnection::expect(const Publish& p, std::size_t bytes) {
    if (p.qos == 0) return 0;
    hall_->in_flight_bytes += bytes;
    return window_.add(p.packet_id, p.qos, bytes);
}

DeviceConnection::Next DeviceConnection::take_publish(std::uint8_t flags, std::string_view body) {
    Publish p;
    if (read_publish_head(flags, body, p) != Progress::complete) refuse_publish(p);
    const bool again = p.qos == 2 && received_ && received_->test(p.packet_id);
    const std::uint64_t token = expect(p, again ? 0 : body.size());
    // What was received with QoS 2 and not yet released is not received anew (section 4.3.3); topics of the
    // server are nobody's (section 4.7.2).
    if (again || p.topic.front() == '$') {
        acknowledge(token);
    } else if (!receiver_->take(p, token)) {
        if (token != 0) {
            const std::size_t before = window_.bytes();
            window_.drop_last();
            hall_->in_flight_bytes -= before - window_.bytes();
        }
        offered_in_vain_ = true;
        return Next::wait;
    }
    if (p.qos == 2) {
        if (!received_) received_ = std::make_unique<std::bitset<65'536>>();
        received_->set(p.packet_id);
    }
    ++messages_;
    return Next::go_on;
}

void DeviceConnection::take_control(const FixedHeader& header, std::string_view body) {
    switch (header.type) {
        case PacketType::pubrel: {
            const auto id = read_packet_id(body);
            if (!id || *id == 0) throw Closed{"malformed_pubrel"};
            if (received_) received_->reset(*id);
            return append_ack(out_, PacketType::pubcomp, *id);
        }
        case PacketType::subscribe: {
            const auto filters = read_subscribe(body);
            if (!filters) throw Closed{"malformed_subscribe"};
            return append_suback_refused(out_, *filters);
        }
        case PacketType::unsubscribe: {
            const auto filters = read_unsubscribe(body);
            if (!filters) throw Closed{"malformed_unsubscribe"};
            return append_ack(out_, PacketType::unsuback, filters->packet_id);
        }
        case PacketType::pingreq:
            if (!body.empty()) throw Closed{"malformed_header"};
            return append_pingresp(out_);
        default:
            if (!body.empty()) throw Closed{"malformed_header"};
            polite_ = true;
            throw Closed{"disconnected"};
    }
}

// The packet starts at begin_. False when its head is not here yet.
bool DeviceConnection::skip_too_large(const FixedHeader& header) {
    Publish p;
    const Progress progress = read_publish_head(header.flags, here().substr(header.header_bytes), p);
    if (progress == Progress::malformed) refuse_publish(p);
    if (progress == Progress::incomplete) return false;
    receiver_->too_large(p.topic, header.packet_bytes());
    acknowledge(expect(p, 0));
    skip_ = header.packet_bytes();
    return true;
}

void DeviceConnection::make_room() {
    if (begin_ == end_) {
        begin_ = end_ = 0;
        // One large message must not hold its memory for as long as the connection lasts.
        if (in_.size() > limits::read_bytes) resize_buffer(limits::device_buffer_bytes);
    }
    if (end_ < in_.size()) return;
    if (begin_ > 0) {
        std::memmove(in_.data(), in_.data() + begin_, end_ - begin_);
        end_ -= std::exchange(begin_, 0);
        return;
    }
    if (hall_->buffer_bytes > limits::devices_buffer_bytes_max) throw Closed{"memory"};
    resize_buffer(2 * in_.size());
}

void DeviceConnection::resize_buffer(std::size_t bytes) {
    hall_->buffer_bytes += bytes - in_.size();
    in_.resize(bytes);
    in_.shrink_to_fit();
}

// -- what is answered

void DeviceConnection::acknowledge(std::uint64_t token) {
    if (gone_ || token == 0) return;
    const bool full = !may_take();
    const std::size_t before = window_.bytes();
    window_.acknowledge(token, out_);
    release(before);
    send();
    if (full && may_take()) woken_.notify_all();
}

// The window has become smaller.
void DeviceConnection::release(std::size_t before) {
    const bool full = hall_->in_flight_full();
    hall_->in_flight_bytes -= before - window_.bytes();
    if (full && !hall_->in_flight_full()) hall_->resume();
}

void DeviceConnection::send() {
    if (!gone_ && !writing_ && !flush_waits_ && !out_.empty()) {
        flush_waits_ = true;
        hall_->flush_soon(shared_from_this());
    }
}

void DeviceConnection::flush() {
    flush_waits_ = false;
    if (gone_ || writing_ || out_.empty()) return;
    if (!tls_) {
        boost::system::error_code error;
        const std::size_t n = socket_.write_some(net::buffer(out_), error);
        if (error && error != net::error::would_block) return close("lost");
        out_.erase(0, n);
    }
    if (!out_.empty()) write_rest();
}

void DeviceConnection::write_rest() {
    writing_ = true;
    write_began_ = time_now();
    sending_ = std::exchange(out_, {});
    const auto done = [self = shared_from_this()](boost::system::error_code error, std::size_t) {
        self->writing_ = false;
        self->sending_.clear();
        if (error) return self->close("lost");
        self->send();
        self->woken_.notify_all();
    };
    if (tls_)
        net::async_write(*tls_, net::buffer(sending_), done);
    else
        net::async_write(socket_, net::buffer(sending_), done);
}

}  // namespace hatang::mqtt
