// Any JSON may be given as a filter; what is taken can be written in both forms and reads back as the same
// tree, and the check against queryables ends with an answer.
#include <cstdlib>
#include <optional>
#include <string_view>

#include "cql2/cql2.hpp"

namespace {

using namespace hatang;

std::optional<cql2::Expression> read(std::string_view bytes) {
    try {
        const json::Document document = json::parse(bytes);
        return cql2::parse_json(document.root());
    } catch (const Error&) {
        return std::nullopt;
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto filter = read({reinterpret_cast<const char*>(data), size});
    if (!filter) return 0;
    // Escapes make a text longer in one form than in the other: a filter near the limit need not fit the
    // other form. form.
    if (size < 10'000) {
        const auto again = read(cql2::to_json(*filter));
        if (!again || !(*again == *filter)) std::abort();
        if (!(cql2::parse_text(cql2::to_text(*filter)) == *filter)) std::abort();
    }
    static const cql2::Queryables queryables{{{.name = "a", .type = cql2::Type::number, .sql = "a"},
                                              {.name = "g", .type = cql2::Type::geometry, .sql = "g"},
                                              {.name = "t", .type = cql2::Type::instant, .sql = "t"}}};
    try {
        cql2::check(*filter, queryables);
    } catch (const Error&) {
    }
    return 0;
}
