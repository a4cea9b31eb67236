// Personal data as others see it.
#pragma once

#include <string>
#include <string_view>

namespace hatang::security {

// "nguyen.an@hanoi.gov.vn" → "n***@hanoi.gov.vn": the first character and the domain stay. Text without "@"
// keeps its first character only.
std::string masked_email(std::string_view email);
// Whether somebody sends back what was shown to them instead of an address.
bool looks_masked(std::string_view email);

}  // namespace hatang::security
