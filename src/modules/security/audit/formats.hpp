// A row of the audit log as a line for other programs. Pure.
#pragma once

#include <string>
#include <string_view>

#include "security/audit/canonical.hpp"

namespace hatang::security {

enum class AuditFormat { csv, cef, syslog };

// RFC 4180 with a header line and CRLF; a value that a spreadsheet would run as a formula begins with an
// apostrophe.
std::string_view csv_header();
std::string csv_line(const AuditRow&);
// ArcSight Common Event Format 0, one line with its line feed.
std::string cef_line(const AuditRow&);
// RFC 5424, facility 13 (log audit), without a line feed; `host` as the sender knows itself.
std::string syslog_message(const AuditRow&, std::string_view host);

// With its line end.
std::string line_of(AuditFormat, const AuditRow&, std::string_view host);

}  // namespace hatang::security
