#include <cerrno>
#include <cstring>
#include <fstream>

#include "registry/features/feature_sql.hpp"
#include "registry/transfer/transfer.hpp"

namespace hatang::registry {
namespace {

// Pages of one transaction's snapshot, so that the file is one state of the class.
constexpr db::Query rows_of_class{"registry.export_page",
                                  "select a.id, " HATANG_FEATURE
                                  " from registry.asset a where a.class_key = $1 and a.id > $2 "
                                  "order by a.id limit $3::bigint"};
constexpr std::int64_t page_rows = 1'000;

class FeatureFile {
  public:
    explicit FeatureFile(std::string path)
        : path_(std::move(path)), out_(path_, std::ios::binary | std::ios::trunc) {
        check();
        out_ << "{\"type\":\"FeatureCollection\",\"features\":[";
    }
    void append(const db::Rows& rows) {
        for (const db::Row row : rows) {
            out_ << (first_ ? "\n" : ",\n") << row.text("feature");
            first_ = false;
        }
        check();
    }
    void finish() {
        out_ << "\n]}\n";
        out_.close();
        check();
    }

  private:
    void check() const {
        if (!out_) throw Error(Code::unreadable_file, {}, {path_, std::strerror(errno)});
    }
    std::string path_;
    std::ofstream out_;
    bool first_ = true;
};

}  // namespace

task<std::int64_t> export_class(Context& context, std::string class_key, std::string path) {
    context.class_of(class_key, "class");
    Loop& loop = context.platform.loop;
    const auto body = [&](db::Session& tx) -> task<std::int64_t> {
        co_await tx.script("registry.export.snapshot",
                           "set transaction isolation level repeatable read, read only");
        FeatureFile file(path);
        std::int64_t count = 0;
        for (std::int64_t last = 0;;) {
            const db::Rows rows = co_await tx.run(rows_of_class, class_key, last, page_rows);
            if (rows.empty()) break;
            co_await loop.blocking([&] { file.append(rows); });
            count += rows.size();
            last = rows[rows.size() - 1].integer("id");
        }
        file.finish();
        co_return count;
    };
    co_return co_await context.platform.db.transaction(body);
}

}  // namespace hatang::registry
