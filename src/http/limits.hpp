// The bounds of the HTTP server. Each is checked before memory or time is spent.
#pragma once

#include <chrono>
#include <cstddef>

namespace hatang::http::limits {

// Request line and headers. Twice what browsers send with a session cookie and a long filter.
inline constexpr std::size_t header_bytes_max = 16 * 1024;
// Longest Idempotency-Key; a UUID needs 36.
inline constexpr std::size_t idempotency_key_bytes_max = 255;
// A body that is longer than a connection's buffer is read in pieces of this size.
inline constexpr std::size_t body_piece_bytes = 64 * 1024;
// A file of the web application or a base map glyph; larger ones belong to a file store.
inline constexpr std::size_t static_file_bytes_max = 64 << 20;

// Kept-alive connection without a request: longer than the polling pause of any client of ours.
inline constexpr std::chrono::seconds idle{60};
// From the first byte of a request to the end of its header (slow-header attacks).
inline constexpr std::chrono::seconds header_read{10};
// A body or an answer may take `transfer_grace` plus one second per `transfer_bytes_per_s_min` (a poor 2G
// line).
inline constexpr std::chrono::seconds transfer_grace{20};
inline constexpr std::size_t transfer_bytes_per_s_min = 8 * 1024;
// After a refusal the rest of the request is read away for so long, so that the client sees the answer, not a
// reset.
inline constexpr std::chrono::seconds linger{2};
inline constexpr std::size_t linger_bytes_max = 1 << 20;
// Requests under way at stop() get this long.
inline constexpr std::chrono::seconds stop_grace{5};

// A TLS handshake over a poor line takes four round trips and a certificate chain.
inline constexpr std::chrono::seconds tls_handshake{10};
// Handshakes at once: each costs up to two milliseconds of the loop, so a flood of them is cut here, not
// queued.
inline constexpr int tls_handshakes_max = 256;
// Of these, from one address: nobody alone can fill the door. Trusted proxies are exempt.
inline constexpr int tls_handshakes_per_address_max = 32;
// A certificate that was renewed on disk is served at most so much later.
inline constexpr std::chrono::seconds certificate_check{60};
// PEM files: a chain of ten certificates with room.
inline constexpr std::size_t pem_bytes_max = 256 * 1024;

// Requests a minute (RouteLimits and RateLimits of the router). A page asks for about 40 things, a map that
// is dragged for 50 tiles a second; an integrator that sends batches needs 600. One account in ten windows
// stays below.
inline constexpr int account_per_minute = 6'000;
// Some twenty people at work behind one address, all at once.
inline constexpr int address_per_minute = 60'000;
// Callers remembered at once, 16 bytes each: 1 MB.
inline constexpr std::size_t rate_buckets = 65'536;

// Answers below this do not shrink enough to pay for the header of gzip.
inline constexpr std::size_t compress_bytes_min = 1'024;
// Above this, compression (about 100 MB/s) would hold the loop longer than half a millisecond: the pool does
// it.
inline constexpr std::size_t compress_on_loop_bytes_max = 48 * 1024;

// One client message of the live channel: a subscription with 5,000 asset ids fits.
inline constexpr std::size_t websocket_message_bytes_max = 64 * 1024;
// Messages read ahead of the handler; then the socket is not read.
inline constexpr std::size_t websocket_inbox_max = 16;
// Bytes waiting for a slow reader; then send() refuses and the caller coalesces.
inline constexpr std::size_t websocket_queue_bytes_max = 4 << 20;
// A silent peer is pinged after half of this and given up after the whole.
inline constexpr std::chrono::seconds websocket_idle{40};
inline constexpr std::chrono::seconds websocket_handshake{10};

}  // namespace hatang::http::limits
