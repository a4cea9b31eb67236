import { describe, expect, it } from "vitest";
import { axisRange, entryAt, lonely, marksOf, silences, tableOf, withoutBad } from "./plot";

const raw = { t: [0, 1000, 2000, 9000], value: [1, -999, 2, 3], quality: [0, 2, 1, 0] };

it("keeps bad readings from the line and marks them", () => {
    expect(withoutBad(raw)).toEqual({ t: [0, 2000, 9000], value: [1, 2, 3], quality: [0, 1, 0] });
    expect(marksOf({ series: raw, scale: "y" })).toEqual([
        { t: 1000, value: -999, kind: "bad", scale: "y" },
        { t: 2000, value: 2, kind: "uncertain", scale: "y" },
    ]);
    expect(marksOf({ series: { t: [0, 60_000], value: [1, 2], bad: [0, 4] }, scale: "y2" })).toEqual([{ t: 60_000, value: null, kind: "bad", scale: "y2" }]);
});

it("tells the silences, also the one that still lasts", () => {
    expect(silences(raw, 3000, 20_000)).toEqual([
        [2000, 9000],
        [9000, 20_000],
    ]);
    expect(silences(raw, null, 20_000)).toEqual([]);
});

describe("tableOf", () => {
    it("breaks a line at its gap and leaves the others whole", () => {
        const table = tableOf([
            { series: raw, intervalS: 1, bucketS: undefined },
            { series: { t: [0, 5000], value: [7, 8], min: [6, 7], max: [8, 9] }, intervalS: null, bucketS: 5 },
        ]);
        expect(table.columns).toEqual([
            { value: 1, banded: false },
            { value: 2, banded: true },
        ]);
        expect(table.data[0]).toEqual([0, 2, 2.001, 5, 9]);
        expect(table.data[1]).toEqual([1, 2, null, undefined, 3]);
        expect(table.data[2]).toEqual([7, undefined, undefined, 8, undefined]);
        expect(table.data[3]?.[3]).toBe(9);
    });
    it("holds nothing when nothing is drawn", () => expect(tableOf([])).toEqual({ data: [[]], columns: [] }));
});

it("shows near limits and leaves far ones out", () => {
    const near = { value: 14, label: "", priority: "major" } as const;
    expect(axisRange(10, 12, [near])[1]).toBeGreaterThan(14);
    expect(axisRange(10, 12, [{ ...near, value: 400 }])[1]).toBeLessThan(13);
    expect(axisRange(null, null, [near])).toEqual([0, 1]);
});

it("finds the entry under the pointer and readings that stand alone", () => {
    const column = [1, undefined, null, undefined, 5, undefined, null, 6, 7];
    expect(entryAt(column, 1)).toBe(1);
    expect(entryAt(column, 3)).toBeNull();
    expect(lonely(column, 0, 8)).toEqual([0, 4]);
});
