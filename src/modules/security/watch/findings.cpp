#include "security/watch/findings.hpp"

#include <algorithm>

#include "security/watch/limits.hpp"

namespace hatang::security {
namespace {

class Findings {
  public:
    void add(bool found, std::string key, Severity severity, std::string vi, std::string en,
             std::string link) {
        if (found) all_.push_back({std::move(key), severity, std::move(vi), std::move(en), std::move(link)});
    }
    std::vector<Finding> take() {
        std::ranges::stable_sort(all_, {}, &Finding::severity);
        return std::move(all_);
    }

  private:
    std::vector<Finding> all_;
};

void about_accounts(const WatchFacts& f, Findings& out) {
    const auto n = [](std::int64_t count) { return std::to_string(count); };
    out.add(!f.second_factor_standard, "second_factor_policy", Severity::high,
            "Chính sách yếu tố xác thực thứ hai khác giá trị chuẩn",
            "The policy of the second factor is not the standard one", "/policy");
    out.add(f.administrators_without_factor > 0, "administrators_without_factor", Severity::high,
            n(f.administrators_without_factor) + " quản trị viên chưa có yếu tố xác thực thứ hai",
            n(f.administrators_without_factor) + " administrators have no second factor", "/users");
    out.add(f.deciders < 2, "one_decider", Severity::medium,
            "Chưa đủ hai người có quyền phê duyệt: việc quan trọng không có người thứ hai xem lại",
            "Fewer than two people may decide approvals: nobody else looks at dangerous acts", "/users");
    out.add(f.passwords_due > 0, "passwords_due", Severity::medium,
            n(f.passwords_due) + " quản trị viên đã đến hạn đổi mật khẩu",
            n(f.passwords_due) + " administrators must change their password", "/users");
    out.add(f.reviews_due > 0, "rights_review_due", Severity::medium,
            n(f.reviews_due) + " tài khoản đã đến hạn rà soát quyền",
            n(f.reviews_due) + " accounts are due for the review of their rights", "/rights-review");
    out.add(f.idle_accounts > 0, "idle_accounts", Severity::low,
            n(f.idle_accounts) + " tài khoản không đăng nhập từ 30 ngày trở lên",
            n(f.idle_accounts) + " accounts have not signed in for 30 days or more", "/users");
}

void about_border(const WatchFacts& f, Findings& out) {
    out.add(f.beyond_loopback && !f.encrypted, "tls_off", Severity::high,
            "Máy chủ nhận kết nối từ mạng mà chưa bật TLS",
            "The server listens beyond this machine without TLS", "/security");
    if (!f.certificate_ends_at) return;
    const std::int64_t days = days_until(f.now, *f.certificate_ends_at);
    const bool ended = *f.certificate_ends_at <= f.now;
    out.add(ended, "certificate_ended", Severity::high, "Chứng thư TLS đã hết hạn",
            "The TLS certificate has ended", "/security");
    out.add(!ended && days < limits::certificate_warn_days, "certificate_ends", Severity::medium,
            "Chứng thư TLS còn " + std::to_string(days) + " ngày",
            "The TLS certificate ends in " + std::to_string(days) + " days", "/security");
}

void about_sandbox(const WatchFacts& f, Findings& out) {
    out.add(!f.sandbox_network_off, "sandbox_network", Severity::medium,
            "Công cụ đọc tệp tải lên không bị ngắt mạng: hệ điều hành không cho tạo không gian mạng riêng",
            "Tools that read uploaded files keep the network: the system allows no namespace of its own",
            "/security");
    out.add(!f.sandbox_files_confined, "sandbox_files", Severity::medium,
            "Công cụ đọc tệp tải lên không bị giới hạn thư mục: nhân hệ điều hành không có Landlock",
            "Tools that read uploaded files are not confined to their folder: the kernel has no Landlock",
            "/security");
}

void about_evidence(const WatchFacts& f, Findings& out) {
    out.add(f.audit_problems > 0, "audit_broken", Severity::high,
            "Nhật ký có " + std::to_string(f.audit_problems) + " chỗ không còn nguyên vẹn",
            "The audit log has " + std::to_string(f.audit_problems) + " places that do not hold", "/audit");
    out.add(!f.audit_checked_at, "audit_not_verified", Severity::medium, "Nhật ký chưa được kiểm chứng",
            "The audit log has not been verified", "/audit");
    out.add(f.files_changed > 0, "files_changed", Severity::high,
            std::to_string(f.files_changed) + " tệp chương trình hoặc cấu hình đã khác khi cài đặt",
            std::to_string(f.files_changed) + " files of the program or its configuration have changed",
            "/security");
    if (f.breaches_open == 0 || !f.breach_due_at) return;
    const bool late = *f.breach_due_at <= f.now;
    const std::int64_t hours = (*f.breach_due_at - f.now) / kHour;
    out.add(true, "breach_notice", Severity::high,
            late ? "Đã quá hạn 72 giờ thông báo vi phạm dữ liệu cá nhân"
                 : "Còn " + std::to_string(hours) + " giờ để thông báo vi phạm dữ liệu cá nhân",
            late ? "The 72 hours to report a breach of personal data have passed"
                 : std::to_string(hours) + " hours are left to report a breach of personal data",
            "/privacy");
}

}  // namespace

std::int64_t days_until(Instant now, Instant then) {
    const std::int64_t left = then - now;
    return left >= 0 ? left / kDay : -((-left + kDay - 1) / kDay);
}

std::vector<Finding> findings_of(const WatchFacts& facts) {
    Findings out;
    about_accounts(facts, out);
    about_border(facts, out);
    about_sandbox(facts, out);
    about_evidence(facts, out);
    return out.take();
}

}  // namespace hatang::security
