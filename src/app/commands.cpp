// The short commands: migrate, import, export, user.
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <iostream>

#include "app/program.hpp"

namespace hatang::app {
namespace {

// One line that grows on a terminal, one line per tenth in a file.
class ProgressLine {
  public:
    void show(const registry::ImportProgress& p) {
        const int tenth = static_cast<int>(p.percent / 10);
        if (terminal_)
            std::fprintf(stderr, "\r%3.0f %%  %lld dòng", p.percent, static_cast<long long>(p.rows_done));
        else if (tenth > shown_)
            std::fprintf(stderr, "%3.0f %%  %lld dòng\n", p.percent, static_cast<long long>(p.rows_done));
        shown_ = std::max(shown_, tenth);
    }
    void end() const {
        if (terminal_) std::fputc('\n', stderr);
    }

  private:
    bool terminal_ = isatty(STDERR_FILENO) != 0;
    int shown_ = -1;
};

// One line, without its line break, of at most a kilobyte.
std::string password_from_stdin() {
    std::string line;
    std::getline(std::cin, line);
    if (line.size() > 1024) throw Error(Code::text_too_long, "password", {"1024"});
    return line;
}

task<int> show_users(Program& p) {
    constexpr db::Query all{"app.users",
                            "select name, full_name, enabled from security_api.person order by name"};
    for (const auto rows = co_await p.pool.run(all); const db::Row row : rows)
        std::cout << row.text("name") << '\t' << row.text("full_name")
                  << (row.boolean("enabled") ? "" : "\t(đã khóa)") << '\n';
    co_return 0;
}

}  // namespace

int migrate(const Common& common) {
    // open() migrates; there is nothing left to do but to say what it did.
    try {
        Program program(common, say);
        const auto body = [](Program& p) -> task<int> {
            const db::MigrationReport report = co_await p.open(false);
            for (const std::string& file : report.applied) std::cout << "applied " << file << '\n';
            std::cout << report.applied.size() << " applied, " << report.already << " already there\n";
            co_await p.close();
            co_return 0;
        };
        return program.loop.run_until(body(program));
    } catch (const std::exception& e) {
        return report_failure(e);
    }
}

int import(const Common& common, const Import& options) {
    return run_command(common, [options](Program& p) -> task<int> {
        ProgressLine line;
        registry::Registry::ImportOptions what;
        what.class_key = options.class_key;
        what.path = options.file;
        what.id_property = options.id_property;
        what.dry_run = options.dry_run;
        const registry::ImportReport report = co_await p.registry.import(
            what, [&line](registry::ImportProgress now) { line.show(now); },
            security::system_actor("import"));
        line.end();
        const std::string text = registry::to_json(report);
        if (options.report.empty())
            std::cout << text << '\n';
        else
            std::ofstream(options.report) << text << '\n';
        std::fprintf(stderr, "%s: %lld tạo mới, %lld thay đổi, %lld giữ nguyên, %lld từ chối (%.1f s)\n",
                     report.class_key.c_str(), static_cast<long long>(report.created),
                     static_cast<long long>(report.changed), static_cast<long long>(report.unchanged),
                     static_cast<long long>(report.refused_count), report.seconds);
        co_return report.refused_count == 0 ? 0 : 2;
    });
}

int export_class(const Common& common, const Export& options) {
    return run_command(common, [options](Program& p) -> task<int> {
        const std::string file = options.file.empty() ? "/dev/stdout" : options.file;
        const std::int64_t count = co_await p.registry.export_class(options.class_key, file);
        std::fprintf(stderr, "%lld công trình\n", static_cast<long long>(count));
        co_return 0;
    });
}

int user_add(const Common& common, const UserAdd& options) {
    return run_command(common, [options](Program& p) -> task<int> {
        const std::string full_name = options.full_name.empty() ? options.name : options.full_name;
        const std::int64_t id =
            co_await p.security.add_user(options.name, full_name, options.role, password_from_stdin(),
                                         security::system_actor("command line"));
        std::cout << id << '\n';
        co_return 0;
    });
}

int user_list(const Common& common) { return run_command(common, show_users); }

int user_password(const Common& common, const std::string& name) {
    return run_command(common, [name](Program& p) -> task<int> {
        co_await p.security.set_password(name, password_from_stdin(), security::system_actor("command line"));
        co_return 0;
    });
}

}  // namespace hatang::app
