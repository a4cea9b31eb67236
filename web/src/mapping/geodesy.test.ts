import { expect, it } from "vitest";
import { area_m2, distance_m, length_m, type Position } from "./geodesy";

const dms = (degrees: number, minutes: number, seconds: number): number => Math.sign(degrees) * (Math.abs(degrees) + minutes / 60 + seconds / 3600);

// Geocentric Datum of Australia, Technical Manual 2.4, chapter 4: Flinders Peak to Buninyong, GRS 80 (the same to a micrometre here).
it("measures the geodesic of the surveyors' example to a millimetre", () => {
    const flinders: Position = [dms(144, 25, 29.5244), dms(-37, 57, 3.7203)];
    const buninyong: Position = [dms(143, 55, 35.3839), dms(-37, 39, 10.1561)];
    expect(distance_m(flinders, buninyong)).toBeCloseTo(54_972.271, 3);
    expect(distance_m(buninyong, flinders)).toBeCloseTo(54_972.271, 3);
});

// A degree of the equator is exactly a 360th of its circumference; the quarter meridian of WGS 84 is 10,001,965.729 m.
it("is right along the equator, along a meridian, and nowhere at all", () => {
    expect(distance_m([105, 0], [106, 0])).toBeCloseTo((2 * Math.PI * 6_378_137) / 360, 6);
    expect(length_m([[105, 0], [105, 30], [105, 60], [105, 90]])).toBeCloseTo(10_001_965.729, 2);
    expect(distance_m([105.85, 21.03], [105.85, 21.03])).toBe(0);
    expect(length_m([[105, 21]])).toBe(0);
});

// Karney 2013: the surface of the WGS 84 ellipsoid is 510,065,621.724 km².
it("measures the whole ellipsoid, and the same area either way round and closed or not", () => {
    const world: Position[] = [[-180, -90], [180, -90], [180, 90], [-180, 90]];
    expect(area_m2(world) / 1e6).toBeCloseTo(510_065_621.724, 2);
    const field: Position[] = [[105.85, 21.03], [105.852, 21.03], [105.852, 21.032], [105.85, 21.032]];
    expect(area_m2([...field].reverse())).toBeCloseTo(area_m2(field), 6);
    expect(area_m2([...field, field[0]!])).toBeCloseTo(area_m2(field), 6);
    expect(area_m2(field.slice(0, 2))).toBe(0);
});

it("an area of a city block is the product of its sides", () => {
    const block: Position[] = [[105.85, 21.03], [105.851, 21.03], [105.851, 21.031], [105.85, 21.031]];
    const sides = distance_m([105.85, 21.0305], [105.851, 21.0305]) * distance_m([105.85, 21.03], [105.85, 21.031]);
    expect(area_m2(block) / sides).toBeCloseTo(1, 6);
});
