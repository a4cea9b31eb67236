#include "base/listen.hpp"

#include <sys/resource.h>

#include <algorithm>

#include "base/error.hpp"

namespace hatang {
using boost::asio::ip::tcp;
namespace {

// Descriptors beside the connections: database, broker, files, timers.
constexpr rlim_t other_descriptors = 256;

// The usual soft limit of 1,024 descriptors is less than a server's connections.
void reserve_descriptors(int connections_max) {
    static rlim_t wanted = other_descriptors;
    wanted += static_cast<rlim_t>(connections_max);
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted) return;
    limit.rlim_cur = std::min(wanted, limit.rlim_max);
    setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

tcp::acceptor listen_at(Loop& loop, const std::string& address, std::uint16_t port, int connections_max) {
    boost::system::error_code error;
    const auto check = [&] {
        if (error)
            throw Error(Code::unavailable, "listen",
                        {address + ":" + std::to_string(port) + ": " + error.message()});
    };
    const auto ip = boost::asio::ip::make_address(address == "localhost" ? "127.0.0.1" : address, error);
    check();
    const tcp::endpoint endpoint(ip, port);
    tcp::acceptor acceptor(loop.native());
    acceptor.open(endpoint.protocol(), error);
    check();
    acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    acceptor.bind(endpoint, error);
    check();
    acceptor.listen(boost::asio::socket_base::max_listen_connections, error);
    check();
    reserve_descriptors(connections_max);
    return acceptor;
}

}  // namespace hatang
