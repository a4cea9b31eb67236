#include "security/review/csv.hpp"

namespace hatang::security {
namespace {

// A cell that begins like a formula is text: a name must not run in the reader's spreadsheet.
std::string cell(std::string_view text) {
    std::string out = "\"";
    if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos)
        out += '\'';
    for (const char c : text) {
        if (c == '"') out += '"';
        out += c;
    }
    return out + '"';
}

std::string cell(const std::optional<Instant>& at) { return cell(at ? to_rfc3339(*at) : std::string()); }

}  // namespace

std::string review_csv_header() {
    return "\xEF\xBB\xBF"
           "user_id,user,full_name,organisation,roles,grants,last_sign_in_at,reviewed_at,reviewed_by,"
           "decision,due_at,due\r\n";
}

std::string review_csv_line(const ReviewItem& item) {
    std::string roles;
    for (const std::string& role : item.roles) roles.append(roles.empty() ? "" : " ").append(role);
    std::string out = std::to_string(item.user_id);
    for (const std::string& text :
         {cell(item.user), cell(item.full_name), cell(item.organisation.value_or("")), cell(roles)})
        out.append(",").append(text);
    out.append(",").append(std::to_string(item.grants));
    const std::string decision(item.decision ? json::to_text(*item.decision) : std::string_view());
    for (const std::string& text : {cell(item.last_sign_in_at), cell(item.reviewed_at),
                                    cell(item.reviewed_by.value_or("")), cell(decision), cell(item.due_at)})
        out.append(",").append(text);
    return out.append(item.due ? ",true\r\n" : ",false\r\n");
}

}  // namespace hatang::security
