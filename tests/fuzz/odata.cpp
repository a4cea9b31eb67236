// Any bytes may be given as a query option, a path or a topic; a filter that is taken reads back from its
// canonical form as the same tree.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string_view>

#include "base/error.hpp"
#include "telemetry/sensorthings/odata/odata.hpp"
#include "telemetry/sensorthings/update_topics.hpp"

namespace {

using namespace hatang;
using namespace hatang::telemetry::odata;

std::optional<Expression> read_filter(Set asked, std::string_view bytes) {
    try {
        return parse_filter(asked, bytes);
    } catch (const Error&) {
        return std::nullopt;
    }
}

template <class Act>
void may_refuse(Act act) {
    try {
        act();
    } catch (const Error&) {
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string bytes(reinterpret_cast<const char*>(data), size);
    for (const Set asked : {Set::things, Set::observations, Set::locations}) {
        const auto filter = read_filter(asked, bytes);
        // Brackets and names of variables are more in the canonical form: what comes near a limit need not
        // fit again.
        if (!filter || size > 2'000) continue;
        const std::string canonical = to_text(*filter);
        const auto again = read_filter(asked, canonical);
        if (again ? !(*again == *filter) : std::ranges::count(canonical, '(') < 15) std::abort();
    }
    for (const char* option : {"$expand", "$orderby", "$select", "$top"})
        may_refuse([&] { (void)parse_options(Set::things, {{option, bytes}}); });
    may_refuse([&] { (void)parse_resource(bytes); });
    if (const auto topic = hatang::telemetry::sta::subscribed_topic(bytes))
        (void)hatang::telemetry::sta::read_update_topic(*topic);
    (void)hatang::telemetry::sta::is_update(bytes);
    return 0;
}
