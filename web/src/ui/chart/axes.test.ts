import { expect, it } from "vitest";
import { format } from "@/i18n/format";
import { axisTime, decimalsOf } from "./axes";

it("labels a day by the clock and midnight by the date", () => {
    const vi = format("vi");
    const morning = new Date(2026, 10, 24, 8, 30).getTime();
    const midnight = new Date(2026, 10, 24).getTime();
    expect(axisTime(morning, 86_400_000, vi)).toBe("08:30");
    expect(axisTime(midnight, 86_400_000, vi)).toBe("24/11");
    expect(axisTime(morning, 30 * 86_400_000, vi)).toBe("24/11");
    expect(axisTime(morning, 1_000_000, vi)).toBe("08:30:00");
});

it("gives ticks enough decimals to differ", () => {
    expect([1, 0.5, 0.02].map(decimalsOf)).toEqual([0, 1, 2]);
});
