#include "base/error.hpp"

#include <array>

namespace hatang {
namespace {

constexpr std::array kErrors{
#define HATANG_ERROR(name, status, vi, en) ErrorInfo{#name, status, vi, en},
#include "base/error_table.def"
#undef HATANG_ERROR
};

std::string fill(std::string_view text, const std::vector<std::string>& args) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '{' && i + 2 < text.size() && text[i + 2] == '}') {
            const std::size_t n = static_cast<std::size_t>(text[i + 1] - '0');
            if (n < args.size()) out += args[n];
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

}  // namespace

const ErrorInfo& error_info(Code code) { return kErrors[static_cast<std::size_t>(code)]; }

Error::Error(Code c, std::string w, std::vector<std::string> a)
    : code(c), where(std::move(w)), args(std::move(a)) {
    what_ = std::string(error_info(code).code) + (where.empty() ? "" : " at " + where) + ": " + text_en();
}

std::string Error::text_vi() const { return fill(error_info(code).vi, args); }
std::string Error::text_en() const { return fill(error_info(code).en, args); }

}  // namespace hatang
