#include "telemetry/line_protocol/lines.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include "base/text.hpp"
#include "telemetry/limits.hpp"
#include "telemetry/line_protocol/limits.hpp"

namespace hatang::telemetry {
namespace {

// -- what ends a token, as a table: a byte is looked at once
enum Stop : std::uint8_t { no = 0, comma = 1, equals = 2, blank = 4, newline = 8, escape = 16 };
constexpr auto make_stops() {
    std::array<std::uint8_t, 256> out{};
    out[','] = comma;
    out['='] = equals;
    out[' '] = blank;
    out['\n'] = newline;
    out['\\'] = escape;
    return out;
}
constexpr auto stops = make_stops();

// The end of a token that any of `stop` ends. A backslash takes the byte behind it along.
const char* token_end(const char* at, const char* end, unsigned stop) {
    const unsigned watched = stop | escape | newline;
    while (at != end) {
        const unsigned c = stops[static_cast<unsigned char>(*at)] & watched;
        if (c == no) {
            ++at;
        } else if (c == escape) {
            at += end - at > 1 && at[1] != '\n' ? 2 : 1;
        } else {
            break;
        }
    }
    return at;
}

// -- numbers
constexpr double powers_of_ten[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                    1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
constexpr std::uint64_t exact_integer_max = std::uint64_t{1} << 53;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The double nearest to a decimal number. Short ones by one exact product or quotient (Clinger 1990), others
// by std::from_chars.
bool read_double(std::string_view text, double& value) {
    if (!text.empty() && text.front() == '+') text.remove_prefix(1);
    const char *at = text.data(), *const end = at + text.size();
    const bool negative = at != end && *at == '-';
    if (negative) ++at;
    if (at == end || (!is_digit(*at) && *at != '.')) return false;
    std::uint64_t digits = 0;
    int count = 0, fraction = 0;
    bool any = false;
    for (; at != end && is_digit(*at); ++at, any = true)
        if (digits != 0 || *at != '0') digits = digits * 10 + static_cast<unsigned>(*at - '0'), ++count;
    if (at != end && *at == '.')
        for (++at; at != end && is_digit(*at); ++at, any = true) {
            if (digits != 0 || *at != '0') ++count;
            digits = digits * 10 + static_cast<unsigned>(*at - '0');
            ++fraction;
        }
    if (!any) return false;
    if (at == end && count <= 18 && fraction <= 22 && digits <= exact_integer_max) {
        const double magnitude = static_cast<double>(digits) / powers_of_ten[fraction];
        value = negative ? -magnitude : magnitude;
        return true;
    }
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    return error == std::errc() && stop == end && std::isfinite(value);
}

template <class Integer>
bool read_integer(std::string_view text, LineField& field) {
    if (std::is_signed_v<Integer> && !text.empty() && text.front() == '+') text.remove_prefix(1);
    Integer n{};
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, n);
    if (error != std::errc() || stop != end) return false;
    field.value = static_cast<double>(n);
    // The cast back is defined below the first double that the type cannot hold.
    constexpr double beyond = std::is_signed_v<Integer> ? 9223372036854775808.0 : 18446744073709551616.0;
    field.exact = field.value < beyond && static_cast<Integer>(field.value) == n;
    return true;
}

bool read_boolean(std::string_view text, double& value) {
    for (const char* yes : {"t", "T", "true", "True", "TRUE"})
        if (text == yes) return value = 1, true;
    for (const char* no_ : {"f", "F", "false", "False", "FALSE"})
        if (text == no_) return value = 0, true;
    return false;
}

// -- names
// Without the backslashes before what they may escape; any other backslash is itself.
std::string unescaped(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\' || i + 1 == text.size()) {
            out += text[i];
            continue;
        }
        const char next = text[++i];
        if (next != ',' && next != '=' && next != ' ') out += '\\';
        out += next;
    }
    return out;
}

void append_escaped(std::string& out, std::string_view text, bool with_equals) {
    for (const char c : text) {
        if (c == ',' || c == ' ' || (with_equals && c == '=')) out += '\\';
        out += c;
    }
}

bool is_name(std::string_view text) {
    return is_utf8(text) && std::none_of(text.begin(), text.end(), [](char c) {
               return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
           });
}

struct Tag {
    std::string key, value;
};

}  // namespace

Error LineReader::refusal() const {
    return Error(Code::invalid_line, {}, {std::to_string(number_), std::to_string(column_), expected_});
}

bool LineReader::fail(const char* expected) {
    expected_ = expected;
    column_ = static_cast<std::size_t>(at_ - line_begin_) + 1;
    return false;
}

void LineReader::skip_blanks() {
    while (at_ != end_ && (*at_ == ' ' || *at_ == '\t')) ++at_;
}

bool LineReader::at_end_of_line() const {
    if (at_ == end_ || *at_ == '\n') return true;
    return *at_ == '\r' && (end_ - at_ == 1 || at_[1] == '\n');
}

void LineReader::skip_line() {
    at_ = std::find(at_, end_, '\n');
    if (at_ != end_) ++at_;
}

LineReader::Got LineReader::next(Line& line) {
    while (true) {
        number_ += std::exchange(lines_inside_, 0);
        if (at_ == end_) return Got::end;
        ++number_;
        line_begin_ = at_;
        skip_blanks();
        if (at_end_of_line() || *at_ == '#') {
            skip_line();
            continue;
        }
        line.number = number_;
        const bool good = read(line);
        skip_line();
        return good ? Got::line : Got::refused;
    }
}

bool LineReader::read(Line& line) {
    if (!read_series(line)) return false;
    skip_blanks();
    if (!read_fields(line)) return false;
    skip_blanks();
    return read_time(line);
}

bool LineReader::read_series(Line& line) {
    const char* const begin = at_;
    at_ = token_end(at_, end_, comma | blank);
    if (at_ == begin) return fail("measurement");
    while (at_ != end_ && *at_ == ',') {
        const char* const key = ++at_;
        at_ = token_end(at_, end_, comma | equals | blank);
        if (at_ == key || at_ == end_ || *at_ != '=') return fail("tag=value");
        const char* const value = ++at_;
        at_ = token_end(at_, end_, comma | equals | blank);
        if (at_ == value || (at_ != end_ && *at_ == '=')) return fail("tag=value");
    }
    line.series = {begin, static_cast<std::size_t>(at_ - begin)};
    if (line.series.size() > limits::series_bytes_max) return fail("≤ 1000 B");
    return true;
}

bool LineReader::read_fields(Line& line) {
    line.fields.clear();
    while (true) {
        LineField field;
        const char* const key = at_;
        at_ = token_end(at_, end_, comma | equals | blank);
        if (at_ == key || at_ == end_ || *at_ != '=') return fail("field=value");
        field.key = {key, static_cast<std::size_t>(at_ - key)};
        ++at_;
        if (!read_value(field)) return false;
        if (line.fields.size() == limits::fields_of_line_max) return fail("≤ 1000 field");
        line.fields.push_back(field);
        if (at_ == end_ || *at_ != ',') return true;
        ++at_;
    }
}

bool LineReader::read_value(LineField& field) {
    if (at_ != end_ && *at_ == '"') return read_text(field);
    const char* const begin = at_;
    const char* stop = at_;
    while (stop != end_ && *stop != ',' && *stop != ' ' && *stop != '\n' && *stop != '\r') ++stop;
    const std::string_view text(begin, static_cast<std::size_t>(stop - begin));
    if (text.empty()) return fail("1.5, 7i, true, \"text\"");
    const std::string_view digits = text.substr(0, text.size() - 1);
    const bool numeric = is_digit(text.front()) || text.front() == '-' || text.front() == '+';
    if (numeric && text.back() == 'i') {
        field.kind = FieldKind::integer;
        if (!read_integer<std::int64_t>(digits, field)) return fail("int64");
    } else if (numeric && text.back() == 'u') {
        field.kind = FieldKind::unsigned_integer;
        if (!read_integer<std::uint64_t>(digits, field)) return fail("uint64");
    } else if (read_double(text, field.value)) {
        field.kind = FieldKind::number;
    } else if (read_boolean(text, field.value)) {
        field.kind = FieldKind::boolean;
    } else {
        return fail("1.5, 7i, true, \"text\"");
    }
    at_ = stop;
    return true;
}

// A text may go over several lines. Its content is of no use to a datastream, so nothing is kept of it.
bool LineReader::read_text(LineField& field) {
    field.kind = FieldKind::text;
    const char* const begin = at_;
    std::size_t lines = 0;
    for (++at_; at_ != end_ && *at_ != '"'; ++at_) {
        if (*at_ == '\\' && end_ - at_ > 1) ++at_;
        lines += *at_ == '\n';
    }
    if (at_ == end_) {
        at_ = begin;  // the quote that nothing closes; the lines below are read as lines
        return fail("…\"");
    }
    lines_inside_ += lines;
    ++at_;
    return true;
}

bool LineReader::read_time(Line& line) {
    line.time.reset();
    if (at_end_of_line()) return true;
    std::int64_t time = 0;
    const auto [stop, error] = std::from_chars(at_, end_, time);
    if (error != std::errc()) return fail("timestamp");
    at_ = stop;
    skip_blanks();
    if (!at_end_of_line()) return fail("\\n");
    line.time = time;
    return true;
}

Result<std::string> series_name(std::string_view series, std::string_view field) {
    const auto refused = [&](const char* why) {
        return Error(Code::invalid_series, {},
                     {std::string(is_name(series) ? series.substr(0, 100) : ""), why});
    };
    if (series.size() + 1 + field.size() > limits::series_bytes_max) return refused("≤ 1000 B");
    const char *at = series.data(), *const end = at + series.size();
    const char* stop = token_end(at, end, comma | blank);
    const std::string measurement = unescaped({at, static_cast<std::size_t>(stop - at)});
    std::vector<Tag> tags;
    while (stop != end) {
        at = stop + 1;
        const char* const middle = token_end(at, end, comma | equals | blank);
        if (*stop != ',' || middle == end || *middle != '=') return refused("tag=value");
        stop = token_end(middle + 1, end, comma | equals | blank);
        tags.push_back({unescaped({at, static_cast<std::size_t>(middle - at)}),
                        unescaped({middle + 1, static_cast<std::size_t>(stop - middle - 1)})});
    }
    std::sort(tags.begin(), tags.end(), [](const Tag& a, const Tag& b) { return a.key < b.key; });
    for (std::size_t i = 1; i < tags.size(); ++i)
        if (tags[i].key == tags[i - 1].key) return refused("tag × 2");
    std::string out;
    append_escaped(out, measurement, false);
    for (const Tag& tag : tags) {
        out += ',';
        append_escaped(out, tag.key, true);
        out += '=';
        append_escaped(out, tag.value, true);
    }
    out += ' ';
    append_escaped(out, unescaped(field), true);
    if (!is_name(out)) return refused("UTF-8");
    return out;
}

Result<std::string> series_name(std::string_view written) {
    const std::string text = std::string(written) + "=1";
    LineReader reader(text);
    Line line, none;
    if (reader.next(line) == LineReader::Got::line && line.fields.size() == 1 && !line.time &&
        reader.next(none) == LineReader::Got::end)
        return series_name(line.series, line.fields.front().key);
    return Error(
        Code::invalid_series, {},
        {is_name(written) ? std::string(written.substr(0, 100)) : "", "measurement,tag=value field"});
}

}  // namespace hatang::telemetry
