import { describe, expect, it } from "vitest";
import { gapAfterMs, valueRange, withGaps } from "./points";

describe("withGaps", () => {
    it("breaks the line where the silence is longer than the gap", () => {
        const out = withGaps({ t: [0, 1000, 9000], value: [1, 2, 3] }, 3000);
        expect(out.t).toEqual([0, 1000, 1001, 9000]);
        expect(out.value).toEqual([1, 2, null, 3]);
    });
    it("keeps an event based series as it is", () => {
        const series = { t: [0, 9e9], value: [1, 2] };
        expect(withGaps(series, null)).toBe(series);
    });
    it("carries the band of an aggregated series", () => {
        const out = withGaps({ t: [0, 9000], value: [1, 2], min: [0, 1], max: [2, 3] }, 3000);
        expect(out.min).toEqual([0, null, 1]);
        expect(out.max).toEqual([2, null, 3]);
    });
});

describe("gapAfterMs", () => {
    it("uses the coarser of interval and bucket", () => {
        expect(gapAfterMs(10, 60)).toBe(180_000);
        expect(gapAfterMs(10, undefined)).toBe(30_000);
        expect(gapAfterMs(null, undefined)).toBeNull();
    });
});

describe("valueRange", () => {
    it("includes the limits and gives a flat line room", () => {
        const [least, most] = valueRange({ t: [0, 1], value: [2, 2] }, [{ value: 4, label: "", priority: "major" }]);
        expect(least).toBeLessThan(2);
        expect(most).toBeGreaterThan(4);
        expect(valueRange({ t: [0], value: [5] }, [])[0]).toBeLessThan(5);
        expect(valueRange({ t: [], value: [] }, [])).toEqual([0, 1]);
    });
});
