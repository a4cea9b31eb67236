// Texts of old Vietnamese files: bytes in one of four encodings. TCVN3 is the VN3 of TCVN 5712:1993 (fonts
// .VnTime, "ABC"), VNI is VNI-Windows, CP1258 is Microsoft's Vietnamese code page. Pure.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace hatang::registry {

enum class Encoding { utf8, cp1258, tcvn3, vni };
inline constexpr Encoding all_encodings[] = {Encoding::utf8, Encoding::cp1258, Encoding::tcvn3,
                                             Encoding::vni};
std::string_view to_text(Encoding);  // "UTF-8", "CP1258", "TCVN3", "VNI"
std::optional<Encoding> encoding_from_text(std::string_view);

// UTF-8 in normalisation form C. Throws wrong_encoding for a byte or a pair that the encoding does not have.
// Capital vowels of TCVN3 are the font's affair (.VnTimeH): they come as small letters.
std::string decode(Encoding, std::string_view bytes);

// Bytes carried through JSON as the characters U+0000…U+00FF, and back. bytes_of gives nothing when the text
// holds others.
std::string as_characters(std::string_view bytes);
std::optional<std::string> bytes_of(std::string_view characters);

struct EncodingGuess {
    Encoding encoding = Encoding::utf8;
    bool sure = true;
};
// Whose decoding gives the most words that are Vietnamese syllables. Sure when all is ASCII or well-formed
// UTF-8, or when one encoding is far ahead of the others over several words.
EncodingGuess guess_encoding(std::span<const std::string> samples);

// Whether a word could be a Vietnamese syllable: an onset, vowels with one tone at most, an ending.
bool is_syllable(std::string_view word_utf8);

}  // namespace hatang::registry
