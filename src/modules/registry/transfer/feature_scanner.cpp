#include "registry/transfer/feature_scanner.hpp"

#include "json/value.hpp"
#include "registry/limits.hpp"

namespace hatang::registry {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

// "urn:ogc:def:crs:EPSG::3405" or "EPSG:3405" → "EPSG:3405"; CRS 84 is 4326 with longitude first, as GeoJSON
// has it.
std::string crs_code(std::string_view name) {
    if (name.ends_with("CRS84")) return "EPSG:4326";
    const std::size_t epsg = name.find("EPSG");
    const std::size_t colon = name.rfind(':');
    if (epsg == std::string_view::npos || colon == std::string_view::npos || colon < epsg)
        return std::string(name);
    return "EPSG:" + std::string(name.substr(colon + 1));
}

}  // namespace

FeatureScanner::FeatureScanner(std::function<void(std::string_view)> on_feature)
    : on_feature_(std::move(on_feature)) {}

void FeatureScanner::refuse(const std::string& reason) const {
    throw Error(Code::invalid_json, json::pointer("/features", static_cast<std::size_t>(features_)),
                {reason});
}

void FeatureScanner::feed(std::string_view bytes) {
    if (!begun_ && bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
    begun_ = begun_ || !bytes.empty();
    while (!bytes.empty()) {
        std::size_t taken = 1;
        switch (mode_) {
            case Mode::frame:
                frame_byte(bytes[0]);
                break;
            case Mode::between:
                between_byte(bytes[0]);
                break;
            case Mode::feature:
                taken = feature_bytes(bytes);
                break;
        }
        bytes.remove_prefix(taken);
    }
}

void FeatureScanner::frame_byte(char c) {
    if (frame_.size() >= limits::collection_frame_bytes_max)
        throw Error(Code::text_too_long, "", {std::to_string(limits::collection_frame_bytes_max)});
    frame_ += c;
    if (in_text_) {
        if (escaped_)
            escaped_ = false;
        else if (c == '\\')
            escaped_ = true;
        else if (c == '"') {
            in_text_ = false;
            if (depth_ == 1) key_.assign(frame_, text_begin_, frame_.size() - text_begin_ - 1);
        }
        return;
    }
    switch (c) {
        case '"':
            in_text_ = true;
            text_begin_ = frame_.size();
            return;
        case '[':
            if (depth_ == 1 && key_ == "features") {
                if (found_) throw Error(Code::duplicate_field, "/features", {"features"});
                found_ = true;
                mode_ = Mode::between;
                want_comma_ = want_feature_ = false;
                return;
            }
            ++depth_;
            return;
        case '{':
            ++depth_;
            return;
        case ']':
        case '}':
            --depth_;
            return;
        case ',':
            if (depth_ == 1) key_.clear();
            return;
        default:
            return;
    }
}

void FeatureScanner::between_byte(char c) {
    if (is_blank(c)) return;
    if (c == ']' && !want_feature_) {
        frame_ += ']';
        mode_ = Mode::frame;
    } else if (c == ',' && want_comma_) {
        want_comma_ = false;
        want_feature_ = true;
    } else if (c == '{' && !want_comma_) {
        mode_ = Mode::feature;
        feature_ = "{";
        depth_ = 1;
    } else {
        refuse(std::string("'") + c + "'");
    }
}

std::size_t FeatureScanner::feature_bytes(std::string_view bytes) {
    std::size_t i = 0;
    for (; i < bytes.size() && depth_ > 0; ++i) {
        const char c = bytes[i];
        if (escaped_)
            escaped_ = false;
        else if (in_text_) {
            if (c == '"')
                in_text_ = false;
            else
                escaped_ = c == '\\';
        } else if (c == '"')
            in_text_ = true;
        else if (c == '{' || c == '[')
            ++depth_;
        else if (c == '}' || c == ']')
            --depth_;
    }
    feature_.append(bytes.substr(0, i));
    if (feature_.size() > limits::feature_bytes_max)
        throw Error(Code::text_too_long, json::pointer("/features", static_cast<std::size_t>(features_)),
                    {std::to_string(limits::feature_bytes_max)});
    if (depth_ == 0) {
        on_feature_(feature_);
        feature_.clear();
        ++features_;
        mode_ = Mode::between;
        depth_ = 1;  // of the frame around the features
        want_comma_ = true;
        want_feature_ = false;
    }
    return i;
}

void FeatureScanner::finish() {
    if (mode_ != Mode::frame) refuse("cut off");
    const json::Document document = json::parse(frame_);
    document.root().members();
    const auto type = document.root().find("type");
    if (!type) throw Error(Code::missing_field, "/type", {"type"});
    if (type->text("/type") != "FeatureCollection")
        throw Error(Code::invalid_value, "/type",
                    {std::string(type->text().substr(0, 100)), "FeatureCollection"});
    if (!found_) throw Error(Code::missing_field, "/features", {"features"});
}

std::string FeatureScanner::crs() const {
    const json::Document document = json::parse(frame_);
    const auto crs = document.root().find("crs");
    if (!crs || crs->is_null()) return "EPSG:4326";
    const auto properties = crs->kind() == json::Kind::object ? crs->find("properties") : std::nullopt;
    const auto name =
        properties && properties->kind() == json::Kind::object ? properties->find("name") : std::nullopt;
    if (!name) throw Error(Code::unknown_crs, "/crs", {crs->dump().substr(0, 100)});
    return crs_code(name->text("/crs/properties/name"));
}

}  // namespace hatang::registry
