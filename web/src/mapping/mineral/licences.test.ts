import { expect, it } from "vitest";
import { daysLeft, expiryOf, reserveOf, SOON_DAYS, untilOf } from "./licences";

it("counts the days that a paper still holds, its last one included", () => {
    expect(daysLeft("2026-11-29", "2026-11-29")).toBe(0);
    expect(daysLeft("2027-03-01", "2026-11-29")).toBe(92);
    expect(daysLeft("2026-11-28", "2026-11-29")).toBe(-1);
    for (const nothing of [undefined, null, "", "sau này", "2026-13-01", 20261129]) expect(daysLeft(nothing, "2026-11-29")).toBeUndefined();
});

it("warns in time", () => {
    expect([-1, 0, SOON_DAYS, SOON_DAYS + 1, 365, 366, undefined].map(expiryOf)).toEqual(["expired", "soon", "soon", "year", "year", "later", "unknown"]);
    expect(untilOf("building_material_plant", { permit_until: "2027-01-01", valid_until: "2020-01-01" })).toBe("2027-01-01");
    expect(untilOf("mine", { valid_until: "2027-01-01" })).toBeUndefined();
});

it("sets reserve against output, by the best that is known", () => {
    expect(reserveOf({ reserves_left_m3: 900, output_m3_per_year: 300 })).toEqual({ left_m3: 900, per_year_m3: 300, years: 3 });
    const output = [{ year: 2025, mined_m3: 100, remaining_m3: 700 }, { year: 2024, mined_m3: 200, remaining_m3: 800 }];
    expect(reserveOf({ reserves_m3: 1000, output, output_m3_per_year: 350 })?.years).toBe(2);
    expect(reserveOf({ reserves_m3: 1000, output: [{ year: 2025, mined_m3: 400 }], output_m3_per_year: 0 })).toEqual({ left_m3: 600, per_year_m3: 0, years: undefined });
    expect(reserveOf({ reserves_m3: 1000 })).toBeUndefined();
    expect(reserveOf({ output_m3_per_year: 10 })).toBeUndefined();
});
