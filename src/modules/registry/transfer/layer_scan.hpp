// What a layer holds, found out by reading every feature of it once. Pure.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "json/value.hpp"
#include "json/writer.hpp"
#include "registry/transfer/text_encoding.hpp"

namespace hatang::registry {

struct LayerField {
    std::string key;   // in the staged features
    std::string name;  // as a person reads it
    std::string type;  // Integer, Real, Boolean, String, Object; "" where all values are null
    std::vector<std::string> samples;
    std::vector<std::string> values = {};  // all different ones, where they are few
    bool many = false;                     // more than field_values_max
};
struct EncodingSamples {
    Encoding encoding;
    std::vector<std::string> samples;
};
struct LayerInfo {
    std::string name;
    std::int64_t features = 0;
    std::string geometry;            // "LineString", "Unknown" where they are mixed, "None"
    std::optional<std::string> crs;  // "EPSG:5897"
    bool crs_sure = false;
    std::string crs_name;
    bool axes_exchanged = false;  // where the values would lie says so
    bool byte_texts = false;
    Encoding encoding = Encoding::utf8;
    bool encoding_sure = true;
    std::vector<EncodingSamples> encodings;
    std::vector<LayerField> fields;
    std::optional<std::array<double, 4>> bbox;  // in its coordinate system

    const LayerField* field(std::string_view name) const;
};
std::string to_json(const std::vector<LayerInfo>&);
std::vector<LayerInfo> layers_of_json(std::string_view);

class LayerScan {
  public:
    explicit LayerScan(bool byte_texts) : byte_texts_(byte_texts) {}
    // Throws file_refused beyond columns_max; a feature that is no JSON counts and tells nothing.
    void add(std::string_view feature);
    // Encoding and, where none is known, the coordinate system are guessed here.
    LayerInfo finish(std::string name, std::optional<std::string> crs, bool crs_sure, std::string crs_name);

  private:
    void add_field(std::string_view name, json::Value value);
    static void add_value(LayerField&, json::Value);
    void add_positions(json::Value coordinates, int depth);
    void guess_crs(LayerInfo&) const;

    bool byte_texts_;
    std::int64_t features_ = 0;
    std::vector<LayerField> fields_;
    std::map<std::string, std::size_t, std::less<>> places_;
    std::map<std::string, std::int64_t> geometries_;
    std::vector<std::string> foreign_;  // cells with bytes beyond ASCII
    std::optional<std::array<double, 4>> bbox_;
};

}  // namespace hatang::registry
