// UTF-8 and Vietnamese text.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace hatang {

// True when every byte belongs to a well-formed UTF-8 sequence (no overlong forms, no surrogates).
bool is_utf8(std::string_view);
// Number of code points of well-formed UTF-8.
std::size_t code_points(std::string_view);
// Unicode normalisation form C: one spelling for "Hoà" typed as one or two code points.
std::string to_nfc(std::string_view);
// Lower case, without diacritics, đ→d, runs of blanks as one: "Cầu Vĩnh Tuy" → "cau vinh tuy". Hoà and Hòa
// meet.
std::string fold(std::string_view);
// Appends `text` as a JSON string with its quotes. Bytes that are not UTF-8 become U+FFFD.
void append_json_string(std::string& out, std::string_view text);
// Appends the shortest JSON number that reads back to the same double; null where JSON has none (NaN,
// infinities). Never as more digits than a 64-bit integer holds: many readers, our own among them, refuse
// those.
void append_json_number(std::string& out, double number);

std::string to_hex(std::string_view bytes);
std::string sha256_hex(std::string_view bytes);
// `bytes` random bytes from the operating system, as lower-case hexadecimal.
std::string random_hex(std::size_t bytes);

}  // namespace hatang
