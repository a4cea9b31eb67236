#include "maps/styles/style.hpp"

#include <doctest/doctest.h>

#include "json/value.hpp"

namespace hatang::maps {

TEST_CASE("the archipelagos are the last layer of every style, as Vietnamese") {
    const HueList hues{{{"road", "#111111", "#222222"}, {"bridge", "#333333", "#444444"}}};
    for (const char* id : {"light", "dark"}) {
        const StyleId* style = find_style(id);
        REQUIRE(style);
        const std::string text = style_json(
            *style, hues, {{"bridge", "Cầu"}, {"road", "Đường"}, {"moon", "Trăng"}}, "https://ha.tang");
        const json::Document document = json::parse(text);
        std::vector<std::string> layers;
        for (const json::Value layer : document.root().find("layers")->items())
            layers.emplace_back(layer.find("id")->text());
        CHECK(layers.front() == "ground");
        CHECK(layers.back() == "sovereignty");
        CHECK(layers[1] == "road-area");  // from the ground up
        CHECK(layers[9] == "moon-area");  // no hue: last
        CHECK(text.find("Quần đảo Hoàng Sa\\n(Việt Nam)") != std::string::npos);
        CHECK(text.find("Quần đảo Trường Sa\\n(Việt Nam)") != std::string::npos);
        CHECK(text.find("https://ha.tang/tiles/road/{z}/{x}/{y}") != std::string::npos);
    }
    CHECK_FALSE(find_style("pink"));
    CHECK(style_json(StyleId::dark, hues, {{"road", "Đường"}}, "").find("#222222") != std::string::npos);
}

}  // namespace hatang::maps
