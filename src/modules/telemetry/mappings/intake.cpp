#include "telemetry/mappings/intake.hpp"

#include "base/text.hpp"
#include "telemetry/limits.hpp"

namespace hatang::telemetry {

void Taken::refuse(Error error, std::int64_t count) {
    refused_total += count;
    const Code code = error.code;
    refused.try_emplace(code, Refused{0, std::move(error)}).first->second.count += count;
}

void note_waiting(WaitingSeries& w, const NamedValue& v, Instant now) {
    ++w.count;
    w.last = now;
    w.kind = v.kind;
    w.value = v.value;
}

Result<Reading> reading_of(Stream* stream, const Target& target, const NamedValue& v, Instant t, Instant now,
                           const MayWrite& may_write, Arrivals& arrivals) {
    const std::int64_t id = *target.datastream_id;
    if (v.kind == ValueKind::text) return Error(Code::wrong_result_type, {}, {"number", "text"});
    if (!v.exact) return Error(Code::out_of_range, {}, {"64 bit", "|n| ≤ 2⁵³"});
    if (!stream || (may_write && !may_write(*stream)))
        return Error(Code::datastream_not_allowed, {}, {std::to_string(id)});
    Reading reading{id, t, target.convert(v.value)};
    if (std::optional<Error> broken = check_reading(stream, now, reading, {})) {
        arrivals.note_time(t);
        return *std::move(broken);
    }
    arrivals.note(*stream, reading, now);
    return reading;
}

MappedIntake::MappedIntake(const Streams& streams, Book& book, Arrivals arrivals, Instant now,
                           const MayWrite* may_write)
    : streams_(streams), book_(book), arrivals_(std::move(arrivals)), now_(now), may_write_(may_write) {}

void MappedIntake::take(Source source, std::string_view series, const NamedValue& value, Instant t) {
    if (series.size() > limits::series_bytes_max || !is_utf8(series) ||
        series.find('\0') != std::string_view::npos)
        return taken.refuse(
            Error(Code::invalid_series, {},
                  {is_utf8(series) ? std::string(series.substr(0, 60)) : "", "UTF-8 ≤ 1000 B"}));
    arrivals_.note_time(t);
    const Target* target = book_.find(source, series);
    if (!target) {
        WaitingSeries* waiting = book_.wait(source, series, now_);
        if (!waiting)
            return taken.refuse(Error(Code::too_many_waiting, {},
                                      {std::string(series), std::to_string(limits::waiting_series_max)}));
        ++taken.waiting;
        return note_waiting(*waiting, value, now_);
    }
    if (!target->datastream_id) {
        ++taken.left_out;
        return;
    }
    static const MayWrite all;
    Result<Reading> reading = reading_of(streams_.find(*target->datastream_id), *target, value, t, now_,
                                         may_write_ ? *may_write_ : all, arrivals_);
    if (reading) {
        taken.readings.push_back(*reading);
        return;
    }
    Error refused = reading.error();
    refused.where = series;
    taken.refuse(std::move(refused));
}

}  // namespace hatang::telemetry
