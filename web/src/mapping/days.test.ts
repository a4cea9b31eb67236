import { expect, it } from "vitest";
import { addMonths, dayFrom, dayNumber, dayOf } from "./days";

it("a day begins in Hà Nội seven hours before UTC", () => {
    expect(dayOf(Date.parse("2026-11-28T17:00:00Z"))).toBe("2026-11-29");
    expect(dayOf(Date.parse("2026-11-28T16:59:59Z"))).toBe("2026-11-28");
});

it("days are counted and come back", () => {
    expect(dayNumber("1970-01-02")).toBe(1);
    expect(dayFrom(dayNumber("2026-02-28") + 1)).toBe("2026-03-01");
});

it("a month on is the same day, or the last of a shorter month", () => {
    expect(addMonths("2026-03-31", -1)).toBe("2026-02-28");
    expect(addMonths("2024-01-31", 1)).toBe("2024-02-29");
    expect(addMonths("2026-11-15", 3)).toBe("2027-02-15");
});
