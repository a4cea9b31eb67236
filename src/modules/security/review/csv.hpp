// The rights review as a file for a spreadsheet.
#pragma once

#include "security/review/views.hpp"

namespace hatang::security {

// RFC 4180 with a UTF-8 byte order mark, so that spreadsheets show Vietnamese.
std::string review_csv_header();
std::string review_csv_line(const ReviewItem&);

}  // namespace hatang::security
