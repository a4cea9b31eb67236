#include "security/audit/formats.hpp"

#include <algorithm>

#include "json/writer.hpp"

namespace hatang::security {
namespace {

std::string number(const std::optional<std::int64_t>& n) { return n ? std::to_string(*n) : ""; }

void csv_cell(std::string& out, std::string_view text) {
    if (!out.empty()) out += ',';
    out += '"';
    // What a spreadsheet takes for a formula (OWASP, CSV injection).
    if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos)
        out += '\'';
    for (const char c : text) {
        if (c == '"') out += '"';
        out += c;
    }
    out += '"';
}

// In a header of CEF "|" and "\" are escaped and a line ends nowhere; in an extension "=" and "\", and line
// ends are written.
std::string cef_header(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '|' || c == '\\') out += '\\';
        out += c == '\n' || c == '\r' ? ' ' : c;
    }
    return out;
}
void cef_pair(std::string& out, std::string_view key, std::string_view text) {
    if (text.empty()) return;
    if (out.back() != '|') out += ' ';
    out.append(key).append("=");
    for (const char c : text) {
        if (c == '\n')
            out += "\\n";
        else if (c == '\r')
            out += "\\r";
        else {
            if (c == '=' || c == '\\') out += '\\';
            out += c;
        }
    }
}

// 0…10 of CEF: what touches rights and evidence stands out.
int severity(const AuditRow& row) {
    for (const std::string_view prefix :
         {"user.", "role.", "grant.", "policy.", "credential.", "audit.", "approval."})
        if (row.action.starts_with(prefix)) return 6;
    if (row.action.ends_with("read_restricted") || row.action.ends_with("delete")) return 5;
    return 3;
}

std::string printable(std::string_view text, std::size_t length_max) {
    std::string out;
    for (const char c : text.substr(0, length_max)) out += c > ' ' && c < '\x7f' ? c : '_';
    return out.empty() ? "-" : out;
}

void syslog_param(std::string& out, std::string_view name, std::string_view text) {
    if (text.empty()) return;
    out.append(" ").append(name).append("=\"");
    for (const char c : text) {
        if (c == '"' || c == '\\' || c == ']') out += '\\';
        out += c;
    }
    out += '"';
}

}  // namespace

std::string_view csv_header() {
    return "id,at,user_id,user,address,action,entity,entity_id,before,after,reason,request_id\r\n";
}

std::string csv_line(const AuditRow& row) {
    std::string out;
    for (const std::string& cell :
         {std::to_string(row.id), to_rfc3339(row.at), number(row.user_id), row.user_name, row.address,
          row.action, row.entity, number(row.entity_id), row.before.value_or(""), row.after.value_or(""),
          row.reason.value_or(""), row.request_id})
        csv_cell(out, cell);
    return out + "\r\n";
}

std::string cef_line(const AuditRow& row) {
    std::string out = "CEF:0|Ha Tang|hatang|1|" + cef_header(row.action) + "|" + cef_header(row.action) +
                      "|" + std::to_string(severity(row)) + "|";
    cef_pair(out, "rt", std::to_string(row.at.us / kMillisecond));
    cef_pair(out, "externalId", std::to_string(row.id));
    cef_pair(out, "suser", row.user_name);
    cef_pair(out, "suid", number(row.user_id));
    cef_pair(out, "src", row.address);
    cef_pair(out, "act", row.action);
    cef_pair(out, "cs1Label", row.entity.empty() ? "" : "entity");
    cef_pair(out, "cs1", row.entity);
    cef_pair(out, "cn1Label", row.entity_id ? "entityId" : "");
    cef_pair(out, "cn1", number(row.entity_id));
    cef_pair(out, "cs2Label", row.request_id.empty() ? "" : "requestId");
    cef_pair(out, "cs2", row.request_id);
    cef_pair(out, "cs3Label", row.before ? "before" : "");
    cef_pair(out, "cs3", row.before.value_or(""));
    cef_pair(out, "cs4Label", row.after ? "after" : "");
    cef_pair(out, "cs4", row.after.value_or(""));
    cef_pair(out, "reason", row.reason.value_or(""));
    return out + "\n";
}

std::string syslog_message(const AuditRow& row, std::string_view host) {
    constexpr int facility_audit = 13, notice = 5;
    // No enterprise number of its own: 32473 is the one that RFC 5612 sets aside.
    std::string out = "<" + std::to_string(facility_audit * 8 + notice) + ">1 " + to_rfc3339(row.at) + " " +
                      printable(host, 255) + " hatang - " + printable(row.action, 32) + " [audit@32473";
    syslog_param(out, "id", std::to_string(row.id));
    syslog_param(out, "user", row.user_name);
    syslog_param(out, "userId", number(row.user_id));
    syslog_param(out, "address", row.address);
    syslog_param(out, "entity", row.entity);
    syslog_param(out, "entityId", number(row.entity_id));
    syslog_param(out, "requestId", row.request_id);
    out += "] \xEF\xBB\xBF";
    json::Writer message;
    message.begin_object().field("action", row.action);
    if (row.before) message.raw_field("before", *row.before);
    if (row.after) message.raw_field("after", *row.after);
    if (row.reason) message.field("reason", *row.reason);
    message.end_object();
    std::string text = message.take();
    // jsonb holds no raw control characters, so a message is one line.
    std::ranges::replace(text, '\n', ' ');
    return out + text;
}

std::string line_of(AuditFormat format, const AuditRow& row, std::string_view host) {
    if (format == AuditFormat::csv) return csv_line(row);
    if (format == AuditFormat::cef) return cef_line(row);
    return syslog_message(row, host) + "\n";
}

}  // namespace hatang::security
