// Inside of odata: values as they are written.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "telemetry/sensorthings/odata/ast.hpp"

namespace hatang::telemetry::odata {

// Each gives nothing for what is no such value.
std::optional<Instant> read_moment(std::string_view);         // RFC 3339; a blank may stand for the +
std::optional<Interval> read_interval(std::string_view);      // start/end, start not after end
std::optional<Duration> read_duration(std::string_view);      // [-]P1DT2H3M4.5S, at most a century
std::optional<Date> read_date(std::string_view);              // 2026-11-29, of the calendar
std::optional<TimeOfDay> read_time_of_day(std::string_view);  // 07:30[:15[.25]]
// Well-known text of a geometry that PostGIS takes; `vertices` grows by its positions.
std::optional<Geometry> read_wkt(std::string_view, std::size_t& vertices);

std::string write_duration(Duration);
std::string write_date(Date);
std::string write_time_of_day(TimeOfDay);

}  // namespace hatang::telemetry::odata
