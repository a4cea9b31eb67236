#include "security/privacy/breach.hpp"

#include <vector>

#include "security/watch/limits.hpp"

namespace hatang::security {
namespace {

constexpr std::string_view unknown = "chưa có";
constexpr std::int64_t zone_us = 7 * kHour;

std::string shown(const std::optional<std::string>& text) {
    return text && !text->empty() ? html_escaped(*text) : std::string(unknown);
}
std::string shown(const std::optional<Instant>& at) { return at ? local_time(*at) : std::string(unknown); }
std::string shown(const std::optional<std::int64_t>& n) {
    return n ? std::to_string(*n) : std::string(unknown);
}

struct FormRow {
    std::string_view title;
    std::string html;
};

std::vector<FormRow> rows_of(const Breach& b) {
    return {{"1. Tên vụ việc", html_escaped(b.title)},
            {"2. Thời điểm phát hiện", local_time(b.discovered_at)},
            {"3. Thời điểm xảy ra", shown(b.occurred_at)},
            {"4. Mô tả hành vi vi phạm, nơi xảy ra", shown(b.description)},
            {"5. Loại dữ liệu cá nhân", shown(b.data_kinds)},
            {"6. Số người bị ảnh hưởng", shown(b.people_affected)},
            {"7. Nguyên nhân", shown(b.cause)},
            {"8. Hậu quả, thiệt hại có thể xảy ra", shown(b.consequences)},
            {"9. Biện pháp đã và sẽ thực hiện", shown(b.measures)},
            {"10. Người hoặc bộ phận bảo vệ dữ liệu cá nhân, cách liên hệ", shown(b.contact)},
            {"11. Hạn thông báo (72 giờ từ khi phát hiện)", local_time(b.due_at)},
            {"12. Đã thông báo cơ quan chuyên trách lúc", shown(b.authority_notified_at)},
            {"13. Đã thông báo người bị ảnh hưởng lúc", shown(b.people_notified_at)}};
}

}  // namespace

void set_clock(Breach& b, Instant now) {
    b.due_at = b.discovered_at + limits::breach_notice_us;
    const std::int64_t left = b.due_at - now;
    b.hours_left = left >= 0 ? left / kHour : -((-left + kHour - 1) / kHour);
    b.overdue = b.authority_notified_at.value_or(now) > b.due_at;
}

std::string html_escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '&')
            out += "&amp;";
        else if (c == '<')
            out += "&lt;";
        else if (c == '>')
            out += "&gt;";
        else if (c == '"')
            out += "&quot;";
        else if (c == '\'')
            out += "&#39;";
        else if (c == '\n')
            out += "<br>";
        else
            out += c;
    }
    return out;
}

std::string local_time(Instant at) {
    const std::string t = to_rfc3339(at + zone_us);  // 2026-11-24T08:30:…
    return t.substr(11, 5) + " ngày " + t.substr(8, 2) + "/" + t.substr(5, 2) + "/" + t.substr(0, 4);
}

std::string breach_form(const Breach& b, Instant printed_at) {
    std::string out =
        "<!doctype html>\n<html lang=\"vi\">\n<head><meta charset=\"utf-8\">"
        "<meta name=\"viewport\" content=\"width=device-width\">"
        "<title>Thông báo vi phạm dữ liệu cá nhân – " +
        html_escaped(b.title) +
        "</title></head>\n<body>\n<p>Kính gửi: Cơ quan chuyên trách bảo vệ dữ liệu cá nhân, Bộ Công an</p>\n"
        "<h1>Thông báo vi phạm quy định về bảo vệ dữ liệu cá nhân</h1>\n"
        "<p>Căn cứ Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15 và Nghị định số 356/2025/NĐ-CP.</p>\n"
        "<table border=\"1\" cellpadding=\"8\" width=\"100%\">\n";
    for (const FormRow& row : rows_of(b)) {
        out.append("<tr><th scope=\"row\" align=\"left\" width=\"35%\">").append(row.title);
        out.append("</th><td>").append(row.html).append("</td></tr>\n");
    }
    out.append("</table>\n<p>Lập lúc ").append(local_time(printed_at)).append(", vụ việc số ");
    out.append(std::to_string(b.id)).append(", bản ").append(std::to_string(b.version));
    out.append(".</p>\n<p>Người lập: ").append(html_escaped(b.created_by));
    out.append("</p>\n<p>Đại diện đơn vị (ký, ghi rõ họ tên): </p>\n</body>\n</html>\n");
    return out;
}

}  // namespace hatang::security
