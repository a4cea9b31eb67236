import { expect, it } from "vitest";
import { overlap, tilesOver } from "./tileAreas";

it("a point is in one tile of each zoom, and on a border in its neighbours too", () => {
    const tiles = tilesOver([105.85, 21.03, 105.85, 21.03], 14);
    expect(tiles.filter(({ z }) => z === 14)).toEqual([{ z: 14, x: 13009, y: 7212 }]);
    expect([...new Set(tiles.map(({ z }) => z))]).toEqual([6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
    // 105.46875° is a border of columns at zoom 8.
    expect(tilesOver([105.46875, 21.03, 105.46875, 21.03], 8).filter(({ z }) => z === 8)).toHaveLength(2);
});

it("areas out of view ask for nothing", () => {
    expect(overlap([100, 10, 101, 11], [105, 20, 106, 21])).toBeUndefined();
    expect(overlap([100, 10, 105.5, 20.5], [105, 20, 106, 21])).toEqual([105, 20, 105.5, 20.5]);
    expect(tilesOver(undefined, 12)).toEqual([]);
});
