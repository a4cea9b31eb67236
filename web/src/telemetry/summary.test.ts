import { expect, it } from "vitest";
import { summaryOf } from "./summary";

it("uses the extremes of the buckets and skips gaps", () => {
    expect(summaryOf({ t: [0, 1, 2], value: [1, null, 3], min: [0, null, 2], max: [2, null, 9] })).toEqual({
        least: 0,
        most: 9,
        mean: 2,
        count: 2,
    });
    expect(summaryOf({ t: [], value: [] })).toBeUndefined();
});
