#include "registry/transfer/import_preview.hpp"

#include <algorithm>

#include "registry/limits.hpp"

namespace hatang::registry {

Preview read_preview(const ImportPlan& plan) {
    Preview out;
    if (!plan.has_place()) return out;
    LineReader lines(plan.staged_file);
    const auto most = static_cast<std::int64_t>(limits::preview_features_max);
    const std::int64_t step = std::max<std::int64_t>(1, (plan.layer.features + most - 1) / most);
    std::size_t bytes = 0;
    std::int64_t row = 0;
    while (bytes < limits::preview_bytes_max) {
        const auto line = lines.next();
        if (!line) break;
        if (line->empty() || (row++) % step != 0) continue;
        try {
            const json::Document document = json::parse(*line);
            const auto geometry = staged_geometry(document.root(), plan);
            if (!geometry) throw Error(Code::missing_field, "/geometry", {"geometry"});
            PreviewFeature feature{row, geometry->geojson, "\"row\":" + std::to_string(row), geometry->box};
            if (plan.asset_class) {
                const AssetInput in = map_row(document.root(), plan).input;
                json::Writer name;
                name.value(in.name);
                feature.properties += ",\"name\":" + name.take();
                if (in.attributes_json.size() > 2)
                    feature.properties += "," + in.attributes_json.substr(1, in.attributes_json.size() - 2);
            }
            const geo::Box& b = geometry->box;
            out.box = out.box ? geo::Box{std::min(out.box->west, b.west), std::min(out.box->south, b.south),
                                         std::max(out.box->east, b.east), std::max(out.box->north, b.north)}
                              : b;
            bytes += feature.geometry.size() + feature.properties.size();
            out.features.push_back(std::move(feature));
        } catch (const Error&) {
            ++out.unreadable;
        }
    }
    return out;
}

std::string preview_json(const Preview& preview, const std::map<std::int64_t, std::string>& outcomes,
                         std::int64_t outside) {
    json::Writer w;
    w.begin_object().field("type", "FeatureCollection").key("features").begin_array();
    for (const PreviewFeature& f : preview.features) {
        std::string properties = f.properties;
        if (const auto found = outcomes.find(f.row); found != outcomes.end())
            properties += ",\"outcome\":\"" + found->second + "\"";
        w.raw("{\"type\":\"Feature\",\"properties\":{" + properties + "},\"geometry\":" + f.geometry + "}");
    }
    w.end_array().key("bbox");
    if (preview.box)
        w.begin_array()
            .value(preview.box->west)
            .value(preview.box->south)
            .value(preview.box->east)
            .value(preview.box->north)
            .end_array();
    else
        w.null();
    w.field("outside", outside).field("unreadable", preview.unreadable).end_object();
    return w.take();
}

}  // namespace hatang::registry
