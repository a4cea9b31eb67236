// The bounds of the MQTT client and of the server that devices publish to.
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

// -- the server
// Each holds one descriptor and 6 kB, with TLS 60 kB more.
inline constexpr int devices_max = 20'000;
// Connections that are not accepted yet, in all and of one address: each costs a TLS handshake and a look
// into the database. A site that comes back after a power cut finds places; nobody alone fills the door.
inline constexpr int devices_greeting_max = 2'048, devices_greeting_per_address_max = 1'024;
// From TCP to a CONNECT that is accepted.
inline constexpr std::chrono::seconds device_connect_max{10};
// Who is refused gets this long to read why, while so much is read away.
inline constexpr std::chrono::seconds device_linger{2};
inline constexpr std::size_t device_linger_bytes_max = 64 * 1024;
// Everything but PUBLISH: a CONNECT with names, a token and a will (a Sparkplug death has 50 bytes).
inline constexpr std::size_t control_bytes_max = 4 * 1024;
// The standard asks for 23.
inline constexpr std::size_t client_id_bytes_max = 256;
// The read buffer of a connection: some dozen messages. It doubles while a larger packet comes in.
inline constexpr std::size_t device_buffer_bytes = 4 * 1024;
// All read buffers: beyond, none grows, and who needs more is cut off.
inline constexpr std::size_t devices_buffer_bytes_max = 256 << 20;
// Taken and not yet acknowledged: of one connection (most clients hold 20; one batch of a commit), of all.
// Then the socket is not read.
inline constexpr std::size_t device_in_flight_max = 10'000;
inline constexpr std::size_t device_in_flight_bytes_max = 1 << 20, devices_in_flight_bytes_max = 64 << 20;
// Answers that a device does not read; then it is not read either, and after the time it is cut off.
inline constexpr std::size_t device_out_bytes_max = 64 * 1024;
inline constexpr std::chrono::seconds device_write_max{60};
// Last wills that wait until there is room, some hundred bytes each.
inline constexpr std::size_t wills_waiting_max = 10'000;
// Times are looked at this often.
inline constexpr std::chrono::milliseconds device_watch{250};
// A flood of bad connections must not fill the disk with lines.
inline constexpr int device_ends_logged_per_s = 10;

}  // namespace hatang::mqtt::limits
