// Inside of the client: its state, and the coroutines that connect, read, write and watch the time.
#pragma once

#include <vector>

#include "base/metrics.hpp"
#include "mqtt/client.hpp"
#include "mqtt/inflight.hpp"
#include "mqtt/transport.hpp"

namespace hatang::mqtt {

using Time = std::chrono::steady_clock::time_point;

// One connection, from its first attempt to its end.
struct Link {
    Link(Loop& loop, const BrokerUrl& url) : transport(loop, url) {}
    Transport transport;
    std::string in, out;
    std::size_t skip = 0;  // bytes of a message that is too large, still to be read away
    bool accepted = false, writing = false, last_words = false;
    Time began, heard, sent;
};

struct Client::State : std::enable_shared_from_this<Client::State> {
    State(Loop&, Metrics&, ClientConfig);

    static task<void> run(std::shared_ptr<State>);
    static task<void> watch(std::shared_ptr<State>);
    static task<void> write_all(std::shared_ptr<State>, std::shared_ptr<Link>);
    task<void> session(std::shared_ptr<Link>);

    bool may_read() const;
    bool connected() const { return link && link->accepted; }
    std::size_t queued_bytes() const { return outgoing.bytes() + (link ? link->out.size() : 0); }
    // Takes whole packets from link.in while may_read(). Throws when one is malformed.
    void take_packets(Link&);
    void take(Link&, const FixedHeader&, std::string_view body);
    void take_publish(Link&, const Publish&);
    bool skip_too_large(Link&, const FixedHeader&);
    void greet(Link&, const Connack&);
    void send_subscription(std::size_t index);
    void kick();  // starts the writer when there is something to write
    void stop();

    struct Subscription {
        std::string filter;
        int qos;
        std::function<void(Message)> on_message;
    };
    Loop& loop;
    Metrics& metrics;
    ClientConfig config;
    BrokerUrl url;
    std::vector<Subscription> subscriptions;
    Incoming incoming;
    Outgoing outgoing;
    std::shared_ptr<Link> link;
    bool started = false, stopping = false, paused = false;
    Time stop_began;
    Signal changed, stopped;
};

}  // namespace hatang::mqtt
