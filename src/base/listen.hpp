// Opens the ports that a server listens at. For the .cpp files that own sockets.
#pragma once

#include <boost/asio/ip/tcp.hpp>

#include <string>

#include "base/loop.hpp"

namespace hatang {

// Where a server listens, and how many connections it will hold: the limit of descriptors of the process is
// raised by as many. `address`: an IP address or "localhost"; port 0: any free one. Throws Code::unavailable
// when the address is taken or is none.
boost::asio::ip::tcp::acceptor listen_at(Loop&, const std::string& address, std::uint16_t port,
                                         int connections_max);

}  // namespace hatang
