#include "registry/transfer/other_tags.hpp"

#include "base/error.hpp"

namespace hatang::registry::osm {
namespace {

class Reader {
  public:
    explicit Reader(std::string_view text) : text_(text), rest_(text) {}

    bool at_end() const { return rest_.empty(); }
    void expect(std::string_view sign) {
        if (!rest_.starts_with(sign)) refuse();
        rest_.remove_prefix(sign.size());
    }
    std::string quoted() {
        expect("\"");
        std::string out;
        while (!rest_.empty() && rest_[0] != '"') {
            if (rest_[0] == '\\') rest_.remove_prefix(1);
            if (rest_.empty()) refuse();
            out += rest_[0];
            rest_.remove_prefix(1);
        }
        expect("\"");
        return out;
    }

  private:
    [[noreturn]] void refuse() const {
        throw Error(Code::invalid_value, "/properties/other_tags",
                    {std::string(text_.substr(0, 100)), "\"key\"=>\"value\",…"});
    }
    std::string_view text_, rest_;
};

}  // namespace

std::vector<std::pair<std::string, std::string>> read_other_tags(std::string_view text) {
    std::vector<std::pair<std::string, std::string>> out;
    for (Reader reader(text); !reader.at_end();) {
        if (!out.empty()) reader.expect(",");
        std::string key = reader.quoted();
        reader.expect("=>");
        out.emplace_back(std::move(key), reader.quoted());
    }
    return out;
}

}  // namespace hatang::registry::osm
