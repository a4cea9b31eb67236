// For tests: texts without case and accents, and LIKE, for the letters that the test's rows hold; by lists,
// not by Unicode's algorithms, which the SQL uses.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hatang::cql2::texts {

inline std::u32string decoded(const std::string& s) {
    std::u32string out;
    for (std::size_t i = 0; i < s.size();) {
        const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(s[at]); };
        const int size = byte(i) < 0x80 ? 1 : byte(i) < 0xE0 ? 2 : byte(i) < 0xF0 ? 3 : 4;
        char32_t c = size == 1 ? byte(i) : byte(i) & (0xFF >> (size + 1));
        for (int k = 1; k < size; ++k) c = c << 6 | (byte(i + static_cast<std::size_t>(k)) & 0x3F);
        out += c;
        i += static_cast<std::size_t>(size);
    }
    return out;
}
inline std::string encoded(const std::u32string& text) {
    std::string out;
    for (const char32_t c : text) {
        if (c < 0x80) {
            out += static_cast<char>(c);
        } else if (c < 0x800) {
            out += {static_cast<char>(0xC0 | c >> 6), static_cast<char>(0x80 | (c & 0x3F))};
        } else {
            out += {static_cast<char>(0xE0 | c >> 12), static_cast<char>(0x80 | (c >> 6 & 0x3F)),
                    static_cast<char>(0x80 | (c & 0x3F))};
        }
    }
    return out;
}

// The letters of the test's texts: each with its capital, and the plain letter under its marks.
struct Letter {
    char32_t small, capital, plain;
};
inline const std::vector<Letter>& letters() {
    static const std::vector<Letter> all = [] {
        std::vector<Letter> out;
        const std::pair<char32_t, const char*> rows[] = {{U'a', "aAàÀáÁảẢãÃạẠăĂằẰắẮẳẲẵẴặẶâÂầẦấẤẩẨẫẪậẬ"},
                                                         {U'e', "eEèÈéÉẻẺẽẼẹẸêÊềỀếẾểỂễỄệỆ"},
                                                         {U'i', "iIìÌíÍỉỈĩĨịỊ"},
                                                         {U'o', "oOòÒóÓỏỎõÕọỌôÔồỒốỐổỔỗỖộỘơƠờỜớỚởỞỡỠợỢ"},
                                                         {U'u', "uUùÙúÚủỦũŨụỤưƯừỪứỨửỬữỮựỰ"},
                                                         {U'y', "yYỳỲýÝỷỶỹỸỵỴ"},
                                                         {U'd', "đĐ"},
                                                         {U'ο', "οΟ"},
                                                         {U'δ', "δΔ"},
                                                         {U'σ', "σΣ"}};
        for (const auto& [plain, pairs] : rows) {
            const std::u32string row = decoded(pairs);
            for (std::size_t i = 0; i < row.size(); i += 2) out.push_back({row[i], row[i + 1], plain});
        }
        for (char32_t c = U'b'; c <= U'z'; ++c) out.push_back({c, c - 32, c});
        return out;
    }();
    return all;
}
inline char32_t lower(char32_t c) {
    for (const Letter& l : letters())
        if (l.capital == c) return l.small;
    return c;
}
inline char32_t upper(char32_t c) {
    for (const Letter& l : letters())
        if (l.small == c) return l.capital;
    return c == U'ς' ? U'Σ' : c == U'ı' ? U'I' : c;
}
// The decomposed spellings that the rows hold.
inline std::u32string composed(const std::u32string& text) {
    std::u32string out;
    for (const char32_t c : text) {
        if (c == 0x300 && !out.empty() && out.back() == U'a')
            out.back() = U'à';
        else if (c == 0x303 && !out.empty() && out.back() == U'a')
            out.back() = U'ã';
        else
            out += c;
    }
    return out;
}

inline std::u32string without_case(const std::u32string& text) {
    std::u32string out;
    for (const char32_t c : composed(text)) {
        if (c == U'ß')
            out += U"ss";
        else if (c == U'İ')
            out += U"i\u0307";
        else
            out += c == U'ς' ? U'σ' : lower(c);
    }
    return out;
}
inline std::u32string without_accents(const std::u32string& text) {
    std::u32string out;
    for (const char32_t c : text) {
        if (c >= 0x300 && c <= 0x36F) continue;
        char32_t plain = c == U'İ' ? U'I' : c;
        for (const Letter& l : letters()) {
            if (l.small == c) plain = l.plain;
            if (l.capital == c) plain = upper(l.plain);
        }
        out += plain;
    }
    return out;
}
inline bool matches(std::u32string_view text, std::u32string_view pattern) {
    if (pattern.empty()) return text.empty();
    if (pattern[0] == U'%') {
        for (std::size_t skip = 0; skip <= text.size(); ++skip)
            if (matches(text.substr(skip), pattern.substr(1))) return true;
        return false;
    }
    const bool escaped = pattern[0] == U'\\';
    if (escaped) pattern.remove_prefix(1);
    if (text.empty() || ((escaped || pattern[0] != U'_') && text[0] != pattern[0])) return false;
    return matches(text.substr(1), pattern.substr(1));
}

}  // namespace hatang::cql2::texts
