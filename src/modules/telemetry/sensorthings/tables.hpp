// How the entities of SensorThings stand in the database. Texts of this program, with {t} for the alias of
// the row and, in links, {p} for that of the row they lead from.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "telemetry/sensorthings/odata/model.hpp"

namespace hatang::telemetry::sta {

using odata::Set;

// A member of open properties that is a column: it wins over one of that name among the free ones.
struct Member {
    std::string_view name, column;
    bool text = false;
};

struct Column {
    std::string_view name;   // of the property
    std::string_view value;  // of its type; empty: only in memory
    std::string_view json;   // as it is shown; empty: made from memory
    // Of open properties: where the free members stand, and the others. `value` is the two put together.
    std::string_view free = {};
    std::span<const Member> members = {};
};

struct Table {
    std::string_view from;
    std::string_view scope;       // the row with the columns of the scope; empty: everybody's
    std::string_view permission;  // within which it is read
    std::span<const Column> columns;
    std::string_view asset = {};  // whose row that is; empty: its id
    const Column* column(std::string_view name) const;
};

// An Observation has no row: its table is that of its datastream.
const Table& table(Set);
// Where a Location has been and is no more, beside the places of now.
inline constexpr std::int64_t past_place_ids = std::int64_t{1} << 40;
std::string_view past_locations();
// Features of interest of their own, beside those that are works.
inline constexpr std::int64_t own_feature_ids = std::int64_t{1} << 40;
// Joins to a datastream, as the table of Observations, what its readings are of: a row {t}f for each feature.
std::string_view features_of_stream();
// Datastreams with readings of the feature whose number is {p}, and perhaps some without, as an array.
std::string_view streams_of_feature();
// The condition that joins the two rows.
std::string_view link(Set from, std::string_view navigation);

// `text` with the aliases filled in.
std::string with_aliases(std::string_view text, std::string_view t, std::string_view p = {});

}  // namespace hatang::telemetry::sta
