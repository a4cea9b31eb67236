// Any bytes may be given as a geometry; what is taken reads back as the same geometry.
#include <cstdlib>
#include <string_view>

#include "geo/geometry.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto first = hatang::geo::read_geometry_text({reinterpret_cast<const char*>(data), size});
    if (!first) return 0;
    const auto again = hatang::geo::read_geometry_text(first->geojson);
    if (!again || again->geojson != first->geojson || again->vertices != first->vertices) std::abort();
    return 0;
}
