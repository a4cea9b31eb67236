// What of Beast is no template, compiled here and nowhere else (cmake/toolchain.cmake).
#include <boost/beast/src.hpp>
