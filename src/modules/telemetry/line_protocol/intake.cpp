#include "telemetry/line_protocol/intake.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

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

std::size_t SeriesCache::hash(std::string_view series) { return std::hash<std::string_view>{}(series); }
std::size_t SeriesCache::hash(std::size_t series_hash, std::string_view field) {
    constexpr std::size_t odd = 0x9E3779B97F4A7C15;  // 2⁶⁴ by the golden ratio
    return (series_hash ^ std::hash<std::string_view>{}(field)) * odd;
}

void SeriesCache::expect(std::size_t names) {
    if (generation_ != book_.generation() || forgotten_ != streams_.forgotten() ||
        entries_.size() + names > limits::series_cache_max) {
        entries_.clear();
        slots_.clear();
        generation_ = book_.generation();
        forgotten_ = streams_.forgotten();
    }
    const std::size_t wanted = std::bit_ceil(2 * (entries_.size() + names));
    if (slots_.size() >= wanted) return;
    const std::vector<Slot> before = std::exchange(slots_, std::vector<Slot>(2 * wanted));
    for (const Slot& slot : before)
        if (slot.entry) put(slot.hash, slot.entry);
}

void SeriesCache::put(std::size_t hash, Entry* entry) {
    std::size_t at = hash & mask();
    while (slots_[at].entry) at = (at + 1) & mask();
    slots_[at] = {hash, entry};
}

void SeriesCache::fetch_target(std::size_t hash) const {
    const Entry* const entry = slots_[hash & mask()].entry;
    if (!entry) return;
    __builtin_prefetch(entry->name.data());
    if (entry->target) __builtin_prefetch(entry->target);
    if (entry->stream) entry->stream->fetch_to_judge();
}

const SeriesCache::Entry& SeriesCache::find(std::string_view series, std::string_view field, std::size_t hash,
                                            Instant now) {
    for (std::size_t at = hash & mask(); slots_[at].entry; at = (at + 1) & mask()) {
        Entry& entry = *slots_[at].entry;
        if (slots_[at].hash != hash || entry.series() != series || entry.field() != field) continue;
        if (!entry.stream) entry.find_stream(streams_);  // it may have come since
        return entry;
    }
    Entry& made = entries_.emplace_back();
    fill(made, series, field, now);
    put(hash, &made);
    return made;
}

void SeriesCache::fill(Entry& out, std::string_view series, std::string_view field, Instant now) const {
    out.name.reserve(series.size() + field.size());
    out.name.append(series).append(field);
    out.series_size = series.size();
    const Result<std::string> name = series_name(series, field);
    if (!name) {
        out.error = std::make_unique<const Error>(name.error());
        return;
    }
    out.target = book_.find(Source::line_protocol, *name);
    if (out.target) return out.find_stream(streams_);
    out.waiting = book_.wait(Source::line_protocol, *name, now);
    if (!out.waiting)
        out.error = std::make_unique<const Error>(
            Error(Code::too_many_waiting, {}, {*name, std::to_string(limits::waiting_series_max)}));
}

LineBlock read_lines(LineReader& reader, Instant now, std::int64_t unit_ns, std::size_t most) {
    LineBlock out;
    out.values.reserve(std::min(reader.left() / limits::line_bytes_least, most));
    Line line;
    while (out.values.size() + out.refused.size() < most) {
        const LineReader::Got got = reader.next(line);
        if (got == LineReader::Got::end) return out;
        if (got == LineReader::Got::refused) {
            out.refused.push_back({out.values.size(), {reader.refused_line(), reader.refusal()}});
            continue;
        }
        const Instant t = line.time ? instant_of(*line.time, unit_ns) : now;
        const std::size_t series_hash = SeriesCache::hash(line.series);
        for (const LineField& field : line.fields)
            out.values.push_back(
                {line.number, SeriesCache::hash(series_hash, field.key), line.series, field, t});
    }
    out.more = true;
    return out;
}

LineIntake::LineIntake(SeriesCache& cache, Arrivals arrivals, Instant now, MayWrite may_write)
    : cache_(cache), arrivals_(std::move(arrivals)), now_(now), may_write_(std::move(may_write)) {}

// Of a refused line nobody knows how many values it had: it counts as one.
void LineIntake::take(const LineBlock& block, std::vector<Reading>& out) {
    arrivals_.clear();
    outcome_.fields += static_cast<std::int64_t>(block.values.size() + block.refused.size());
    const std::span<const LineBlock::Value> values = block.values;
    std::size_t at = 0;
    // Refusals are told in the order of the lines.
    for (const LineBlock::Refused& refused : block.refused) {
        take(values.subspan(at, refused.before - at), out);
        refuse(refused.refusal.line, refused.refusal.error);
        at = refused.before;
    }
    take(values.subspan(at), out);
}

void LineIntake::take(std::span<const LineBlock::Value> values, std::vector<Reading>& out) {
    while (!values.empty()) {
        const auto some = values.first(std::min(values.size(), limits::values_ahead));
        values = values.subspan(some.size());
        cache_.expect(some.size());
        for (const LineBlock::Value& v : some) cache_.fetch_slot(v.hash);
        for (const LineBlock::Value& v : some) cache_.fetch_entry(v.hash);
        for (const LineBlock::Value& v : some) cache_.fetch_target(v.hash);
        for (const LineBlock::Value& v : some) take(v, cache_.find(v.series, v.field.key, v.hash, now_), out);
    }
}

void LineIntake::take(const LineBlock::Value& item, const SeriesCache::Entry& entry,
                      std::vector<Reading>& out) {
    if (!entry.target && entry.error) return refuse(item.line, *entry.error);
    const NamedValue value{kind_of(item.field.kind), item.field.value, item.field.exact};
    if (!entry.target) {
        ++outcome_.waiting;
        return note_waiting(*entry.waiting, value, now_);
    }
    if (!entry.target->datastream_id) {
        ++outcome_.left_out;
        return;
    }
    const Result<Reading> reading =
        reading_of(entry.stream, *entry.target, value, item.t, now_, may_write_, arrivals_);
    if (reading) {
        out.push_back(*reading);
        return;
    }
    Error refused = reading.error();
    refused.where = entry.field();
    refuse(item.line, std::move(refused));
}

void LineIntake::refuse(std::size_t line, Error error) {
    ++outcome_.refused;
    ++outcome_.refused_by_code.try_emplace(error.code, Refused{0, error}).first->second.count;
    if (outcome_.first.size() < limits::refusals_told_max) outcome_.first.push_back({line, std::move(error)});
}

}  // namespace hatang::telemetry
