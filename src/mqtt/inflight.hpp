// The two windows of QoS 1 (section 4.3.2 and 4.4), and what a server acknowledges of QoS 2. Pure.
#pragma once

#include <cstdint>
#include <deque>
#include <string>

#include "mqtt/codec.hpp"

namespace hatang::mqtt {

// Received messages that are not yet acknowledged. Tokens never repeat, so one of an earlier connection is
// harmless.
class Incoming {
  public:
    // `bytes`: what it counts for in bytes().
    std::uint64_t add(std::uint16_t packet_id, int qos = 1, std::size_t bytes = 0);
    // The last one was not taken after all: its token is free again.
    void drop_last();
    // Appends the PUBACK and PUBREC packets that are due now: those before which all are acknowledged.
    void acknowledge(std::uint64_t token, std::string& out);
    // The connection is gone: the broker sends what was not acknowledged again.
    void reset();
    std::size_t size() const { return waiting_.size(); }
    std::size_t bytes() const { return bytes_; }

  private:
    struct Entry {
        std::uint16_t packet_id;
        bool twice;  // QoS 2
        bool acknowledged;
        std::uint32_t bytes;
    };
    std::deque<Entry> waiting_;
    std::uint64_t first_token_ = 1;
    std::size_t bytes_ = 0;
};

// Published messages that the broker has not yet acknowledged, in their order.
class Outgoing {
  public:
    // Ids from here up are free for SUBSCRIBE.
    static constexpr std::uint16_t ids_end = 60'000;

    bool full() const { return waiting_.size() >= ids_end - 1; }
    // Gives the message its packet id, keeps it and appends it. Not when full().
    void add(Publish, std::string& out);
    void acknowledged(std::uint16_t packet_id);
    // Appends all again, marked as duplicates.
    void resend(std::string& out) const;
    std::size_t size() const { return waiting_.size(); }
    std::size_t bytes() const { return bytes_; }

  private:
    struct Entry {
        std::string packet;
        bool acknowledged;
    };
    std::deque<Entry> waiting_;  // of the ids first_id_, first_id_ + 1, …
    std::uint16_t first_id_ = 1;
    std::size_t bytes_ = 0;
};

}  // namespace hatang::mqtt
