#include "telemetry/sensorthings/odata/errors.hpp"

#include <algorithm>

namespace hatang::telemetry::odata {

std::string excerpt(std::string_view text) {
    constexpr std::size_t bytes_max = 60;
    std::size_t size = std::min(text.size(), bytes_max);
    while (size < text.size() && size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) --size;
    return std::string(text.substr(0, size)) + (size < text.size() ? "…" : "");
}

Error invalid_option(std::string_view option, std::size_t offset, std::string_view got, std::string_view rest,
                     std::string_view expected) {
    if (option == "$filter")
        return {Code::invalid_filter,
                std::string(option),
                {std::to_string(offset), excerpt(got), std::string(expected)}};
    return {Code::invalid_parameter, std::string(option), {excerpt(rest), std::string(expected)}};
}

Error too_costly(std::string_view option, std::size_t offset, std::string_view what, std::int64_t most) {
    return {Code::filter_too_costly,
            std::string(option),
            {std::to_string(offset), std::string(what), std::to_string(most)}};
}

}  // namespace hatang::telemetry::odata
