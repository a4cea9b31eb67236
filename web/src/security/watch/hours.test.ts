import { expect, it } from "vitest";
import { lastHours, niceTop } from "./hours";

it("fills the hours that have no row", () => {
    const now = Date.parse("2026-11-24T12:30:00Z");
    const hours = lastHours(
        [
            { at: "2026-11-24T12:00:00Z", count: 3 },
            { at: "2026-11-24T10:00:00+00:00", count: 1 },
            { at: "2026-11-20T10:00:00Z", count: 9 },
        ],
        now,
    );
    expect(hours.length).toBe(24);
    expect(hours.at(-1)).toEqual({ at: Date.parse("2026-11-24T12:00:00Z"), count: 3 });
    expect(hours.at(-3)?.count).toBe(1);
    expect(hours.reduce((sum, hour) => sum + hour.count, 0)).toBe(4);
});
it("rounds the axis up", () => {
    expect([0, 4, 5, 17, 23, 99, 100, 501].map(niceTop)).toEqual([4, 4, 5, 20, 50, 100, 100, 1000]);
});
