#include "telemetry/sensorthings/tables.hpp"

#include <array>
#include <stdexcept>

namespace hatang::telemetry::sta {
namespace {

// The geometry of an asset as an entity of its own: columns id, asset_id, place_id, geom.
#define HATANG_PLACE_NOW                                                                                  \
    "(select now.id, now.id as asset_id, null::bigint as place_id, now.geom from registry_api.asset now " \
    "where now.status <> 'retired' and now.geom is not null) {t} "                                        \
    "join registry_api.asset {t}a on {t}a.id = {t}.asset_id"
constexpr std::string_view past_places =
    "(select case when past.is_current then past.asset_id else past.id + 1099511627776 end as id, "
    "past.asset_id, "
    "past.id as place_id, past.geom from registry_api.asset_place past) {t} "
    "join registry_api.asset {t}a on {t}a.id = {t}.asset_id and {t}a.status <> 'retired'";

// What can be observed: the places of assets, and features of their own. Both parts are one row without
// conditions each, so that a page in the order of ids is read from both indexes.
#define HATANG_OF_WORK(column) "(select a." column " from registry_api.asset a where a.id = own.asset_id)"
#define HATANG_FEATURES \
    "(select * from (select now.id, now.id as asset_id, now.name, now.name as description, "                  \
    "'application/geo+json'::text as encoding_type, now.geom, null::jsonb as feature, "                       \
    "jsonb_strip_nulls(jsonb_build_object('ward', now.ward_code)) as properties, "                            \
    "now.status <> 'retired' and now.geom is not null as there, now.owner_id, now.operator_id, "              \
    "now.ward_code, now.domain, now.class_key, now.sensitivity from registry_api.asset now "                  \
    "union all select own.id, own.asset_id, own.name, own.description, own.encoding_type, own.geom, "         \
    "own.feature, own.properties || jsonb_strip_nulls(jsonb_build_object('asset', own.asset_id)), true, "     \
    HATANG_OF_WORK("owner_id") ", " HATANG_OF_WORK("operator_id") ", " HATANG_OF_WORK("ward_code") ", "       \
    HATANG_OF_WORK("domain") ", " HATANG_OF_WORK("class_key") ", " HATANG_OF_WORK("sensitivity")              \
    " from telemetry.feature own) there where there.there) {t}"

#define HATANG_THING_DESCRIPTION \
    "coalesce(nullif({t}.attributes ->> 'remark', ''), nullif({t}.address, ''), {t}.name)"
#define HATANG_THING_PROPERTIES                                                                       \
    "({t}.attributes || jsonb_strip_nulls(jsonb_build_object('class', {t}.class_key, 'domain', "      \
    "{t}.domain, "                                                                                    \
    "'level', {t}.level, 'status', {t}.status, 'grade', {t}.grade, 'ward', {t}.ward_code, 'parent', " \
    "{t}.parent_id, 'name_en', {t}.name_en, 'address', {t}.address, 'generated', {t}.generated)))"
#define HATANG_PLACE_PROPERTIES "jsonb_strip_nulls(jsonb_build_object('ward', {t}a.ward_code))"
#define HATANG_SENSOR_METADATA "coalesce({t}.metadata, to_jsonb(coalesce({t}.model, {t}.serial)))"
#define HATANG_SENSOR_PROPERTIES \
    "({t}.properties || jsonb_strip_nulls(jsonb_build_object('serial', {t}.serial, 'model', {t}.model)))"
#define HATANG_UNIT(of)                                                                          \
    "coalesce(" of ".unit_of_measurement, jsonb_build_object('name', " of ".unit, 'symbol', " of \
    ".unit, "                                                                                    \
    "'definition', 'ucum:' || " of ".unit))"
#define HATANG_OBSERVATION_TYPE(of)                                                                        \
    "('http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_' || case " of                             \
    ".result_type when 'number' "                                                                          \
    "then 'Measurement' when 'count' then 'CountObservation' when 'boolean' then 'TruthObservation' when " \
    "'text' then 'CategoryObservation' when 'several' then 'ComplexObservation' else 'Observation' end)"
// Of the parts of a MultiDatastream, in their order.
#define HATANG_OF_PARTS(value)                                  \
    "(select jsonb_agg(" value                                  \
    " order by mp.position) from telemetry.datastream_part mp " \
    "join telemetry.datastream md on md.id = mp.part_id where mp.datastream_id = {t}.id)"
// Whether one of its parts measures that ObservedProperty.
#define HATANG_MEASURES(multi, property)                                                                   \
    "exists (select from telemetry.datastream_part mp join telemetry.datastream md on md.id = mp.part_id " \
    "where mp.datastream_id = " multi ".id and md.property = " property ".key)"
#define HATANG_MULTI_PROPERTIES                                                                  \
    "({t}.properties || jsonb_strip_nulls(jsonb_build_object('interval_s', {t}.interval_s)) || " \
    "jsonb_build_object('datastreams', " HATANG_OF_PARTS("md.id") "))"
#define HATANG_STREAM_PROPERTIES                                                                      \
    "({t}.properties || jsonb_strip_nulls(jsonb_build_object('interval_s', {t}.interval_s, 'least', " \
    "{t}.least, "                                                                                     \
    "'most', {t}.most, 'decimals', {t}.decimals, 'feature_of_interest', {t}.feature_id)))"

constexpr Member thing_members[] = {{"class", "{t}.class_key", true}, {"domain", "{t}.domain", true},
                                    {"level", "{t}.level", true},     {"status", "{t}.status", true},
                                    {"grade", "{t}.grade", true},     {"ward", "{t}.ward_code", true},
                                    {"parent", "{t}.parent_id"},      {"name_en", "{t}.name_en", true},
                                    {"address", "{t}.address", true}, {"generated", "{t}.generated"}};
constexpr Member sensor_members[] = {{"serial", "{t}.serial", true}, {"model", "{t}.model", true}};
constexpr Member stream_members[] = {{"interval_s", "{t}.interval_s"},
                                     {"least", "{t}.least"},
                                     {"most", "{t}.most"},
                                     {"decimals", "{t}.decimals"},
                                     {"feature_of_interest", "{t}.feature_id"}};

constexpr Column thing_columns[] = {
    {"id", "{t}.id", "{t}.id"},
    {"name", "{t}.name", "to_json({t}.name)"},
    {"description", HATANG_THING_DESCRIPTION, "to_json(" HATANG_THING_DESCRIPTION ")"},
    {"properties", HATANG_THING_PROPERTIES, HATANG_THING_PROPERTIES, "{t}.attributes", thing_members}};
constexpr Column location_columns[] = {
    {"id", "{t}.id", "{t}.id"},
    {"name", "{t}a.name", "to_json({t}a.name)"},
    {"description", "{t}a.name", "to_json({t}a.name)"},
    {"encodingType", "'application/geo+json'::text", "'\"application/geo+json\"'"},
    {"location", "{t}.geom", "public.st_asgeojson({t}.geom)"},
    {"properties", HATANG_PLACE_PROPERTIES, HATANG_PLACE_PROPERTIES}};
constexpr Column historical_columns[] = {
    {"id", "{t}.id", "{t}.id"},
    {"time", "{t}.since",
     "to_json(to_char({t}.since at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"'))"}};
constexpr Column datastream_columns[] = {
    {"id", "{t}.id", "{t}.id"},
    {"name", "{t}.name", "to_json({t}.name)"},
    {"description", "coalesce({t}.description, {t}.name)", "to_json(coalesce({t}.description, {t}.name))"},
    {"observationType", HATANG_OBSERVATION_TYPE("{t}"), "to_json(" HATANG_OBSERVATION_TYPE("{t}") ")"},
    {"unitOfMeasurement", HATANG_UNIT("{t}"), HATANG_UNIT("{t}")},
    {"observedArea", "public.st_envelope({t}a.geom)", "public.st_asgeojson(public.st_envelope({t}a.geom))"},
    {"phenomenonTime", "", ""},
    {"resultTime", "", ""},
    {"properties", HATANG_STREAM_PROPERTIES, HATANG_STREAM_PROPERTIES, "{t}.properties", stream_members}};
constexpr Column multi_columns[] = {
    {"id", "{t}.id", "{t}.id"},
    {"name", "{t}.name", "to_json({t}.name)"},
    {"description", "coalesce({t}.description, {t}.name)", "to_json(coalesce({t}.description, {t}.name))"},
    {"observationType", HATANG_OBSERVATION_TYPE("{t}"), "to_json(" HATANG_OBSERVATION_TYPE("{t}") ")"},
    {"multiObservationDataTypes", HATANG_OF_PARTS(HATANG_OBSERVATION_TYPE("md")),
     HATANG_OF_PARTS(HATANG_OBSERVATION_TYPE("md"))},
    {"unitOfMeasurements", HATANG_OF_PARTS(HATANG_UNIT("md")), HATANG_OF_PARTS(HATANG_UNIT("md"))},
    {"observedArea", "public.st_envelope({t}a.geom)", "public.st_asgeojson(public.st_envelope({t}a.geom))"},
    {"phenomenonTime", "", ""},
    {"resultTime", "", ""},
    {"properties", HATANG_MULTI_PROPERTIES, HATANG_MULTI_PROPERTIES}};
constexpr Column sensor_columns[] = {
    {"id", "{t}.id", "{t}.id"},
    {"name", "{t}.name", "to_json({t}.name)"},
    {"description", "coalesce({t}.description, {t}.name)", "to_json(coalesce({t}.description, {t}.name))"},
    {"encodingType", "{t}.encoding_type", "to_json({t}.encoding_type)"},
    {"metadata", HATANG_SENSOR_METADATA, HATANG_SENSOR_METADATA},
    {"properties", HATANG_SENSOR_PROPERTIES, HATANG_SENSOR_PROPERTIES, "{t}.properties", sensor_members}};
constexpr Column observed_columns[] = {
    {"id", "{t}.id", "{t}.id"},
    {"name", "{t}.name", "to_json({t}.name)"},
    {"definition", "{t}.definition", "to_json({t}.definition)"},
    {"description", "{t}.description", "to_json({t}.description)"},
    {"properties", "({t}.properties || jsonb_build_object('key', {t}.key))",
     "({t}.properties || jsonb_build_object('key', {t}.key))"}};
constexpr Column feature_columns[] = {
    {"id", "{t}.id", "{t}.id"},
    {"name", "{t}.name", "to_json({t}.name)"},
    {"description", "{t}.description", "to_json({t}.description)"},
    {"encodingType", "{t}.encoding_type", "to_json({t}.encoding_type)"},
    {"feature", "{t}.geom", "coalesce({t}.feature::text, public.st_asgeojson({t}.geom))"},
    {"properties", "{t}.properties", "{t}.properties"}};

#define HATANG_STREAMS_FROM(kind)                                                          \
    "telemetry.datastream {t} join telemetry.sensor {t}s on {t}s.id = {t}.sensor_id " kind \
    "left join registry_api.asset {t}a on {t}a.id = {t}s.asset_id"

// In the order of Set.
constexpr std::array<Table, odata::set_count> table_of_set{{
    {"(select * from registry_api.asset_detail alive where alive.status <> 'retired') {t}", "{t}",
     "asset.read", thing_columns},
    {HATANG_PLACE_NOW, "{t}a", "asset.read", location_columns},
    {"registry_api.asset_place {t} join registry_api.asset {t}a on {t}a.id = {t}.asset_id and {t}a.status <> "
     "'retired'",
     "{t}a", "asset.read", historical_columns},
    {HATANG_STREAMS_FROM("and {t}.result_type <> 'several' "), "{t}a", "telemetry.read", datastream_columns},
    {"telemetry.sensor {t} left join registry_api.asset {t}a on {t}a.id = {t}.asset_id", "{t}a",
     "telemetry.read", sensor_columns},
    {"telemetry.observed_property {t}", "", "telemetry.read", observed_columns},
    {HATANG_STREAMS_FROM(""), "{t}a", "telemetry.read", {}},
    {HATANG_FEATURES, "{t}", "asset.read", feature_columns, "{t}.asset_id"},
    {HATANG_STREAMS_FROM("and {t}.result_type = 'several' "), "{t}a", "telemetry.read", multi_columns},
}};

struct Link {
    Set from;
    std::string_view navigation, condition;
};
constexpr Link links[] = {
    {Set::things, "Datastreams", "{t}s.asset_id = {p}.id"},
    {Set::things, "MultiDatastreams", "{t}s.asset_id = {p}.id"},
    {Set::things, "Locations", "{t}.asset_id = {p}.id"},
    {Set::things, "HistoricalLocations", "{t}.asset_id = {p}.id"},
    {Set::locations, "Things", "{t}.id = {p}.asset_id and {p}.id < 1099511627776"},
    {Set::locations, "HistoricalLocations",
     "{t}.asset_id = {p}.asset_id and (case when {p}.id < 1099511627776 then {t}.is_current else {t}.id = "
     "{p}.place_id end)"},
    {Set::historical_locations, "Thing", "{t}.id = {p}.asset_id"},
    {Set::historical_locations, "Locations", "{t}.place_id = {p}.id"},
    {Set::datastreams, "Thing", "{t}.id = {p}s.asset_id"},
    {Set::datastreams, "Sensor", "{t}.id = {p}.sensor_id"},
    {Set::datastreams, "ObservedProperty", "{t}.key = {p}.property"},
    {Set::datastreams, "Observations", "{t}.id = {p}.id"},
    {Set::sensors, "Datastreams", "{t}.sensor_id = {p}.id"},
    {Set::observed_properties, "Datastreams", "{t}.property = {p}.key"},
    {Set::sensors, "MultiDatastreams", "{t}.sensor_id = {p}.id"},
    {Set::observed_properties, "MultiDatastreams", HATANG_MEASURES("{t}", "{p}")},
    {Set::multi_datastreams, "Thing", "{t}.id = {p}s.asset_id"},
    {Set::multi_datastreams, "Sensor", "{t}.id = {p}.sensor_id"},
    {Set::multi_datastreams, "ObservedProperties", HATANG_MEASURES("{p}", "{t}")},
    {Set::multi_datastreams, "Observations", "{t}.id = {p}.id"},
    {Set::observations, "Datastream", "{t}.id = {p}.id"},
    {Set::observations, "MultiDatastream", "{t}.id = {p}.id"},
    {Set::observations, "FeatureOfInterest", "{t}.id = {p}f.feature_id"},
    {Set::features_of_interest, "Observations", "{t}f.feature_id = {p}.id"},
};

}  // namespace

const Column* Table::column(std::string_view name) const {
    for (const Column& c : columns)
        if (c.name == name) return &c;
    return nullptr;
}

const Table& table(Set set) { return table_of_set[static_cast<std::size_t>(set)]; }
std::string_view past_locations() { return past_places; }

std::string_view features_of_stream() {
    return " cross join lateral (select coalesce({t}.feature_id, {t}s.asset_id) as feature_id union all "
           "select "
           "sf.feature_id from telemetry.stream_feature sf where sf.datastream_id = {t}.id and sf.feature_id "
           "is "
           "distinct from coalesce({t}.feature_id, {t}s.asset_id)) {t}f";
}

std::string_view streams_of_feature() {
    return "array(select od.id from telemetry.datastream od join telemetry.sensor os on os.id = od.sensor_id "
           "where "
           "os.asset_id = {p} union all select odf.id from telemetry.datastream odf where odf.feature_id = "
           "{p} union "
           "all select sf.datastream_id from telemetry.stream_feature sf where sf.feature_id = {p})";
}

std::string_view link(Set from, std::string_view navigation) {
    for (const Link& l : links)
        if (l.from == from && l.navigation == navigation) return l.condition;
    throw std::logic_error("no link " + std::string(navigation));
}

std::string with_aliases(std::string_view text, std::string_view t, std::string_view p) {
    std::string out;
    out.reserve(text.size() + 16);
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '{') {
            out += text[i];
            continue;
        }
        out += text[i + 1] == 't' ? t : p;
        i += 2;
    }
    return out;
}

#undef HATANG_PLACE_NOW
#undef HATANG_FEATURES
#undef HATANG_OF_WORK
#undef HATANG_THING_DESCRIPTION
#undef HATANG_THING_PROPERTIES
#undef HATANG_PLACE_PROPERTIES
#undef HATANG_SENSOR_METADATA
#undef HATANG_SENSOR_PROPERTIES
#undef HATANG_UNIT
#undef HATANG_OF_PARTS
#undef HATANG_MEASURES
#undef HATANG_MULTI_PROPERTIES
#undef HATANG_STREAMS_FROM
#undef HATANG_STREAM_PROPERTIES
#undef HATANG_OBSERVATION_TYPE

}  // namespace hatang::telemetry::sta
