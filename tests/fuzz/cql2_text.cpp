// Any bytes may be given as a filter; what is taken can be written in both forms and reads back as the same
// tree.
#include <cstdlib>
#include <optional>
#include <string_view>

#include "cql2/cql2.hpp"

namespace {

using namespace hatang;

std::optional<cql2::Expression> read(std::string_view bytes) {
    try {
        return cql2::parse_text(bytes);
    } catch (const Error&) {
        return std::nullopt;
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto filter = read({reinterpret_cast<const char*>(data), size});
    // A number or a quote may be longer in the canonical form: a filter near the limit of bytes need not fit
    // again.
    if (!filter || size > 10'000) return 0;
    const auto again = read(cql2::to_text(*filter));
    if (!again || !(*again == *filter)) std::abort();
    const json::Document document = json::parse(cql2::to_json(*filter));
    if (!(cql2::parse_json(document.root()) == *filter)) std::abort();
    return 0;
}
