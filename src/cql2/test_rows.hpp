// For tests: a table of small rows, always the same, with every kind of value and with every one missing
// somewhere.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cql2/cql2.hpp"
#include "cql2/test_cells.hpp"

namespace hatang::cql2 {

struct TestRow {
    std::int64_t id = 0;
    std::string label;
    std::optional<std::string> name;
    std::optional<std::int64_t> lanes;
    std::optional<double> length, width;
    std::optional<bool> lit;
    std::optional<Date> opened, inspected;
    std::optional<Instant> updated, starts_at, ends_at;
    std::optional<std::vector<std::string>> tags;
    std::optional<std::vector<std::int64_t>> codes;
    std::optional<Geometry> geometry, other_geometry;
};

inline Queryables test_queryables() {
    return {{
        {.name = "id", .type = Type::integer, .sql = "t.id"},
        {.name = "label", .type = Type::text, .sql = "t.label", .folded_sql = "t.label_folded"},
        {.name = "name", .type = Type::text, .sql = "t.name"},
        {.name = "lanes", .type = Type::integer, .sql = "t.lanes"},
        {.name = "length", .type = Type::number, .sql = "t.length"},
        {.name = "width", .type = Type::number, .sql = "t.width"},
        {.name = "lit", .type = Type::boolean, .sql = "t.lit"},
        {.name = "opened", .type = Type::date, .sql = "t.opened"},
        {.name = "inspected", .type = Type::date, .sql = "t.inspected"},
        {.name = "updated", .type = Type::instant, .sql = "t.updated"},
        {.name = "starts_at", .type = Type::instant, .sql = "t.starts_at"},
        {.name = "ends_at", .type = Type::instant, .sql = "t.ends_at"},
        {.name = "tags", .type = Type::text_array, .sql = "t.tags"},
        {.name = "codes", .type = Type::integer_array, .sql = "t.codes"},
        {.name = "geometry", .type = Type::geometry, .sql = "t.geom"},
        {.name = "other_geometry", .type = Type::geometry, .sql = "t.other_geom"},
    }};
}

class TestRows {
  public:
    static constexpr int count = 360;

    static std::vector<TestRow> make() {
        TestRows random;
        std::vector<TestRow> out;
        for (std::int64_t id = 1; id <= count; ++id) out.push_back(random.row(id));
        return out;
    }

  private:
    // A linear congruential generator (Knuth, MMIX): the rows are the same everywhere.
    int below(int n) {
        state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
        return static_cast<int>((state_ >> 33) % static_cast<std::uint64_t>(n));
    }
    template <class Make>
    auto maybe(Make make) -> std::optional<decltype(make())> {
        if (below(8) == 0) return std::nullopt;
        return make();
    }

    TestRow row(std::int64_t id) {
        static const std::vector<std::string> texts{"Cầu Vĩnh Tuy",
                                                    "cau vinh tuy",
                                                    "CẦU VĨNH TUY",
                                                    "Cầu Vinh Tuy 2",
                                                    "Phố Huế",
                                                    "Pho Hue",
                                                    "PHỐ HUẾ",
                                                    "Đường Láng",
                                                    "đường láng",
                                                    "Duong Lang",
                                                    "Straße",
                                                    "STRASSE",
                                                    "Οδος",
                                                    "ΟΔΟΣ",
                                                    "100%",
                                                    "100_a",
                                                    "a\\b",
                                                    "it's",
                                                    "",
                                                    "Hoà Mã",
                                                    "Hòa Mã",
                                                    "Hoa\u0300 Ma\u0303",
                                                    "papá",
                                                    "papa",
                                                    "İstanbul",
                                                    "Kırıkkale",
                                                    "KIRIKKALE"};
        static const std::vector<std::string> words{"đèn", "LED", "den", "trụ", "thép"};
        static const Instant noon = *parse_rfc3339("2026-03-01T05:00:00Z");
        const auto text = [&] {
            return texts[static_cast<std::size_t>(below(static_cast<int>(texts.size())))];
        };
        // Around local midnight (17:00 UTC), so that days of the city and of UTC differ.
        const auto time = [&] { return noon + below(40) * 6 * kHour + below(3) * kMinute; };
        const auto day = [&] {
            const int last_year = below(4) == 0 ? 65 : 0;
            return Date{static_cast<std::int32_t>(noon.us / kDay) + below(10) - last_year};
        };
        TestRow r;
        r.id = id;
        r.label = text();
        r.name = maybe(text);
        r.lanes = maybe([&] { return std::int64_t{below(9)} - 2; });
        r.length = maybe([&] { return below(21) / 2.0 - 2; });
        r.width = maybe([&] { return below(13) / 2.0 - 1; });
        r.lit = maybe([&] { return below(2) == 0; });
        r.opened = maybe(day);
        r.inspected = maybe(day);
        r.updated = maybe(time);
        r.starts_at = maybe([&] { return noon + below(10) * kDay; });
        r.ends_at = maybe([&] { return (r.starts_at ? *r.starts_at : noon) + below(6) * kDay; });
        r.tags = maybe([&] {
            std::vector<std::string> tags;
            for (const std::string& word : words)
                if (below(3) == 0) tags.push_back(word);
            if (below(4) == 0 && !tags.empty()) tags.push_back(tags.front());
            return tags;
        });
        r.codes = maybe([&] {
            std::vector<std::int64_t> codes;
            for (int i = below(4); i > 0; --i) codes.push_back(below(5));
            return codes;
        });
        r.geometry = maybe([&] { return geometry(); });
        r.other_geometry = maybe([&] { return geometry(); });
        return r;
    }

    static Position at(int x, int y) {
        return {cells::west + x * cells::unit, cells::south + y * cells::unit, {}};
    }
    static Geometry line(std::vector<Position> positions) {
        return {geo::Type::line_string, std::move(positions), {}};
    }
    static Geometry ring(int x0, int y0, int x1, int y1) {
        return line({at(x0, y0), at(x1, y0), at(x1, y1), at(x0, y1), at(x0, y0)});
    }
    static Geometry point(int x, int y) { return {geo::Type::point, {at(x, y)}, {}}; }

    Geometry geometry() {
        using geo::Type;
        const int x = below(8), y = below(8), w = 1 + below(4), h = 1 + below(4);
        switch (below(9)) {
            case 0:
            case 1:
                return point(x, y);
            case 2:
                return line({at(x, y), at(x + w, y)});
            case 3:
                return line({at(x, y), at(x + w, y), at(x + w, y + h)});
            case 4:
                return line({at(x, y), at(x + w, y), at(x + w, y + h), at(x, y + h), at(x, y)});
            case 5:
                return {Type::multi_point, {}, {point(x, y), point(x + w, y + h)}};
            case 6:  // with a hole when there is room
                if (w > 2 && h > 2)
                    return {Type::polygon,
                            {},
                            {ring(x, y, x + w, y + h), ring(x + 1, y + 1, x + w - 1, y + h - 1)}};
                [[fallthrough]];
            case 7:
                return {Type::polygon, {}, {ring(x, y, x + w, y + h)}};
            default:
                return {Type::multi_line_string,
                        {},
                        {line({at(x, y), at(x + w, y)}), line({at(x, y + h), at(x + w, y + h)})}};
        }
    }

    std::uint64_t state_ = 20261129;
};

}  // namespace hatang::cql2
