import { describe, expect, it } from "vitest";
import { cutAt, GAP_MAX_M, merge, split } from "./lines";
import { geometryOf, sketchOf } from "./sketch";

const scale = { x: 100_000, y: 100_000 };
const line = (...coordinates: number[][]) => sketchOf({ type: "LineString", coordinates })!;
const street = line([105.85, 21.03], [105.851, 21.03], [105.853, 21.03]);

describe("splitting a line", () => {
    it("cuts between vertices: both pieces meet at the cut, the longer comes first", () => {
        const cut = cutAt(street, [105.8515, 21.03005], 12, scale)!;
        expect(cut).toMatchObject({ part: 0, index: 1 });
        const [kept, cutOff] = split(street, cut)!;
        expect(geometryOf(kept)).toEqual({ type: "LineString", coordinates: [[105.85, 21.03], [105.851, 21.03], [expect.closeTo(105.8515, 9), 21.03]] });
        expect(cutOff.parts[0]![0]![0]).toEqual(kept.parts[0]![0]!.at(-1));
        expect(cutOff.parts[0]![0]!.at(-1)).toEqual([105.853, 21.03]);
    });

    it("cuts on a vertex that is near, without a second one beside it", () => {
        const [one, two] = split(street, cutAt(street, [105.85104, 21.03], 12, scale)!)!;
        expect([one.parts[0]![0], two.parts[0]![0]]).toEqual([[[105.851, 21.03], [105.853, 21.03]], [[105.85, 21.03], [105.851, 21.03]]]);
    });

    it("has nothing to cut at an end or beside the line", () => {
        expect(split(street, cutAt(street, [105.85, 21.03], 12, scale)!)).toBeUndefined();
        expect(cutAt(street, [105.8515, 21.031], 12, scale)).toBeUndefined();
    });
});

describe("merging lines", () => {
    const next = line([105.853, 21.03], [105.854, 21.031]);
    it("joins them whichever ends meet, in the direction of the first", () => {
        const whole = [[105.85, 21.03], [105.851, 21.03], [105.853, 21.03], [105.854, 21.031]];
        const turned = line([105.854, 21.031], [105.853, 21.03]);
        for (const other of [next, turned]) expect(merge(street, other)!.line.parts).toEqual([[whole]]);
        const before = line([105.849, 21.03], [105.85, 21.03]);
        expect(merge(street, before)!.line.parts[0]![0]).toEqual([[105.849, 21.03], [105.85, 21.03], [105.851, 21.03], [105.853, 21.03]]);
    });

    it("bridges a gap of a survey, but draws no road that is not there", () => {
        const near = merge(street, line([105.85302, 21.03], [105.854, 21.03]))!;
        expect(near.gap_m).toBeGreaterThan(1);
        expect(near.gap_m).toBeLessThan(GAP_MAX_M);
        expect(near.line.parts[0]![0]).toHaveLength(5);
        expect(merge(street, line([105.8532, 21.03], [105.854, 21.03]))).toBeUndefined();
    });
});
