#include "registry/transfer/layer_scan.hpp"

#include <algorithm>
#include <cmath>

#include "base/text.hpp"
#include "geo/crs.hpp"
#include "registry/limits.hpp"

namespace hatang::registry {
namespace {

bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// At most `sample_bytes_max`, never in the middle of a character.
std::string cut(std::string_view text) {
    if (text.size() <= limits::sample_bytes_max) return std::string(text);
    std::size_t end = limits::sample_bytes_max;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return std::string(text.substr(0, end)) + "…";
}

std::string_view wider(std::string_view a, std::string_view b) {
    if (a.empty() || a == b) return b;
    if (b.empty()) return a;
    if ((a == "Integer" && b == "Real") || (a == "Real" && b == "Integer")) return "Real";
    return "String";
}

std::string readable(Encoding encoding, const std::string& characters) {
    const auto bytes = bytes_of(characters);
    if (!bytes) return characters;
    try {
        return decode(encoding, *bytes);
    } catch (const Error&) {
        return characters;
    }
}

// TM-3 and UTM coordinates of Hà Nội and its neighbours, in metres.
bool in_zone(double x, double y) { return x > 300'000 && x < 700'000 && y > 2'200'000 && y < 2'500'000; }
bool in_degrees(double x, double y) { return x > 102 && x < 110 && y > 8 && y < 24; }

void write_texts(json::Writer& w, const std::vector<std::string>& texts) {
    w.begin_array();
    for (const std::string& text : texts) w.value(text);
    w.end_array();
}
std::vector<std::string> read_texts(json::Value v) {
    std::vector<std::string> out;
    for (const json::Value item : v.items()) out.emplace_back(item.text());
    return out;
}

}  // namespace

const LayerField* LayerInfo::field(std::string_view wanted) const {
    for (const LayerField& f : fields)
        if (f.name == wanted) return &f;
    return nullptr;
}

void LayerScan::add(std::string_view text) {
    ++features_;
    try {
        const json::Document document = json::parse(text);
        const json::Value feature = document.root();
        if (const auto properties = feature.find("properties"); properties && !properties->is_null())
            for (const auto [name, value] : properties->members()) add_field(name, value);
        const auto geometry = feature.find("geometry");
        if (!geometry || geometry->is_null()) return;
        const auto type = geometry->find("type");
        if (type && type->kind() == json::Kind::text) ++geometries_[std::string(type->text().substr(0, 40))];
        if (const auto coordinates = geometry->find("coordinates")) add_positions(*coordinates, 0);
        const auto parts = geometry->find("geometries");
        if (parts && parts->kind() == json::Kind::array)
            for (const json::Value part : parts->items())
                if (part.kind() == json::Kind::object)
                    if (const auto coordinates = part.find("coordinates")) add_positions(*coordinates, 0);
    } catch (const Error& e) {
        if (e.code == Code::file_refused) throw;
    }
}

void LayerScan::add_field(std::string_view name, json::Value value) {
    auto found = places_.find(name);
    if (found == places_.end()) {
        if (fields_.size() >= limits::columns_max)
            throw Error(Code::file_refused, {},
                        {"more than " + std::to_string(limits::columns_max) + " columns"});
        found = places_.emplace(std::string(name), fields_.size()).first;
        fields_.push_back({std::string(name), std::string(name), {}, {}});
        if (byte_texts_ && !is_ascii(name)) foreign_.emplace_back(name);
    }
    LayerField& field = fields_[found->second];
    std::string_view type;
    std::string sample;
    switch (value.kind()) {
        case json::Kind::null:
            return;
        case json::Kind::boolean:
            type = "Boolean";
            sample = value.boolean() ? "true" : "false";
            break;
        case json::Kind::integer:
            type = "Integer";
            break;
        case json::Kind::real:
            type = "Real";
            break;
        case json::Kind::text:
            type = "String";
            break;
        default:
            type = "Object";
    }
    if (field.type != type) field.type = wider(field.type, type);
    if (value.kind() == json::Kind::text) {
        const std::string_view cell = value.text();
        if (cell.empty()) return;
        if (byte_texts_ && foreign_.size() < limits::encoding_samples_max && !is_ascii(cell))
            foreign_.emplace_back(cell);
        if (field.samples.size() < limits::samples_max) sample = cell;
    } else if (field.samples.size() < limits::samples_max && sample.empty()) {
        sample = value.dump();
    }
    add_value(field, value);
    if (!sample.empty() && field.samples.size() < limits::samples_max &&
        std::ranges::find(field.samples, sample) == field.samples.end())
        field.samples.push_back(std::move(sample));
}

void LayerScan::add_value(LayerField& field, json::Value value) {
    if (field.many) return;
    const std::string text = value.kind() == json::Kind::text ? std::string(value.text()) : value.dump();
    if (text.empty() || std::ranges::find(field.values, text) != field.values.end()) return;
    field.many = field.values.size() == limits::field_values_max || text.size() > limits::sample_bytes_max;
    if (field.many)
        field.values.clear();
    else
        field.values.push_back(text);
}

void LayerScan::add_positions(json::Value v, int depth) {
    if (depth > 4 || v.kind() != json::Kind::array) return;
    double x = 0, y = 0;
    std::size_t index = 0;
    for (const json::Value item : v.items()) {
        if (item.kind() == json::Kind::array) {
            add_positions(item, depth + 1);
            continue;
        }
        if (item.kind() != json::Kind::integer && item.kind() != json::Kind::real) return;
        (index == 0 ? x : y) = index < 2 ? item.number() : y;
        ++index;
    }
    // What lies on no map says nothing of where the layer is.
    if (index < 2 || !(std::abs(x) < limits::coordinate_most && std::abs(y) < limits::coordinate_most))
        return;
    if (!bbox_) bbox_ = {x, y, x, y};
    bbox_ = {std::min((*bbox_)[0], x), std::min((*bbox_)[1], y), std::max((*bbox_)[2], x),
             std::max((*bbox_)[3], y)};
}

void LayerScan::guess_crs(LayerInfo& info) const {
    if (!bbox_) return;
    const auto& [west, south, east, north] = *bbox_;
    const bool degrees = in_degrees(west, south) && in_degrees(east, north);
    const bool degrees_exchanged = in_degrees(south, west) && in_degrees(north, east);
    const bool metres = in_zone(west, south) && in_zone(east, north);
    const bool metres_exchanged = in_zone(south, west) && in_zone(north, east);
    info.axes_exchanged = (degrees_exchanged && !degrees) || (metres_exchanged && !metres);
    if (info.crs) return;
    // Degrees could be VN-2000 too, 220 m away, and metres any of the zones: a guess, to be looked at.
    if (degrees || degrees_exchanged) info.crs = "EPSG:4326";
    if (metres || metres_exchanged) info.crs = "EPSG:5897";
    if (info.crs) info.crs_name = geo::crs_name(*geo::crs_from_text(*info.crs));
}

LayerInfo LayerScan::finish(std::string name, std::optional<std::string> crs, bool crs_sure,
                            std::string crs_name) {
    LayerInfo out;
    out.name = std::move(name);
    out.features = features_;
    out.geometry = geometries_.empty()       ? "None"
                   : geometries_.size() == 1 ? geometries_.begin()->first
                                             : "Unknown";
    out.crs = std::move(crs);
    out.crs_sure = crs_sure && out.crs;
    out.crs_name = std::move(crs_name);
    out.bbox = bbox_;
    guess_crs(out);
    out.byte_texts = byte_texts_;
    out.fields = std::move(fields_);
    if (byte_texts_) {
        std::vector<std::string> cells;
        for (const std::string& cell : foreign_)
            if (auto bytes = bytes_of(cell)) cells.push_back(std::move(*bytes));
        const EncodingGuess guess = guess_encoding(cells);
        out.encoding = guess.encoding;
        out.encoding_sure = guess.sure;
        for (const Encoding encoding : all_encodings) {
            EncodingSamples samples{encoding, {}};
            for (std::size_t i = 0; i < foreign_.size() && samples.samples.size() < limits::samples_max; ++i)
                samples.samples.push_back(cut(readable(encoding, foreign_[i])));
            if (!samples.samples.empty()) out.encodings.push_back(std::move(samples));
        }
        for (LayerField& field : out.fields) {
            field.name = readable(out.encoding, field.name);
            for (std::string& sample : field.samples) sample = readable(out.encoding, sample);
            for (std::string& value : field.values) value = readable(out.encoding, value);
        }
    }
    for (LayerField& field : out.fields)
        for (std::string& sample : field.samples) sample = cut(sample);
    return out;
}

std::string to_json(const std::vector<LayerInfo>& layers) {
    json::Writer w;
    w.begin_array();
    for (const LayerInfo& layer : layers) {
        w.begin_object()
            .field("name", layer.name)
            .field("features", layer.features)
            .field("geometry", layer.geometry);
        w.key("crs");
        if (layer.crs)
            w.value(*layer.crs);
        else
            w.null();
        w.field("crs_sure", layer.crs_sure).field("crs_name", layer.crs_name);
        w.field("axes_exchanged", layer.axes_exchanged).field("byte_texts", layer.byte_texts);
        w.field("encoding", to_text(layer.encoding)).field("encoding_sure", layer.encoding_sure);
        w.key("encodings").begin_array();
        for (const EncodingSamples& one : layer.encodings) {
            w.begin_object().field("encoding", to_text(one.encoding)).key("samples");
            write_texts(w, one.samples);
            w.end_object();
        }
        w.end_array().key("fields").begin_array();
        for (const LayerField& field : layer.fields) {
            w.begin_object()
                .field("name", field.name)
                .field("key", field.key)
                .field("type", field.type)
                .key("samples");
            write_texts(w, field.samples);
            w.key("values");
            write_texts(w, field.values);
            w.end_object();
        }
        w.end_array().key("bbox_in_crs");
        if (layer.bbox) {
            w.begin_array();
            for (const double d : *layer.bbox) w.value(d);
            w.end_array();
        } else {
            w.null();
        }
        w.end_object();
    }
    w.end_array();
    return w.take();
}

std::vector<LayerInfo> layers_of_json(std::string_view text) {
    const json::Document document = json::parse(text);
    std::vector<LayerInfo> out;
    for (const json::Value v : document.root().items()) {
        LayerInfo layer;
        layer.name = v.find("name")->text();
        layer.features = v.find("features")->integer();
        layer.geometry = v.find("geometry")->text();
        if (const auto crs = v.find("crs"); crs && !crs->is_null()) layer.crs = crs->text();
        layer.crs_sure = v.find("crs_sure")->boolean();
        layer.crs_name = v.find("crs_name")->text();
        layer.axes_exchanged = v.find("axes_exchanged")->boolean();
        layer.byte_texts = v.find("byte_texts")->boolean();
        layer.encoding = encoding_from_text(v.find("encoding")->text()).value_or(Encoding::utf8);
        layer.encoding_sure = v.find("encoding_sure")->boolean();
        for (const json::Value f : v.find("fields")->items())
            layer.fields.push_back({std::string(f.find("key")->text()), std::string(f.find("name")->text()),
                                    std::string(f.find("type")->text()), read_texts(*f.find("samples"))});
        out.push_back(std::move(layer));
    }
    return out;
}

}  // namespace hatang::registry
