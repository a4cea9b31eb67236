import { describe, expect, it } from "vitest";
import { drawn, drawTypes, looksSwapped, parseNumber, sent } from "./shape";

it("reads numbers with a comma or a point", () => {
    expect(parseNumber(" 105,8542 ")).toBe(105.8542);
    expect(parseNumber("2 325 118.5")).toBe(2325118.5);
    expect(parseNumber("21.1.2")).toBeUndefined();
    expect(parseNumber("")).toBeUndefined();
});

it("draws only what makes a shape", () => {
    expect(drawn("LineString", [[105, 21]], ["LineString"])).toBeNull();
    expect(
        drawn(
            "Polygon",
            [
                [105, 21],
                [105.1, 21],
                [105, 21.1],
            ],
            ["Polygon"],
        ),
    ).toEqual({
        type: "Polygon",
        coordinates: [
            [
                [105, 21],
                [105.1, 21],
                [105, 21.1],
                [105, 21],
            ],
        ],
    });
    expect(
        drawn(
            "Point",
            [
                [105, 21],
                [106, 21],
            ],
            ["MultiPoint"],
        ),
    ).toEqual({ type: "MultiPoint", coordinates: [[106, 21]] });
});

it("offers what the class takes", () => {
    expect(drawTypes(["MultiLineString", "Point"])).toEqual(["Point", "LineString"]);
});

describe("sent", () => {
    it("puts east before north for VN-2000", () => {
        expect(sent({ mode: "coordinates", crs: "EPSG:5897", first: "2325118", second: "588000" }, ["Point"])).toEqual({
            geometry: { type: "Point", coordinates: [588000, 2325118] },
            crs: "EPSG:5897",
        });
    });
    it("sends nothing for a kept or unfinished shape and null for a cleared one", () => {
        expect(sent({ mode: "keep" }, [])).toBeUndefined();
        expect(sent({ mode: "draw", type: "Point", vertices: [] }, [])).toBeUndefined();
        expect(sent({ mode: "none" }, [])).toEqual({ geometry: null });
    });
});

it("notices swapped numbers", () => {
    expect(looksSwapped("EPSG:4326", 21.03, 105.85)).toBe(true);
    expect(looksSwapped("EPSG:4326", 105.85, 21.03)).toBe(false);
    expect(looksSwapped("EPSG:5897", 588000, 2325118)).toBe(true);
});
