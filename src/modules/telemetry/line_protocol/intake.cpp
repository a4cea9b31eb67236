#include "telemetry/line_protocol/intake.hpp"

#include <algorithm>
#include <array>

#include "telemetry/limits.hpp"
#include "telemetry/line_protocol/limits.hpp"

namespace hatang::telemetry {
namespace {

// The years that RFC 3339 can write; beyond them a time is as wrong as at them.
constexpr Instant earliest{-62'135'596'800 * kSecond}, latest{253'402'300'799 * kSecond};

// Down to microseconds, which is what is kept.
Instant instant_of(std::int64_t time, std::int64_t unit_ns) {
    constexpr std::int64_t us_ns = 1'000;
    if (unit_ns == 1) {
        const std::int64_t us = time / us_ns - (time % us_ns < 0);
        return std::clamp(Instant{us}, earliest, latest);
    }
    const std::int64_t unit_us = unit_ns / us_ns;
    if (time > latest.us / unit_us) return latest;
    if (time < earliest.us / unit_us) return earliest;
    return {time * unit_us};
}

ValueKind kind_of(FieldKind kind) {
    if (kind == FieldKind::text) return ValueKind::text;
    return kind == FieldKind::boolean ? ValueKind::boolean : ValueKind::number;
}

}  // namespace

std::optional<std::int64_t> precision_ns(std::string_view word) {
    constexpr std::int64_t ns = 1, us = 1'000, ms = 1'000'000, s = 1'000'000'000;
    constexpr std::array<std::pair<std::string_view, std::int64_t>, 9> words{{{"ns", ns},
                                                                              {"n", ns},
                                                                              {"us", us},
                                                                              {"u", us},
                                                                              {"µ", us},
                                                                              {"ms", ms},
                                                                              {"s", s},
                                                                              {"m", 60 * s},
                                                                              {"h", 3600 * s}}};
    for (const auto& [name, unit] : words)
        if (name == word) return unit;
    return {};
}

const SeriesCache::Entry& SeriesCache::find(std::string_view series, std::string_view field,
                                            std::size_t& hint, Instant now) {
    if (generation_ != book_.generation() || entries_ >= limits::series_cache_max) {
        by_series_.clear();
        entries_ = 0;
        generation_ = book_.generation();
    }
    auto found = by_series_.find(series);
    if (found == by_series_.end()) found = by_series_.emplace(series, std::vector<Entry>{}).first;
    std::vector<Entry>& fields = found->second;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const std::size_t at = (hint + i) % fields.size();
        if (fields[at].field != field) continue;
        hint = at + 1;
        return fields[at];
    }
    fields.push_back(make(series, field, now));
    ++entries_;
    hint = fields.size();
    return fields.back();
}

SeriesCache::Entry SeriesCache::make(std::string_view series, std::string_view field, Instant now) const {
    Entry out;
    out.field = field;
    const Result<std::string> name = series_name(series, field);
    if (!name) {
        out.error = name.error();
        return out;
    }
    out.target = book_.find(Source::line_protocol, *name);
    if (out.target) return out;
    out.waiting = book_.wait(Source::line_protocol, *name, now);
    if (!out.waiting)
        out.error = Error(Code::too_many_waiting, {}, {*name, std::to_string(limits::waiting_series_max)});
    return out;
}

LineIntake::LineIntake(const Streams& streams, SeriesCache& cache, Arrivals arrivals, Instant now,
                       std::int64_t unit_ns, std::function<bool(const Stream&)> may_write)
    : streams_(streams),
      cache_(cache),
      arrivals_(std::move(arrivals)),
      now_(now),
      unit_ns_(unit_ns),
      may_write_(std::move(may_write)) {}

bool LineIntake::read(LineReader& reader, std::vector<Reading>& out, std::size_t most) {
    arrivals_.clear();
    const std::int64_t end = outcome_.fields + static_cast<std::int64_t>(most);
    while (outcome_.fields < end) {
        const LineReader::Got got = reader.next(line_);
        if (got == LineReader::Got::end) return false;
        if (got == LineReader::Got::refused) {
            ++outcome_.fields;  // how many it had nobody knows
            refuse(reader.refused_line(), reader.refusal());
            continue;
        }
        const Instant t = line_.time ? instant_of(*line_.time, unit_ns_) : now_;
        std::size_t hint = 0;
        for (const LineField& field : line_.fields) {
            ++outcome_.fields;
            take(line_, field, cache_.find(line_.series, field.key, hint, now_), t, out);
        }
    }
    return true;
}

void LineIntake::take(const Line& line, const LineField& field, const SeriesCache::Entry& entry, Instant t,
                      std::vector<Reading>& out) {
    if (entry.error) return refuse(line.number, *entry.error);
    const NamedValue value{kind_of(field.kind), field.value, field.exact};
    if (entry.waiting) {
        ++outcome_.waiting;
        return note_waiting(*entry.waiting, value, now_);
    }
    if (!entry.target->datastream_id) {
        ++outcome_.left_out;
        return;
    }
    const Result<Reading> reading =
        reading_of(streams_, *entry.target, value, t, now_, may_write_, arrivals_);
    if (reading) {
        out.push_back(*reading);
        return;
    }
    Error refused = reading.error();
    refused.where = entry.field;
    refuse(line.number, std::move(refused));
}

void LineIntake::refuse(std::size_t line, Error error) {
    ++outcome_.refused;
    ++outcome_.refused_by_code.try_emplace(error.code, Refused{0, error}).first->second.count;
    if (outcome_.first.size() < limits::refusals_told_max) outcome_.first.push_back({line, std::move(error)});
}

}  // namespace hatang::telemetry
