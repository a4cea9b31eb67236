// The routes of the catalogue, by capability.
#pragma once

#include "base/time.hpp"
#include "catalogue/data.hpp"
#include "http/router.hpp"

namespace hatang::catalogue {

void add_class_routes(http::Router&, const Data&, const Clock&);  // domains, classes
void add_code_list_routes(http::Router&, const Data&);
void add_ward_routes(http::Router&, const Data&);
void add_grading_routes(http::Router&, const Data&, const Clock&);

}  // namespace hatang::catalogue
