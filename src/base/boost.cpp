// What of Asio and Beast is no template, compiled here and nowhere else (cmake/toolchain.cmake).
#include <boost/asio/impl/src.hpp>
#include <boost/asio/ssl/impl/src.hpp>
#include <boost/beast/src.hpp>
