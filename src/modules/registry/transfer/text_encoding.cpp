#include "registry/transfer/text_encoding.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <vector>

#include "base/error.hpp"
#include "base/text.hpp"

namespace hatang::registry {
namespace {

// -- code points
void append_utf8(std::string& out, char32_t c) {
    if (c < 0x80) {
        out += static_cast<char>(c);
    } else if (c < 0x800) {
        out += static_cast<char>(0xC0 | c >> 6);
        out += static_cast<char>(0x80 | (c & 0x3F));
    } else {
        out += static_cast<char>(0xE0 | c >> 12);
        out += static_cast<char>(0x80 | (c >> 6 & 0x3F));
        out += static_cast<char>(0x80 | (c & 0x3F));
    }
}

std::vector<char32_t> code_points_of(std::string_view utf8) {
    std::vector<char32_t> out;
    for (std::size_t i = 0; i < utf8.size();) {
        const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(utf8[at]); };
        const unsigned char first = byte(i);
        const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        char32_t c = length == 1 ? first : first & (0xFF >> (length + 1));
        for (std::size_t k = 1; k < length && i + k < utf8.size(); ++k) c = c << 6 | (byte(i + k) & 0x3F);
        out.push_back(c);
        i += length;
    }
    return out;
}

// -- tables: 0 stands for a byte that the encoding does not have
using Table = std::array<char32_t, 256>;

constexpr char32_t grave = 0x300, acute = 0x301, tilde = 0x303, hook = 0x309, dot = 0x323;
constexpr char32_t circumflex = 0x302, breve = 0x306;

Table ascii() {
    Table t{};
    for (char32_t c = 0; c < 0x80; ++c) t[c] = c;
    return t;
}

Table tcvn3_table() {
    Table t = ascii();
    const auto put = [&t](std::size_t first, std::u32string_view letters) {
        for (const char32_t c : letters) t[first++] = c == U'.' ? 0 : c;
    };
    t[0xA0] = 0xA0;
    put(0xA1, U"ĂÂÊÔƠƯĐăâêôơưđ");
    put(0xB0, std::u32string{grave, hook, tilde, acute, dot});
    put(0xB5, U"àảãáạ.ằẳẵắ");
    put(0xC6, U"ặầẩẫấậè.ẻẽéẹềểễếệìỉ");
    put(0xDC, U"ĩíịò.ỏõóọồổỗốộờởỡớợù.ủũúụừửữứựỳỷỹýỵ");
    return t;
}

// Microsoft's page 1258 is its page 1252 but for these; marks stand after their letter.
Table cp1258_table() {
    Table t = ascii();
    constexpr std::u32string_view upper = U"€.‚ƒ„…†‡ˆ‰.‹Œ....‘’“”•–—˜™.›œ..Ÿ";
    for (std::size_t i = 0; i < upper.size(); ++i) t[0x80 + i] = upper[i] == U'.' ? 0 : upper[i];
    for (char32_t c = 0xA0; c < 0x100; ++c) t[c] = c;
    t[0xC3] = U'Ă', t[0xE3] = U'ă', t[0xD0] = U'Đ', t[0xF0] = U'đ';
    t[0xD5] = U'Ơ', t[0xF5] = U'ơ', t[0xDD] = U'Ư', t[0xFD] = U'ư', t[0xFE] = U'₫';
    t[0xCC] = grave, t[0xEC] = acute, t[0xD2] = hook, t[0xDE] = tilde, t[0xF2] = dot;
    return t;
}

// -- VNI-Windows: a letter, then at most one byte with all its marks; small and capital marks differ by 0x20.
struct VniMark {
    unsigned char byte;  // small
    std::string_view after;
    char32_t first, second;
};
constexpr VniMark vni_marks[] = {
    {0xF9, "aeouyOU", acute, 0},  // O and U stand for ơ and ư
    {0xF8, "aeouyOU", grave, 0},      {0xFB, "aeouyOU", hook, 0},      {0xF5, "aeouyOU", tilde, 0},
    {0xEF, "aeouyOU", dot, 0},        {0xE2, "aeo", circumflex, 0},    {0xE1, "aeo", circumflex, acute},
    {0xE0, "aeo", circumflex, grave}, {0xE5, "aeo", circumflex, hook}, {0xE3, "aeo", circumflex, tilde},
    {0xE4, "aeo", circumflex, dot},   {0xEA, "a", breve, 0},           {0xE9, "a", breve, acute},
    {0xE8, "a", breve, grave},        {0xFA, "a", breve, hook},        {0xFC, "a", breve, tilde},
    {0xEB, "a", breve, dot},
};
struct VniLetter {
    unsigned char byte;
    char32_t small, capital;
    char as_base;
};
constexpr VniLetter vni_letters[] = {
    {0xF1, U'đ', U'Đ', 0}, {0xED, U'í', U'Í', 0},   {0xEC, U'ì', U'Ì', 0},
    {0xE6, U'ỉ', U'Ỉ', 0}, {0xF3, U'ĩ', U'Ĩ', 0},   {0xF2, U'ị', U'Ị', 0},
    {0xEE, U'ỵ', U'Ỵ', 0}, {0xF4, U'ơ', U'Ơ', 'O'}, {0xF6, U'ư', U'Ư', 'U'},
};

[[noreturn]] void refuse(Encoding encoding) {
    throw Error(Code::wrong_encoding, {}, {std::string(to_text(encoding))});
}

std::string decode_vni(std::string_view bytes) {
    std::string out;
    char base = 0;  // what a mark may follow
    for (const char raw : bytes) {
        const auto byte = static_cast<unsigned char>(raw);
        if (byte < 0x80) {
            out += raw;
            base = static_cast<char>(raw | 0x20);
            if (std::string_view("aeouy").find(base) == std::string_view::npos) base = 0;
            continue;
        }
        if (byte == 0xA0) {
            append_utf8(out, 0xA0);
            base = 0;
            continue;
        }
        if (byte < 0xC0) refuse(Encoding::vni);
        const bool capital = byte < 0xE0;
        const auto small = static_cast<unsigned char>(byte | 0x20);
        const auto* mark = std::ranges::find_if(vni_marks, [&](const VniMark& m) {
            return m.byte == small && base != 0 && m.after.find(base) != std::string_view::npos;
        });
        if (mark != std::end(vni_marks)) {
            append_utf8(out, mark->first);
            if (mark->second != 0) append_utf8(out, mark->second);
            base = 0;
            continue;
        }
        const auto* letter = std::ranges::find(vni_letters, small, &VniLetter::byte);
        if (letter == std::end(vni_letters)) refuse(Encoding::vni);
        append_utf8(out, capital ? letter->capital : letter->small);
        base = letter->as_base;
    }
    return to_nfc(out);
}

std::string decode_table(Encoding encoding, const Table& table, std::string_view bytes) {
    std::string out;
    for (const char raw : bytes) {
        const auto byte = static_cast<unsigned char>(raw);
        const char32_t c = table[byte];
        if (c == 0 && byte != 0) refuse(encoding);
        append_utf8(out, c);
    }
    return to_nfc(out);
}

// -- syllables
struct Vowel {
    char32_t plain;  // without its tone
    bool toned;
};
const std::map<char32_t, Vowel>& vowels() {
    static const std::map<char32_t, Vowel> all = [] {
        std::map<char32_t, Vowel> out;
        constexpr std::u32string_view rows[] = {U"aàảãáạ", U"ăằẳẵắặ", U"âầẩẫấậ", U"eèẻẽéẹ",
                                                U"êềểễếệ", U"iìỉĩíị", U"oòỏõóọ", U"ôồổỗốộ",
                                                U"ơờởỡớợ", U"uùủũúụ", U"ưừửữứự", U"yỳỷỹýỵ"};
        for (const std::u32string_view row : rows)
            for (std::size_t i = 0; i < row.size(); ++i) out[row[i]] = {row[0], i > 0};
        return out;
    }();
    return all;
}

constexpr std::u32string_view onsets[] = {U"ngh", U"ng", U"nh", U"ch", U"gh", U"gi", U"kh", U"ph", U"qu",
                                          U"th",  U"tr", U"b",  U"c",  U"d",  U"đ",  U"g",  U"h",  U"k",
                                          U"l",   U"m",  U"n",  U"p",  U"r",  U"s",  U"t",  U"v",  U"x"};
constexpr std::u32string_view endings[] = {U"", U"c", U"ch", U"m", U"n", U"ng", U"nh", U"p", U"t"};

constexpr std::u32string_view nuclei[] = {
    U"a",   U"ă",   U"â",   U"e",   U"ê",   U"i",   U"o",   U"ô",   U"ơ",   U"u",   U"ư",   U"y",
    U"ai",  U"ao",  U"au",  U"ay",  U"âu",  U"ây",  U"eo",  U"êu",  U"ia",  U"iê",  U"iu",  U"oa",
    U"oă",  U"oe",  U"oi",  U"oo",  U"ôi",  U"ơi",  U"ua",  U"uâ",  U"uê",  U"uô",  U"uơ",  U"ui",
    U"uy",  U"ưa",  U"ưi",  U"ươ",  U"ưu",  U"yê",  U"ya",  U"oai", U"oao", U"oay", U"oeo", U"uây",
    U"uôi", U"uya", U"uyê", U"uyu", U"iêu", U"yêu", U"ươi", U"ươu"};

char32_t lower(char32_t c) {
    if (c >= U'A' && c <= U'Z') return c + 0x20;
    if (c >= 0xC0 && c <= 0xDE && c != 0xD7) return c + 0x20;
    if (c == U'Ơ' || c == U'Ư') return c + 1;
    // Latin Extended-A and Additional: capitals are even there.
    if ((c == U'Ă' || c == U'Đ' || c == U'Ĩ' || c == U'Ũ' || (c >= 0x1EA0 && c <= 0x1EF9)) && c % 2 == 0)
        return c + 1;
    return c;
}

bool ends_well(std::u32string_view rest) {
    std::u32string nucleus;
    int tones = 0;
    for (const char32_t c : rest) {
        const auto found = vowels().find(c);
        if (found == vowels().end()) break;
        nucleus += found->second.plain;
        tones += found->second.toned;
    }
    return tones <= 1 && std::ranges::find(nuclei, nucleus) != std::end(nuclei) &&
           std::ranges::find(endings, rest.substr(nucleus.size())) != std::end(endings);
}

bool is_letter(char32_t c) { return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') || c >= 0xC0; }

struct Score {
    std::size_t words = 0, good = 0;
    double share() const { return words == 0 ? 0 : static_cast<double>(good) / static_cast<double>(words); }
};

// Words with a letter beyond ASCII: only they tell encodings apart.
void count_words(Score& score, std::string_view text) {
    std::string word;
    bool telling = false;
    const auto end_word = [&] {
        if (telling) {
            ++score.words;
            score.good += is_syllable(word);
        }
        word.clear();
        telling = false;
    };
    for (const char32_t c : code_points_of(text)) {
        if (!is_letter(c)) {
            // Signs such as ¸ and ® stand within the words of a wrong decoding.
            if (c >= 0x80 && c != 0xA0) {
                ++score.words;
            }
            end_word();
            continue;
        }
        append_utf8(word, c);
        telling = telling || c >= 0x80;
    }
    end_word();
}

}  // namespace

std::string_view to_text(Encoding encoding) {
    switch (encoding) {
        case Encoding::utf8:
            return "UTF-8";
        case Encoding::cp1258:
            return "CP1258";
        case Encoding::tcvn3:
            return "TCVN3";
        case Encoding::vni:
            return "VNI";
    }
    return {};
}

std::optional<Encoding> encoding_from_text(std::string_view text) {
    for (const Encoding encoding : all_encodings)
        if (to_text(encoding) == text) return encoding;
    return {};
}

std::string decode(Encoding encoding, std::string_view bytes) {
    static const Table tcvn3 = tcvn3_table(), cp1258 = cp1258_table();
    switch (encoding) {
        case Encoding::utf8:
            if (!is_utf8(bytes)) refuse(encoding);
            return to_nfc(bytes);
        case Encoding::cp1258:
            return decode_table(encoding, cp1258, bytes);
        case Encoding::tcvn3:
            return decode_table(encoding, tcvn3, bytes);
        case Encoding::vni:
            return decode_vni(bytes);
    }
    return {};
}

std::string as_characters(std::string_view bytes) {
    std::string out;
    for (const char c : bytes) append_utf8(out, static_cast<unsigned char>(c));
    return out;
}

std::optional<std::string> bytes_of(std::string_view characters) {
    std::string out;
    for (const char32_t c : code_points_of(characters)) {
        if (c > 0xFF) return {};
        out += static_cast<char>(c);
    }
    return out;
}

bool is_syllable(std::string_view word_utf8) {
    std::u32string word;
    bool small_seen = false;
    for (const char32_t c : code_points_of(word_utf8)) {
        const char32_t small = lower(c);
        // Small, then capital: no word is written so.
        if (small != c && small_seen) return false;
        small_seen = small_seen || small == c;
        word += small;
    }
    if (ends_well(word)) return true;
    for (const std::u32string_view onset : onsets)
        if (word.starts_with(onset) && ends_well(std::u32string_view(word).substr(onset.size()))) return true;
    // "gì", "gìn": the i is the vowel.
    return word.starts_with(U'g') && ends_well(std::u32string_view(word).substr(1));
}

EncodingGuess guess_encoding(std::span<const std::string> samples) {
    const auto plain = [](const std::string& s) {
        return std::ranges::all_of(s, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    };
    if (std::ranges::all_of(samples, [](const std::string& s) { return is_utf8(s); }))
        return {Encoding::utf8, true};
    struct Judged {
        Encoding encoding;
        Score score;
    };
    std::vector<Judged> judged;
    for (const Encoding encoding : {Encoding::tcvn3, Encoding::vni, Encoding::cp1258}) {
        Judged one{encoding, {}};
        for (const std::string& sample : samples) {
            if (plain(sample)) continue;
            try {
                count_words(one.score, decode(encoding, sample));
            } catch (const Error&) {
                one.score.words += 2;  // a cell it cannot read counts against it
            }
        }
        judged.push_back(one);
    }
    std::ranges::stable_sort(judged, std::greater{}, [](const Judged& j) { return j.score.share(); });
    const Judged &best = judged[0], &next = judged[1];
    const bool sure =
        best.score.words >= 3 && best.score.share() >= 0.9 && best.score.share() - next.score.share() >= 0.3;
    return {best.encoding, sure};
}

}  // namespace hatang::registry
