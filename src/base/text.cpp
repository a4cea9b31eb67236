#include "base/text.hpp"

#include <openssl/rand.h>
#include <openssl/sha.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <charconv>
#include <cmath>
#include <stdexcept>

namespace hatang {
namespace {

// Length of the well-formed sequence at the front of `s`, 0 when there is none (Unicode 15, table 3-7).
std::size_t sequence_length(std::string_view s) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(s[i]); };
    const auto tail = [&](std::size_t i, unsigned low = 0x80, unsigned high = 0xBF) {
        return i < s.size() && byte(i) >= low && byte(i) <= high;
    };
    const unsigned first = byte(0);
    if (first < 0x80) return 1;
    if (first >= 0xC2 && first <= 0xDF) return tail(1) ? 2 : 0;
    if (first >= 0xE0 && first <= 0xEF) {
        const unsigned low = first == 0xE0 ? 0xA0 : 0x80, high = first == 0xED ? 0x9F : 0xBF;
        return tail(1, low, high) && tail(2) ? 3 : 0;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        const unsigned low = first == 0xF0 ? 0x90 : 0x80, high = first == 0xF4 ? 0x8F : 0xBF;
        return tail(1, low, high) && tail(2) && tail(3) ? 4 : 0;
    }
    return 0;
}

icu::UnicodeString normalize(std::string_view text, const icu::Normalizer2* (*form)(UErrorCode&)) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* normalizer = form(status);
    const auto source = icu::UnicodeString::fromUTF8({text.data(), static_cast<int>(text.size())});
    icu::UnicodeString out = normalizer->normalize(source, status);
    if (U_FAILURE(status)) throw std::runtime_error("ICU normalisation failed");
    return out;
}

}  // namespace

bool is_utf8(std::string_view s) {
    while (!s.empty()) {
        const std::size_t n = sequence_length(s);
        if (n == 0) return false;
        s.remove_prefix(n);
    }
    return true;
}

std::size_t code_points(std::string_view s) {
    std::size_t n = 0;
    for (unsigned char c : s) n += (c & 0xC0) != 0x80;
    return n;
}

std::string to_nfc(std::string_view text) {
    std::string out;
    normalize(text, &icu::Normalizer2::getNFCInstance).toUTF8String(out);
    return out;
}

std::string fold(std::string_view text) {
    const icu::UnicodeString decomposed = normalize(text, &icu::Normalizer2::getNFKDInstance);
    icu::UnicodeString plain;
    bool blank = true;  // leading blanks vanish, runs of blanks become one
    for (int i = 0; i < decomposed.length();) {
        const UChar32 c = decomposed.char32At(i);
        i += U16_LENGTH(c);
        if (u_charType(c) == U_NON_SPACING_MARK) continue;
        if (u_isUWhiteSpace(c)) {
            if (!blank) plain.append(u' ');
            blank = true;
            continue;
        }
        blank = false;
        plain.append(c == 0x0111 || c == 0x0110 ? UChar32('d') : u_tolower(c));
    }
    if (plain.endsWith(u" ")) plain.truncate(plain.length() - 1);
    std::string out;
    plain.toUTF8String(out);
    return out;
}

void append_json_number(std::string& out, double number) {
    if (!std::isfinite(number)) {
        out += "null";
        return;
    }
    constexpr double integer_most = 1e18;
    char buffer[32];
    char* const end = buffer + sizeof buffer;
    out.append(buffer, std::abs(number) < integer_most
                           ? std::to_chars(buffer, end, number).ptr
                           : std::to_chars(buffer, end, number, std::chars_format::scientific).ptr);
}

void append_json_string(std::string& out, std::string_view s) {
    constexpr char kHex[] = "0123456789abcdef";
    out += '"';
    while (!s.empty()) {
        const unsigned char c = static_cast<unsigned char>(s[0]);
        if (c >= 0x20 && c < 0x80 && c != '"' && c != '\\') {
            std::size_t run = 1;
            while (run < s.size() && static_cast<unsigned char>(s[run]) >= 0x20 &&
                   static_cast<unsigned char>(s[run]) < 0x80 && s[run] != '"' && s[run] != '\\')
                ++run;
            out.append(s.substr(0, run));
            s.remove_prefix(run);
            continue;
        }
        std::size_t taken = 1;
        switch (c) {
            case '"':
                out += "\\\"";
                break;
            case '\\':
                out += "\\\\";
                break;
            case '\n':
                out += "\\n";
                break;
            case '\r':
                out += "\\r";
                break;
            case '\t':
                out += "\\t";
                break;
            default:
                if (c < 0x20) {
                    out += "\\u00";
                    out += kHex[c >> 4];
                    out += kHex[c & 15];
                } else if (const std::size_t n = sequence_length(s); n != 0) {
                    out.append(s.substr(0, n));
                    taken = n;
                } else {
                    out += "\xEF\xBF\xBD";
                }
        }
        s.remove_prefix(taken);
    }
    out += '"';
}

std::string to_hex(std::string_view bytes) {
    constexpr char kHex[] = "0123456789abcdef";
    std::string out;
    out.reserve(bytes.size() * 2);
    for (unsigned char c : bytes) {
        out += kHex[c >> 4];
        out += kHex[c & 15];
    }
    return out;
}

std::string sha256_hex(std::string_view bytes) {
    unsigned char digest[SHA256_DIGEST_LENGTH];
    SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest);
    return to_hex({reinterpret_cast<char*>(digest), sizeof digest});
}

std::string random_hex(std::size_t bytes) {
    std::string raw(bytes, '\0');
    if (RAND_bytes(reinterpret_cast<unsigned char*>(raw.data()), static_cast<int>(bytes)) != 1)
        throw std::runtime_error("the operating system gave no random bytes");
    return to_hex(raw);
}

}  // namespace hatang
