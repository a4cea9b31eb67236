#include "registry/transfer/layer_text.hpp"

#include <charconv>
#include <cmath>

#include "base/text.hpp"
#include "geo/crs.hpp"
#include "registry/limits.hpp"

namespace hatang::registry {
namespace {

std::string_view line_of(std::string_view& text) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return line;
}

std::string first_quoted(std::string_view text) {
    const std::size_t begin = text.find('"');
    if (begin == std::string_view::npos) return {};
    const std::size_t end = text.find('"', begin + 1);
    return std::string(text.substr(begin + 1, end == std::string_view::npos ? end : end - begin - 1));
}

std::optional<double> number_at(std::string_view text, std::size_t at) {
    double n = 0;
    const auto [end, error] = std::from_chars(text.data() + at, text.data() + text.size(), n);
    if (error != std::errc()) return {};
    return n;
}

// PARAMETER["Longitude of natural origin",105, … (WKT 2) or PARAMETER["central_meridian",105] (WKT 1).
std::optional<double> parameter(std::string_view wkt, std::string_view first, std::string_view second) {
    for (const std::string_view name : {first, second}) {
        const std::string begin = "PARAMETER[\"" + std::string(name) + "\",";
        const std::size_t at = wkt.find(begin);
        if (at != std::string_view::npos) return number_at(wkt, at + begin.size());
    }
    return {};
}

// The code of the whole: the last ID or AUTHORITY, when it stands on the outermost level.
std::optional<std::string> outer_code(std::string_view wkt) {
    int depth = 0;
    bool quoted = false;
    std::optional<std::string> found;
    for (std::size_t i = 0; i < wkt.size(); ++i) {
        if (wkt[i] == '"') quoted = !quoted;
        if (quoted) continue;
        if (wkt[i] == ']') --depth;
        if (wkt[i] != '[') continue;
        ++depth;
        const std::string_view before = wkt.substr(0, i), after = wkt.substr(i + 1);
        if (depth != 2 || (!before.ends_with("ID") && !before.ends_with("AUTHORITY")) ||
            !after.starts_with("\"EPSG\","))
            continue;
        std::string digits;
        for (const char c : after.substr(7, 12)) {
            if (c >= '0' && c <= '9') digits += c;
            if (c == ']') break;
        }
        found = digits;
    }
    return found;
}

}  // namespace

std::vector<LayerText> read_layer_texts(std::string_view text) {
    std::vector<LayerText> out;
    bool in_wkt = false;
    while (!text.empty() && out.size() <= limits::layers_max) {
        const std::string_view line = line_of(text);
        if (line.starts_with("Layer name: ")) {
            out.push_back({std::string(line.substr(12)), {}, {}});
            in_wkt = false;
        } else if (out.empty()) {
            continue;
        } else if (line.starts_with("Geometry: ") && out.back().geometry.empty()) {
            out.back().geometry = line.substr(10);
        } else if (line == "Layer SRS WKT:") {
            in_wkt = out.back().wkt.empty();
        } else if (in_wkt) {
            // The description goes on until its brackets close; further lines belong to the layer.
            if (line.starts_with("Data axis") || line == "(unknown)" || out.back().wkt.size() > 20'000)
                in_wkt = false;
            else
                out.back().wkt.append(line).append("\n");
        }
    }
    if (out.size() > limits::layers_max) out.resize(limits::layers_max);
    return out;
}

CrsOfWkt crs_of_wkt(std::string_view wkt) {
    CrsOfWkt out;
    out.name = first_quoted(wkt);
    if (const auto code = outer_code(wkt)) {
        if (const auto crs = geo::crs_from_text(*code)) {
            out.code = "EPSG:" + *code;
            out.name = geo::crs_name(*crs);
        }
        return out;
    }
    const std::string folded = fold(wkt.substr(0, 2'000));
    const bool vn2000 =
        folded.find("vn-2000") != std::string::npos || folded.find("vn_2000") != std::string::npos ||
        folded.find("vn2000") != std::string::npos || folded.find("vietnam") != std::string::npos;
    const auto meridian = parameter(wkt, "Longitude of natural origin", "central_meridian");
    const auto scale = parameter(wkt, "Scale factor at natural origin", "scale_factor");
    const auto easting = parameter(wkt, "False easting", "false_easting");
    const bool projected = wkt.starts_with("PROJC");
    if (!projected &&
        (folded.find("wgs 84") != std::string::npos || folded.find("wgs_84") != std::string::npos ||
         folded.find("wgs_1984") != std::string::npos) &&
        !vn2000) {
        out.code = "EPSG:4326";
        out.guessed = true;
    }
    if (!projected && vn2000) {
        out.code = "EPSG:4756";
        out.guessed = true;
    }
    const bool wgs84 =
        folded.find("wgs_1984") != std::string::npos || folded.find("wgs 84 / utm") != std::string::npos;
    if (projected && (vn2000 || wgs84) && meridian && scale && easting)
        for (const geo::Zone& zone : geo::zones())
            if (zone.vn2000 == vn2000 && std::abs(zone.meridian - *meridian) < 1e-6 &&
                std::abs(zone.scale - *scale) < 1e-9 && *easting == 500'000) {
                out.code = "EPSG:" + std::to_string(zone.epsg);
                out.guessed = true;
            }
    return out;
}

}  // namespace hatang::registry
