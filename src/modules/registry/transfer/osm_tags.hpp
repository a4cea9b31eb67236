// What OpenStreetMap tags say about a work, in the words of the catalogue. Pure. Tags that say nothing
// certain give nothing: the attributes keep all of them as they are in osm_tags. Keys and values:
// https://wiki.openstreetmap.org/wiki/Map_features
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "json/value.hpp"
#include "json/writer.hpp"

namespace hatang::registry::osm {

// Properties of a feature as tags: text by key.
class Tags {
  public:
    // `id_property` is no tag.
    Tags(json::Value properties, std::string_view id_property);
    std::string_view operator[](std::string_view key) const;  // empty when absent
    void write(json::Writer&) const;                          // as one JSON object of texts

  private:
    json::Value properties_;
    std::string_view id_property_;
};

std::optional<bool> yes_no(std::string_view);
// "2" → 2; lists, ranges and words give nothing, and so does what lies outside [least, most].
std::optional<std::int64_t> whole(std::string_view, std::int64_t least, std::int64_t most);
// Metres or tonnes with an optional unit ("3.5", "3.5 m").
std::optional<double> quantity(std::string_view, double least, double most);
std::string_view surface(std::string_view);          // code list `surface`
std::string_view road_category(const Tags&);         // code list `road_category`
std::string_view road_point_kind(const Tags&);       // code list `road_point_kind`
std::string_view bridge_structure(const Tags&);      // code list `bridge_structure`
std::optional<std::int64_t> year(std::string_view);  // "1985-06" → 1985

void write_road(json::Writer&, const Tags&);
void write_bridge(json::Writer&, const Tags&);
void write_road_point(json::Writer&, const Tags&);

}  // namespace hatang::registry::osm
