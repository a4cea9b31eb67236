// The phường and xã of the city in memory.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "catalogue/api.hpp"

namespace hatang::catalogue {

struct WardIndex {
    std::string legal_basis, valid_from, valid_to;
    std::map<std::string, Ward, std::less<>> by_code;
};
WardIndex read_wards(json::Value root);

}  // namespace hatang::catalogue
