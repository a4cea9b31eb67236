// Inside of the server: awaits one Asio or Beast operation from a task. The only bridge between the two.
#pragma once

#include <boost/asio/buffer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>

#include <coroutine>

namespace hatang::http {

namespace asio = boost::asio;
namespace beast = boost::beast;
using ErrorCode = boost::system::error_code;

// `start` begins the operation with the given completion handler. The coroutine goes on inside that handler.
template <class Start>
struct Io {
    Start start;
    ErrorCode error{};
    std::size_t bytes = 0;

    bool await_ready() const { return false; }
    void await_suspend(std::coroutine_handle<> h) {
        start([this, h](ErrorCode e, std::size_t n = 0) {
            error = e;
            bytes = n;
            h.resume();
        });
    }
    ErrorCode await_resume() const { return error; }
};
template <class Start>
Io(Start) -> Io<Start>;

}  // namespace hatang::http
