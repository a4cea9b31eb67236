// The bounds of the MQTT client.
#pragma once

#include <chrono>
#include <cstddef>

namespace hatang::mqtt::limits {

// A batch of some 10,000 readings. A larger message is read away, acknowledged and counted: it would never
// become right.
inline constexpr std::size_t packet_bytes_max = 1 << 20;
inline constexpr std::size_t read_bytes = 64 * 1024;
// Queued and not yet acknowledged messages of publish(): some seconds of the demo city. Then publish()
// refuses.
inline constexpr std::size_t publish_queue_bytes_max = 8 << 20;

// The broker ends a session after one and a half of it without a packet.
inline constexpr std::chrono::seconds keep_alive{30};
// Nothing was heard for so long although a ping went out: the line is dead.
inline constexpr std::chrono::seconds silence_max{45};
inline constexpr std::chrono::seconds connect_max{10};
inline constexpr std::chrono::milliseconds reconnect_least{200}, reconnect_most{5'000};

}  // namespace hatang::mqtt::limits
