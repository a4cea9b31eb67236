// hatang audit verify | accept | export: the proof of the audit log, from the command line.
#include <unistd.h>

#include <cstdio>

#include "app/program.hpp"
#include "json/describe.hpp"
#include "security/audit/verify.hpp"
#include "security/audit/views.hpp"

namespace hatang::app {
namespace {

using security::AuditProblem;

// At most ten lines in a file, one that grows on a terminal.
class Progress {
  public:
    void show(std::int64_t done, std::int64_t total) {
        const std::int64_t tenth = total == 0 ? 10 : 10 * done / total;
        if (terminal_)
            std::fprintf(stderr, "\r%3lld %%  %lld / %lld", static_cast<long long>(10 * tenth),
                         static_cast<long long>(done), static_cast<long long>(total));
        else if (tenth > shown_)
            std::fprintf(stderr, "%3lld %%  %lld / %lld\n", static_cast<long long>(10 * tenth),
                         static_cast<long long>(done), static_cast<long long>(total));
        shown_ = std::max(shown_, tenth);
    }
    void end() const {
        if (terminal_) std::fputc('\n', stderr);
    }

  private:
    bool terminal_ = isatty(STDERR_FILENO) != 0;
    std::int64_t shown_ = -1;
};

void print(const AuditProblem& problem) {
    std::printf("%s\t%lld\t%s\t%s\n", problem.kind.c_str(), static_cast<long long>(problem.id),
                problem.text_vi.c_str(), problem.text_en.c_str());
    std::fflush(stdout);
}

std::optional<Instant> start_of(const std::string& day, const char* option) {
    if (day.empty()) return {};
    const auto at = parse_rfc3339(day + "T00:00:00+07:00");
    if (!at) throw Error(Code::invalid_parameter, option, {day, "YYYY-MM-DD"});
    return at;
}

// Written aside and put in place when it is whole; "-" is standard output.
class Output {
  public:
    explicit Output(std::string path) : path_(std::move(path)), aside_(path_ + ".part") {
        file_ = path_ == "-" ? stdout : std::fopen(aside_.c_str(), "wxe");
        if (file_ == nullptr) throw Error(Code::unreadable_file, "FILE", {aside_, "cannot create"});
    }
    ~Output() {
        if (file_ == nullptr || file_ == stdout) return;
        std::fclose(file_);
        ::unlink(aside_.c_str());
    }
    Output(const Output&) = delete;
    void write(std::string_view text) {
        if (std::fwrite(text.data(), 1, text.size(), file_) != text.size()) fail();
    }
    void finish() {
        if (std::fflush(file_) != 0) fail();
        if (file_ == stdout) return;
        if (::fsync(::fileno(file_)) != 0 || std::rename(aside_.c_str(), path_.c_str()) != 0) fail();
        std::fclose(file_);
        file_ = nullptr;
    }

  private:
    [[noreturn]] void fail() const { throw Error(Code::unreadable_file, "FILE", {path_, "cannot write"}); }
    std::string path_, aside_;
    std::FILE* file_ = nullptr;
};

}  // namespace

int audit_verify(const Common& common, const std::string& from_day) {
    return run_command(common, [from_day](Program& p) -> task<int> {
        start_of(from_day, "--from");
        Progress progress;
        security::VerifyOptions options;
        options.from_day = from_day;
        options.found = print;
        options.progress = [&progress](std::int64_t done, std::int64_t total) { progress.show(done, total); };
        const security::AuditVerdict verdict = co_await p.security.verify_audit(std::move(options));
        progress.end();
        std::fprintf(stderr, "%lld mắt xích đã kiểm tra, %lld dòng đang chờ, %lld vấn đề\n",
                     static_cast<long long>(verdict.links), static_cast<long long>(verdict.waiting),
                     static_cast<long long>(verdict.problem_count));
        std::fprintf(stderr, "%lld links checked, %lld rows waiting, %lld problems\n",
                     static_cast<long long>(verdict.links), static_cast<long long>(verdict.waiting),
                     static_cast<long long>(verdict.problem_count));
        co_return verdict.ok() ? 0 : 1;
    });
}

int audit_accept(const Common& common, const std::string& reason) {
    return run_command(common, [reason](Program& p) -> task<int> {
        const security::Actor actor = security::system_actor("command line");
        const std::string found = co_await p.security.accept_audit(reason, actor);
        std::printf("%s\n", found.empty() ? "nothing was wrong" : found.c_str());
        co_return 0;
    });
}

int audit_export(const Common& common, const AuditExport& options) {
    return run_command(common, [options](Program& p) -> task<int> {
        const auto format = json::from_text<security::AuditFormat>(options.format);
        if (!format)
            throw Error(Code::invalid_value, "--format",
                        {options.format, json::all_texts<security::AuditFormat>()});
        security::AuditFilter filter;
        filter.from = start_of(options.from_day, "--from");
        filter.to = start_of(options.to_day, "--to");
        if (!options.action.empty()) filter.action = options.action;
        if (!options.user.empty()) filter.user = options.user;
        Output output(options.file);
        const std::function<void(std::string_view)> each = [&output](std::string_view line) {
            output.write(line);
        };
        const security::Actor actor = security::system_actor("command line");
        const std::int64_t rows = co_await p.security.export_audit(*format, filter, actor, each);
        output.finish();
        std::fprintf(stderr, "%lld dòng\n", static_cast<long long>(rows));
        co_return 0;
    });
}

}  // namespace hatang::app
