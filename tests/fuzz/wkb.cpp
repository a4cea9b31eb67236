// Any bytes may stand where a geometry is read from; what is taken becomes GeoJSON that is JSON.
#include <cstdlib>
#include <string_view>

#include "geo/wkb.hpp"
#include "json/value.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string out;
    try {
        hatang::geo::append_geojson(out, {reinterpret_cast<const char*>(data), size});
    } catch (const hatang::Error&) {
        return 0;
    }
    try {
        hatang::json::parse(out);
    } catch (const hatang::Error&) {
        std::abort();
    }
    return 0;
}
