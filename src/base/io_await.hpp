// Awaits one Asio operation from a task: the only bridge between the two. For the .cpp files that own
// sockets.
//
//   Io read{[&](auto done) { socket.async_read_some(buffer, std::move(done)); }};
//   if (const auto error = co_await read) …      // read.bytes
#pragma once

#include <boost/system/error_code.hpp>
#include <coroutine>
#include <cstddef>

namespace hatang {

// `start` begins the operation with the given completion handler. The coroutine goes on inside that handler.
template <class Start>
struct Io {
    Start start;
    boost::system::error_code error{};
    std::size_t bytes = 0;

    bool await_ready() const { return false; }
    void await_suspend(std::coroutine_handle<> h) {
        start([this, h](boost::system::error_code e, std::size_t n = 0) {
            error = e;
            bytes = n;
            h.resume();
        });
    }
    boost::system::error_code await_resume() const { return error; }
};
template <class Start>
Io(Start) -> Io<Start>;

}  // namespace hatang
