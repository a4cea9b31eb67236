#include "security/privacy/mask.hpp"

namespace hatang::security {
namespace {

constexpr std::string_view mask = "***";

// Bytes of the first code point of UTF-8.
std::size_t first_character(std::string_view text) {
    std::size_t n = text.empty() ? 0 : 1;
    while (n < text.size() && (static_cast<unsigned char>(text[n]) & 0xC0) == 0x80) ++n;
    return n;
}

}  // namespace

std::string masked_email(std::string_view email) {
    if (email.empty()) return {};
    const std::size_t at = email.rfind('@');
    const std::string_view name = email.substr(0, at),
                           domain = at == std::string_view::npos ? std::string_view() : email.substr(at);
    std::string out(name.substr(0, first_character(name)));
    out.append(mask).append(domain);
    return out;
}

bool looks_masked(std::string_view email) { return email.find(mask) != std::string_view::npos; }

}  // namespace hatang::security
