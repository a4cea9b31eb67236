#include "mqtt/session.hpp"

#include "base/error.hpp"
#include "base/log.hpp"
#include "mqtt/limits.hpp"

namespace hatang::mqtt {
namespace {

Time now() { return std::chrono::steady_clock::now(); }

[[noreturn]] void fail(std::string reason) { throw Error(Code::unavailable, "mqtt", {std::move(reason)}); }

// Table 3.1 of the standard.
std::string_view refusal(std::uint8_t code) {
    switch (code) {
        case 1:
            return "protocol version not taken";
        case 2:
            return "client id not taken";
        case 3:
            return "server unavailable";
        case 4:
            return "wrong user or password";
        case 5:
            return "not authorised";
        default:
            return "refused";
    }
}

constexpr std::chrono::seconds watch_interval{1};

}  // namespace

Client::State::State(Loop& l, Metrics& m, ClientConfig c)
    : loop(l),
      metrics(m),
      config(std::move(c)),
      url(parse_broker_url(config.url).value()),
      changed(l),
      stopped(l) {}

bool Client::State::may_read() const {
    return !paused && incoming.size() < static_cast<std::size_t>(config.inflight_max);
}

task<void> Client::State::run(std::shared_ptr<State> s) {
    std::chrono::milliseconds pause = limits::reconnect_least;
    while (!s->stopping) {
        const auto link = std::make_shared<Link>(s->loop, s->url);
        s->link = link;
        std::string reason;
        try {
            co_await s->session(link);
        } catch (const std::exception& e) {
            reason = e.what();
        }
        const bool worked = link->accepted;
        link->transport.close();
        s->link = nullptr;
        s->incoming.reset();
        s->changed.notify_all();
        if (s->stopping) break;
        pause = worked ? limits::reconnect_least : std::min(pause * 2, limits::reconnect_most);
        s->metrics.count("hatang_mqtt_reconnects_total");
        log::warn("mqtt.disconnected", {{"host", s->url.host},
                                        {"port", s->url.port},
                                        {"reason", reason},
                                        {"again_in_ms", pause.count()}});
        co_await s->stopped.wait_for(pause);
    }
}

task<void> Client::State::session(std::shared_ptr<Link> l) {
    l->began = l->heard = l->sent = now();
    co_await l->transport.connect();
    Connect hello{.client_id = config.client_id,
                  .user = url.user,
                  .password = url.password,
                  .clean_session = config.clean_session,
                  .keep_alive_s = static_cast<std::uint16_t>(limits::keep_alive.count())};
    append_connect(l->out, hello);
    kick();
    std::vector<char> chunk(limits::read_bytes);
    for (;;) {
        take_packets(*l);
        if (!may_read() && !l->transport.closed()) {
            co_await changed.wait();
            continue;
        }
        const std::size_t n = co_await l->transport.read_some(chunk);
        l->heard = now();
        l->in.append(chunk.data(), n);
    }
}

void Client::State::take_packets(Link& l) {
    std::size_t done = 0;
    const auto rest = [&] { return std::string_view(l.in).substr(done); };
    while (may_read()) {
        if (l.skip > 0) {
            const std::size_t n = std::min(l.skip, rest().size());
            l.skip -= n;
            done += n;
            if (l.skip > 0) break;
        }
        FixedHeader header;
        const Progress progress = read_fixed_header(rest(), header);
        if (progress == Progress::malformed) fail("malformed packet");
        if (progress == Progress::incomplete) break;
        if (header.packet_bytes() > limits::packet_bytes_max) {
            l.in.erase(0, std::exchange(done, 0));
            if (!skip_too_large(l, header)) break;
            continue;
        }
        if (rest().size() < header.packet_bytes()) break;
        take(l, header, rest().substr(header.header_bytes, header.body_bytes));
        done += header.packet_bytes();
    }
    l.in.erase(0, done);
}

// The packet starts at the front of l.in. False when its head is not here yet.
bool Client::State::skip_too_large(Link& l, const FixedHeader& header) {
    Publish message;
    const auto body = std::string_view(l.in).substr(header.header_bytes);
    const Progress progress = header.type == PacketType::publish
                                  ? read_publish_head(header.flags, body, message)
                                  : Progress::malformed;
    if (progress == Progress::malformed) fail("packet too large");
    if (progress == Progress::incomplete) return false;
    metrics.count("hatang_mqtt_too_large_total");
    log::warn("mqtt.message_too_large", {{"topic", message.topic}, {"bytes", header.packet_bytes()}});
    if (message.qos > 0) {
        incoming.acknowledge(incoming.add(message.packet_id), l.out);
        kick();
    }
    l.skip = header.packet_bytes();
    return true;
}

void Client::State::take(Link& l, const FixedHeader& header, std::string_view body) {
    if (l.accepted == (header.type == PacketType::connack)) fail("packet out of order");
    switch (header.type) {
        case PacketType::connack: {
            const auto answer = read_connack(body);
            if (!answer) fail("malformed CONNACK");
            greet(l, *answer);
            break;
        }
        case PacketType::publish: {
            const auto message = read_publish(header.flags, body);
            if (!message) fail("malformed PUBLISH");
            take_publish(l, *message);
            break;
        }
        case PacketType::puback: {
            const auto id = read_packet_id(body);
            if (!id) fail("malformed PUBACK");
            outgoing.acknowledged(*id);
            changed.notify_all();
            break;
        }
        case PacketType::suback: {
            const auto answer = read_suback(body);
            if (!answer) fail("malformed SUBACK");
            if (answer->granted > 1) log::error("mqtt.subscription_refused", {{"packet", answer->packet_id}});
            break;
        }
        default:
            break;  // PINGRESP: that something was heard is all it says
    }
}

void Client::State::take_publish(Link& l, const Publish& p) {
    if (stopping) return;  // the consumer may be gone; the broker keeps the message
    metrics.count("hatang_mqtt_messages_total");
    const std::uint64_t token = p.qos > 0 ? incoming.add(p.packet_id) : 0;
    for (const Subscription& s : subscriptions) {
        if (!topic_matches(s.filter, p.topic)) continue;
        try {
            s.on_message({std::string(p.topic), std::string(p.payload), p.qos, token});
        } catch (const std::exception& e) {
            log::error("mqtt.consumer_failed", {{"topic", p.topic}, {"error", e.what()}});
        }
        return;
    }
    // A subscription of an earlier version of the program, kept in the session: nobody will ever take it.
    if (token == 0) return;
    incoming.acknowledge(token, l.out);
    kick();
}

void Client::State::greet(Link& l, const Connack& answer) {
    if (answer.code != 0) fail(std::string(refusal(answer.code)));
    l.accepted = true;
    log::info("mqtt.connected", {{"host", url.host},
                                 {"port", url.port},
                                 {"session_present", answer.session_present},
                                 {"resent", outgoing.size()}});
    for (std::size_t i = 0; i < subscriptions.size(); ++i) send_subscription(i);
    outgoing.resend(l.out);
    kick();
    changed.notify_all();
}

void Client::State::send_subscription(std::size_t index) {
    const Subscription& s = subscriptions[index];
    append_subscribe(link->out, static_cast<std::uint16_t>(Outgoing::ids_end + index), s.filter,
                     static_cast<std::uint8_t>(s.qos));
    kick();
}

void Client::State::kick() {
    if (!link || link->writing || link->out.empty()) return;
    link->writing = true;
    loop.spawn(write_all(shared_from_this(), link), "mqtt.write");
}

task<void> Client::State::write_all(std::shared_ptr<State> s, std::shared_ptr<Link> l) {
    try {
        while (!l->out.empty()) {
            const std::string batch = std::exchange(l->out, {});
            co_await l->transport.write(batch);
            l->sent = now();
        }
    } catch (const std::exception&) {
        l->transport.close();  // the reader sees it and tells why
    }
    l->writing = false;
    if (l->last_words) l->transport.close();
    s->changed.notify_all();
}

// Keep-alive (section 3.1.2.10), and the end of connections that hang.
task<void> Client::State::watch(std::shared_ptr<State> s) {
    while (!s->stopping || s->link) {
        if (s->stopping)
            co_await s->loop.sleep(std::chrono::milliseconds(20));
        else
            co_await s->stopped.wait_for(watch_interval);
        const auto l = s->link;
        if (!l) continue;
        const Time t = now();
        // While the socket is not read on purpose, silence proves nothing.
        if (!s->may_read()) l->heard = t;
        const bool dead = t - l->heard > limits::silence_max;
        const bool hangs = !l->accepted && t - l->began > limits::connect_max;
        const bool lingers = s->stopping && t - s->stop_began > watch_interval;
        if (dead || hangs || lingers) {
            l->transport.close();
            s->changed.notify_all();
        } else if (l->accepted && !s->stopping && t - std::min(l->sent, l->heard) > limits::keep_alive / 2) {
            append_pingreq(l->out);
            s->kick();
        }
    }
}

void Client::State::stop() {
    if (!started || std::exchange(stopping, true)) return;
    stop_began = now();
    if (connected()) {
        append_disconnect(link->out);
        link->last_words = true;
        kick();
    } else if (link) {
        link->transport.close();
    }
    stopped.notify_all();
    changed.notify_all();
}

}  // namespace hatang::mqtt
