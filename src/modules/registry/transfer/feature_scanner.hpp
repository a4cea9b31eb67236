// Cuts a GeoJSON FeatureCollection (RFC 7946) into its features while it streams by. It only follows strings
// and brackets; each feature, and the frame around them, is then read by the JSON parser. Pure.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace hatang::registry {

class FeatureScanner {
  public:
    // Called with the text of each feature, in order.
    explicit FeatureScanner(std::function<void(std::string_view feature)> on_feature);
    // Throws invalid_json, or text_too_long for a feature or a frame beyond its limit.
    void feed(std::string_view bytes);
    // After the last byte. Throws invalid_json, missing_field or invalid_value when this was no
    // FeatureCollection.
    void finish();
    std::int64_t features() const { return features_; }
    // "EPSG:4326", or what an older "crs" member says. After finish(). Throws unknown_crs for a name it
    // cannot read.
    std::string crs() const;

  private:
    enum class Mode { frame, between, feature };
    void frame_byte(char c);
    void between_byte(char c);
    std::size_t feature_bytes(std::string_view bytes);
    [[noreturn]] void refuse(const std::string& reason) const;

    std::function<void(std::string_view)> on_feature_;
    Mode mode_ = Mode::frame;
    std::string frame_;    // everything but the features
    std::string feature_;  // the one under way
    std::string key_;      // last member name at the top level
    std::size_t text_begin_ = 0;
    int depth_ = 0;  // of brackets, in the frame or in the feature
    bool in_text_ = false, escaped_ = false, begun_ = false, found_ = false, want_comma_ = false,
         want_feature_ = false;
    std::int64_t features_ = 0;
};

}  // namespace hatang::registry
