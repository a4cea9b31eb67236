// The two errors of query options, with the place.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace hatang::telemetry::odata {

// The longest piece of a request that an error repeats, in bytes; cut between characters.
std::string excerpt(std::string_view);

// invalid_filter with the number of the character for $filter; for the other options invalid_parameter, which
// repeats what stands at the place. `rest`: the option from there on.
Error invalid_option(std::string_view option, std::size_t offset, std::string_view got, std::string_view rest,
                     std::string_view expected);
inline Error invalid_option(std::string_view option, std::size_t offset, std::string_view got,
                            std::string_view expected) {
    return invalid_option(option, offset, got, got, expected);
}
// filter_too_costly.
Error too_costly(std::string_view option, std::size_t offset, std::string_view what, std::int64_t most);

}  // namespace hatang::telemetry::odata
