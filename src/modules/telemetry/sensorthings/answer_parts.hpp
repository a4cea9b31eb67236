// Inside of answer*.cpp: what its parts share.
#pragma once

#include <algorithm>
#include <charconv>
#include <string>
#include <vector>

#include "telemetry/sensorthings/answer.hpp"
#include "telemetry/sensorthings/odata/errors.hpp"
#include "telemetry/sensorthings/odata/limits.hpp"

namespace hatang::telemetry::sta {

inline Error not_found_at(const std::string& what) { return Error(Code::not_found, {}, {what}); }

inline std::string what_of(const std::vector<odata::Resource::Part>& parts) {
    std::string out;
    for (const odata::Resource::Part& p : parts) {
        if (!out.empty()) out += "/";
        out += p.navigation ? p.navigation->name : odata::entity(p.set).set_name;
        if (p.key) out += "(" + std::to_string(*p.key) + ")";
    }
    return out;
}

// The row that a path ends at.
RowOf last_row(const std::vector<odata::Resource::Part>&);

// "17" → 17, whole; throws for anything else.
inline std::int64_t token_number(std::string_view text) {
    std::int64_t n = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), n);
    if (error != std::errc() || stop != text.data() + text.size())
        throw odata::invalid_option("$skiptoken", 0, text, "@iot.nextLink");
    return n;
}

inline std::int64_t page_size(const odata::Options& o) {
    return std::min(o.top.value_or(odata::limits::top_default), odata::limits::top_max);
}

// The place of an ObservedProperty among the results of a MultiDatastream, whose id is `of`.
inline std::string place_sql(const std::string& of, const std::string& alias) {
    return "(select mp.position from telemetry.datastream_part mp join telemetry.datastream md on md.id = "
           "mp.part_id where mp.datastream_id = " +
           of + " and md.property = " + alias + ".key limit 1)";
}

// Order of a statement: what is asked for, and the id at its end.
inline std::string order_by_sql(Sql& sql, const odata::Options& o, const RowOf& row) {
    std::string out;
    for (const odata::OrderBy& key : o.orderby) {
        out += sql.value(key.value, row);
        if (key.value.kind == odata::Kind::text) out += " collate \"C\"";  // by code point
        out += key.descending ? " desc, " : ", ";
    }
    return out + row.alias + ".id";
}

}  // namespace hatang::telemetry::sta
