#include "registry/identity/check_character.hpp"

namespace hatang::registry {
namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr int modulus = 36;

}  // namespace

std::optional<char> check_character(std::string_view text) {
    if (text.empty()) return std::nullopt;
    int carry = modulus;  // P of clause 9.1 of the standard
    for (const char c : text) {
        const std::size_t value = alphabet.find(c);
        if (value == std::string_view::npos) return std::nullopt;
        const int sum = (carry + static_cast<int>(value)) % modulus;
        carry = (sum == 0 ? modulus : sum) * 2 % (modulus + 1);
    }
    return alphabet[static_cast<std::size_t>((modulus + 1 - carry) % modulus)];
}

bool check_character_holds(std::string_view text) {
    return text.size() >= 2 && check_character(text.substr(0, text.size() - 1)) == text.back();
}

}  // namespace hatang::registry
