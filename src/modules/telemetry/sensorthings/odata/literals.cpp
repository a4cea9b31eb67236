#include "telemetry/sensorthings/odata/literals.hpp"

#include <charconv>
#include <chrono>
#include <cmath>

#include "telemetry/sensorthings/odata/limits.hpp"

namespace hatang::telemetry::odata {
namespace {

bool digit(char c) { return c >= '0' && c <= '9'; }

// A whole number of at most nine digits at the front; takes it off.
std::optional<std::int64_t> take_whole(std::string_view& s) {
    std::int64_t n = 0;
    std::size_t size = 0;
    for (; size < s.size() && digit(s[size]); ++size) {
        if (size == 9) return {};
        n = 10 * n + (s[size] - '0');
    }
    if (size == 0) return {};
    s.remove_prefix(size);
    return n;
}

// ".25" → 250,000; up to nine digits, cut to microseconds. Takes it off.
std::optional<std::int64_t> take_fraction_us(std::string_view& s) {
    if (s.empty() || s[0] != '.') return 0;
    s.remove_prefix(1);
    std::int64_t us = 0, unit = kSecond / 10;
    std::size_t size = 0;
    for (; size < s.size() && digit(s[size]); ++size, unit /= 10) us += unit * (s[size] - '0');
    if (size == 0 || size > 9) return {};
    s.remove_prefix(size);
    return us;
}

std::string two(std::int64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); }

std::string seconds_text(std::int64_t us) {
    std::string out = std::to_string(us / kSecond);
    if (us % kSecond == 0) return out;
    std::string fraction = std::to_string(kSecond + us % kSecond).substr(1);
    while (fraction.back() == '0') fraction.pop_back();
    return out + "." + fraction;
}

bool same_letters(std::string_view a, std::string_view upper) {
    if (a.size() != upper.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i)
        if ((a[i] >= 'a' && a[i] <= 'z' ? a[i] - 32 : a[i]) != upper[i]) return false;
    return true;
}

class WktReader {
  public:
    WktReader(std::string_view text, std::size_t& vertices) : rest_(text), vertices_(vertices) {}

    std::optional<Geometry> read() {
        if (!tagged()) return {};
        blanks();
        if (!rest_.empty()) return {};
        return Geometry{std::move(out_)};
    }

  private:
    using Body = bool (WktReader::*)();

    void blanks() {
        while (!rest_.empty() && rest_[0] == ' ') rest_.remove_prefix(1);
    }
    bool take(char c) {
        blanks();
        if (rest_.empty() || rest_[0] != c) return false;
        rest_.remove_prefix(1);
        out_ += c;
        return true;
    }
    bool tagged() {
        blanks();
        std::size_t n = 0;
        while (n < rest_.size() && ((rest_[n] | 32) >= 'a' && (rest_[n] | 32) <= 'z')) ++n;
        const std::string_view tag = rest_.substr(0, n);
        rest_.remove_prefix(n);
        const auto is = [&](std::string_view name) {
            if (!same_letters(tag, name)) return false;
            out_ += name;
            return true;
        };
        if (is("POINT")) return take('(') && position() && take(')');
        if (is("LINESTRING")) return line();
        if (is("POLYGON")) return polygon();
        if (is("MULTIPOINT")) return list(&WktReader::bracketed_position);
        if (is("MULTILINESTRING")) return list(&WktReader::line);
        if (is("MULTIPOLYGON")) return list(&WktReader::polygon);
        // Collections of mixed geometries are nothing that the spatial functions could compare.
        return false;
    }
    bool list(Body body) {
        if (!take('(')) return false;
        do
            if (!(this->*body)()) return false;
        while (take(','));
        return take(')');
    }
    bool number(double& value) {
        blanks();
        const char* begin = rest_.data();
        const auto [end, error] = std::from_chars(begin, begin + rest_.size(), value);
        if (error != std::errc() || !std::isfinite(value) || std::abs(value) > 1e6) return false;
        out_.append(begin, end);
        rest_.remove_prefix(static_cast<std::size_t>(end - begin));
        return true;
    }
    bool position() {
        if (++vertices_ > limits::vertices_max || !number(x_)) return false;
        out_ += ' ';
        return number(y_);
    }
    // With brackets of its own or without; written with them.
    bool bracketed_position() {
        blanks();
        if (!rest_.empty() && rest_[0] == '(') return take('(') && position() && take(')');
        out_ += '(';
        const bool read = position();
        out_ += ')';
        return read;
    }
    bool positions(std::size_t least, bool closed) {
        if (!take('(')) return false;
        std::size_t n = 0;
        double first_x = 0, first_y = 0;
        do {
            if (!position()) return false;
            if (n++ == 0) first_x = x_, first_y = y_;
        } while (take(','));
        return n >= least && (!closed || (first_x == x_ && first_y == y_)) && take(')');
    }
    bool line() { return positions(2, false); }
    bool ring() { return positions(4, true); }
    bool polygon() { return list(&WktReader::ring); }

    std::string_view rest_;
    std::size_t& vertices_;
    std::string out_;
    double x_ = 0, y_ = 0;
};

}  // namespace

std::optional<Instant> read_moment(std::string_view text) {
    std::string fixed(text);
    if (const std::size_t blank = fixed.find(' '); blank != fixed.npos) fixed[blank] = '+';
    return parse_rfc3339(fixed);
}

std::optional<Interval> read_interval(std::string_view text) {
    const std::size_t slash = text.find('/');
    if (slash == text.npos) return {};
    const auto start = read_moment(text.substr(0, slash)), end = read_moment(text.substr(slash + 1));
    if (!start || !end || *end < *start) return {};
    return Interval{*start, *end};
}

std::optional<Duration> read_duration(std::string_view text) {
    const bool negative = text.starts_with('-');
    if (negative) text.remove_prefix(1);
    if (!text.starts_with('P')) return {};
    text.remove_prefix(1);
    struct Unit {
        char letter;
        std::int64_t us;
        bool of_day;
    };
    constexpr Unit units[] = {
        {'D', kDay, false}, {'H', kHour, true}, {'M', kMinute, true}, {'S', kSecond, true}};
    std::int64_t us = 0;
    bool any = false, in_day = false;
    std::size_t next = 0;
    while (!text.empty()) {
        if (text[0] == 'T') {
            if (in_day) return {};
            in_day = true;
            any = false;
            text.remove_prefix(1);
            continue;
        }
        const auto n = take_whole(text);
        const auto fraction = take_fraction_us(text);
        if (!n || !fraction || text.empty()) return {};
        while (next < 4 && (units[next].letter != text[0] || units[next].of_day != in_day)) ++next;
        if (next == 4 || (*fraction && text[0] != 'S')) return {};
        if (*n > limits::duration_max_us / units[next].us) return {};
        us += *n * units[next].us + *fraction;
        if (us > limits::duration_max_us) return {};
        ++next;
        any = true;
        text.remove_prefix(1);
    }
    if (!any) return {};
    return Duration{negative ? -us : us};
}

std::optional<Date> read_date(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return {};
    std::string_view y = text.substr(0, 4), m = text.substr(5, 2), d = text.substr(8, 2);
    const auto year = take_whole(y), month = take_whole(m), day = take_whole(d);
    if (!year || !month || !day || !y.empty() || !m.empty() || !d.empty() || *year < 1) return {};
    const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(*year)),
                                           std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok()) return {};
    return Date{std::chrono::sys_days(date).time_since_epoch().count()};
}

std::optional<TimeOfDay> read_time_of_day(std::string_view text) {
    const auto hour = take_whole(text);
    if (!hour || *hour > 23 || !text.starts_with(':')) return {};
    text.remove_prefix(1);
    const auto minute = take_whole(text);
    if (!minute || *minute > 59) return {};
    std::int64_t us = *hour * kHour + *minute * kMinute;
    if (text.starts_with(':')) {
        text.remove_prefix(1);
        const auto second = take_whole(text);
        const auto fraction = take_fraction_us(text);
        if (!second || *second > 59 || !fraction) return {};
        us += *second * kSecond + *fraction;
    }
    if (!text.empty()) return {};
    return TimeOfDay{us};
}

std::optional<Geometry> read_wkt(std::string_view text, std::size_t& vertices) {
    return WktReader(text, vertices).read();
}

std::string write_duration(Duration d) {
    return (d.us < 0 ? "-PT" : "PT") + seconds_text(d.us < 0 ? -d.us : d.us) + "S";
}

std::string write_date(Date d) {
    const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(d.days))};
    std::string year = std::to_string(static_cast<int>(date.year()));
    year.insert(0, 4 - std::min<std::size_t>(4, year.size()), '0');
    return year + "-" + two(static_cast<unsigned>(date.month())) + "-" +
           two(static_cast<unsigned>(date.day()));
}

std::string write_time_of_day(TimeOfDay t) {
    const std::string seconds = seconds_text(t.us % kMinute);
    return two(t.us / kHour) + ":" + two(t.us / kMinute % 60) + ":" +
           (t.us % kMinute < 10 * kSecond ? "0" : "") + seconds;
}

}  // namespace hatang::telemetry::odata
