#include "base/time.hpp"

#include <chrono>

namespace hatang {
namespace {

// Days since 1970-01-01 of a proleptic Gregorian date, and back (H. Hinnant, "chrono-compatible low-level
// date algorithms").
constexpr std::int64_t days_from_civil(std::int64_t y, unsigned m, unsigned d) {
    y -= m <= 2;
    const std::int64_t era = (y >= 0 ? y : y - 399) / 400;
    const unsigned yoe = static_cast<unsigned>(y - era * 400);
    const unsigned doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    const unsigned doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return era * 146097 + static_cast<std::int64_t>(doe) - 719468;
}

struct Civil {
    std::int64_t year;
    unsigned month, day;
};

constexpr Civil civil_from_days(std::int64_t z) {
    z += 719468;
    const std::int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    const unsigned doe = static_cast<unsigned>(z - era * 146097);
    const unsigned yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    const unsigned doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    const unsigned mp = (5 * doy + 2) / 153;
    const unsigned m = mp + (mp < 10 ? 3 : -9);
    return {static_cast<std::int64_t>(yoe) + era * 400 + (m <= 2), m, doy - (153 * mp + 2) / 5 + 1};
}

constexpr unsigned days_in_month(std::int64_t y, unsigned m) {
    constexpr unsigned kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
    return m == 2 && leap ? 29 : kDays[m - 1];
}

// Reads exactly `digits` decimal digits at the front of `s`; false when they are not there.
bool take_number(std::string_view& s, unsigned digits, unsigned& out) {
    if (s.size() < digits) return false;
    out = 0;
    for (unsigned i = 0; i < digits; ++i) {
        if (s[i] < '0' || s[i] > '9') return false;
        out = out * 10 + static_cast<unsigned>(s[i] - '0');
    }
    s.remove_prefix(digits);
    return true;
}

bool take_char(std::string_view& s, char c) {
    if (s.empty() || s[0] != c) return false;
    s.remove_prefix(1);
    return true;
}

void put_digits(std::string& out, std::int64_t value, int digits) {
    char text[20];
    for (int i = digits - 1; i >= 0; --i, value /= 10) text[i] = static_cast<char>('0' + value % 10);
    out.append(text, static_cast<std::size_t>(digits));
}

}  // namespace

std::optional<Instant> parse_rfc3339(std::string_view s) {
    // Up to the seconds every part has its place.
    constexpr std::size_t to_seconds = 19;
    if (s.size() < to_seconds) return {};
    bool digits_only = true;
    const auto two = [&](std::size_t at) {
        const unsigned tens = static_cast<unsigned char>(s[at]) - unsigned{'0'},
                       ones = static_cast<unsigned char>(s[at + 1]) - unsigned{'0'};
        digits_only = digits_only && tens <= 9 && ones <= 9;
        return tens * 10 + ones;
    };
    const unsigned year = two(0) * 100 + two(2), month = two(5), day = two(8), hour = two(11),
                   minute = two(14), second = two(17);
    if (!digits_only || s[4] != '-' || s[7] != '-' || (s[10] != 'T' && s[10] != 't' && s[10] != ' ') ||
        s[13] != ':' || s[16] != ':')
        return {};
    s.remove_prefix(to_seconds);
    if (year < 1 || month < 1 || month > 12 || day < 1 || day > days_in_month(year, month) || hour > 23 ||
        minute > 59 || second > 59)
        return {};
    std::int64_t fraction_us = 0;
    if (take_char(s, '.')) {
        std::size_t digits = 0;
        for (std::int64_t unit = 100'000; digits < s.size() && s[digits] >= '0' && s[digits] <= '9';
             ++digits, unit /= 10)
            fraction_us += unit * (s[digits] - '0');
        if (digits == 0 || digits > 9) return {};
        s.remove_prefix(digits);
    }
    std::int64_t offset_minutes = 0;
    if (take_char(s, 'Z') || take_char(s, 'z')) {
        if (!s.empty()) return {};
    } else {
        const bool negative = !s.empty() && s[0] == '-';
        if (!take_char(s, '+') && !take_char(s, '-')) return {};
        unsigned zone_hour, zone_minute;
        if (!take_number(s, 2, zone_hour) || !take_char(s, ':') || !take_number(s, 2, zone_minute) ||
            !s.empty() || zone_hour > 23 || zone_minute > 59)
            return {};
        offset_minutes = static_cast<std::int64_t>(zone_hour) * 60 + zone_minute;
        if (negative) offset_minutes = -offset_minutes;
    }
    const std::int64_t seconds = days_from_civil(year, month, day) * 86'400 + hour * 3'600 + minute * 60 +
                                 second - offset_minutes * 60;
    return Instant{seconds * kSecond + fraction_us};
}

std::string to_rfc3339(Instant t) {
    std::int64_t days = t.us / kDay, rest = t.us % kDay;
    if (rest < 0) rest += kDay, --days;
    const Civil date = civil_from_days(days);
    std::string out;
    out.reserve(27);
    put_digits(out, date.year, 4);
    out += '-';
    put_digits(out, date.month, 2);
    out += '-';
    put_digits(out, date.day, 2);
    out += 'T';
    put_digits(out, rest / kHour, 2);
    out += ':';
    put_digits(out, rest / kMinute % 60, 2);
    out += ':';
    put_digits(out, rest / kSecond % 60, 2);
    if (std::int64_t fraction = rest % kSecond; fraction != 0) {
        int digits = 6;
        for (; fraction % 10 == 0; fraction /= 10) --digits;
        out += '.';
        put_digits(out, fraction, digits);
    }
    out += 'Z';
    return out;
}

Instant SystemClock::now() const {
    return {std::chrono::duration_cast<std::chrono::microseconds>(
                std::chrono::system_clock::now().time_since_epoch())
                .count()};
}

}  // namespace hatang
