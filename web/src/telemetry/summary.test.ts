import { expect, it } from "vitest";
import { availabilityOf, summaryOf } from "./summary";

it("uses the extremes of the buckets and skips gaps", () => {
    expect(summaryOf({ t: [0, 1, 2], value: [1, null, 3], min: [0, null, 2], max: [2, null, 9] })).toEqual({
        least: 0,
        most: 9,
        mean: 2,
        count: 2,
    });
    expect(summaryOf({ t: [], value: [] })).toBeUndefined();
});

it("weighs buckets by their readings and leaves bad readings out", () => {
    expect(summaryOf({ t: [0, 1], value: [1, 4], min: [0, 4], max: [2, 4], count: [2, 1] })).toEqual({ least: 0, most: 4, mean: 2, count: 3 });
    expect(summaryOf({ t: [0, 1], value: [1, 9], min: [1, 9], max: [1, 9], count: [2] })).toEqual({ least: 1, most: 1, mean: 1, count: 2 });
    expect(summaryOf({ t: [0, 1], value: [1, -999], quality: [0, 2] })).toEqual({ least: 1, most: 1, mean: 1, count: 1 });
});

it("tells how many of the readings that were due have come", () => {
    expect(availabilityOf(45, 60, 0, 3_600_000)).toEqual({ present: 45, expected: 60, share: 0.75 });
    expect(availabilityOf(70, 60, 0, 3_600_000)?.share).toBe(1);
    expect(availabilityOf(1, null, 0, 3_600_000)).toBeUndefined();
    expect(availabilityOf(1, 60, 0, 1_000)).toBeUndefined();
});
