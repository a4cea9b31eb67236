#include "security/audit/problems.hpp"

#include <stdexcept>

namespace hatang::security {
namespace {

struct Words {
    std::string_view kind, vi, en;
};

// {0} is the id of the problem.
constexpr Words all_words[] = {
    {"row_changed", "Dòng {0} của nhật ký đã bị sửa (lúc {1}, {2}, {3}).",
     "Row {0} of the log was changed (at {1}, {2}, {3})."},
    {"row_deleted", "Dòng {0} của nhật ký đã bị xóa (mắt xích {1}).",
     "Row {0} of the log was deleted (link {1})."},
    {"row_inserted", "Dòng {0} được chèn vào nhật ký mà không qua chương trình (lúc {1}, {2}, {3}).",
     "Row {0} was put into the log past the program (at {1}, {2}, {3})."},
    {"row_unchained", "Dòng {0} (lúc {1}) không có mắt xích nào ghi nhận.",
     "Row {0} (at {1}) is named by no link."},
    {"link_changed", "Mắt xích {0} (dòng {1}) đã bị sửa.", "Link {0} (row {1}) was changed."},
    {"link_missing", "Thiếu các mắt xích từ {0} đến {1}.", "The links {0} to {1} are missing."},
    {"link_order", "Mắt xích {0} (dòng {1}) không nối tiếp mắt xích trước: thứ tự đã bị đổi.",
     "Link {0} (row {1}) does not follow from the one before: the order was changed."},
    {"truncated",
     "Phần cuối nhật ký đã bị cắt: chuỗi dừng ở mắt xích {0}, trong khi tệp đầu chuỗi ghi {1} (dòng {2}, lúc "
     "{3}).",
     "The end of the log was cut off: the chain ends at link {0}, the head file says {1} (row {2}, at {3})."},
    {"head_missing", "Không có tệp đầu chuỗi DIR/audit/head.json, trong khi chuỗi có {0} mắt xích.",
     "The head file DIR/audit/head.json is missing while the chain has {0} links."},
    {"head_forged",
     "Tệp đầu chuỗi DIR/audit/head.json không do hệ thống này ký, hoặc đã bị thay bằng bản cũ.",
     "The head file DIR/audit/head.json was not signed by this installation, or an older one was put in its "
     "place."},
    {"head_mismatch", "Mắt xích {0} không phải là mắt xích mà tệp đầu chuỗi đã ghi: chuỗi đã bị viết lại.",
     "Link {0} is not the one that the head file tells of: the chain was written anew."},
    {"seal_missing", "Thiếu dấu niêm phong ngày {1} trong cơ sở dữ liệu.",
     "The seal of {1} is missing in the database."},
    {"seal_file_missing", "Thiếu tệp niêm phong DIR/audit/seals/{1}.json.",
     "The seal file DIR/audit/seals/{1}.json is missing."},
    {"seal_forged", "Dấu niêm phong ngày {1} không do hệ thống này ký, hoặc tệp khác với cơ sở dữ liệu.",
     "The seal of {1} was not signed by this installation, or its file differs from the database."},
    {"seal_mismatch", "Mắt xích {0} không phải là mắt xích đã niêm phong ngày {1}: chuỗi đã bị viết lại.",
     "Link {0} is not the one that was sealed on {1}: the chain was written anew."},
    {"origin_missing", "Thiếu dòng gốc của chuỗi (security.audit_origin).",
     "The origin of the chain (security.audit_origin) is missing."},
    {"key_mismatch",
     "Khóa trong DIR/secrets không phải là khóa đã lập chuỗi này, hoặc dòng gốc đã bị sửa: không kiểm tra "
     "được.",
     "The key in DIR/secrets is not the one that began this chain, or the origin was changed: nothing can be "
     "verified."},
};

std::string fill(std::string_view text, const std::vector<std::string>& args) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '{' && i + 2 < text.size() && text[i + 2] == '}') {
            const auto index = static_cast<std::size_t>(text[i + 1] - '0');
            if (index < args.size()) out += args[index];
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

}  // namespace

AuditProblem audit_problem(std::string_view kind, std::int64_t id, const std::vector<std::string>& args) {
    std::vector<std::string> all{std::to_string(id)};
    all.insert(all.end(), args.begin(), args.end());
    for (const Words& words : all_words)
        if (words.kind == kind) return {std::string(kind), id, fill(words.vi, all), fill(words.en, all)};
    throw std::logic_error("unknown kind of audit problem");
}

}  // namespace hatang::security
