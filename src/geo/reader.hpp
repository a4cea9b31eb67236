// Inside of geo: the strict reader, with a transformation of each position on the way.
#pragma once

#include "geo/crs.hpp"

namespace hatang::geo {

// True in the sea and land of Viet Nam (102–118 E, 5–24 N): only to recognise exchanged coordinates.
bool in_vietnam(Position);
// Throws Error.
Geometry read(Crs, bool latitude_first, json::Value, std::string_view where);

}  // namespace hatang::geo
