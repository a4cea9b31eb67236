import { expect, it } from "vitest";
import { deadlineOf } from "./deadline";

const now = Date.parse("2026-11-24T12:00:00Z");

it("counts the 72 hours from the discovery", () => {
    expect(deadlineOf({ discovered_at: "2026-11-24T11:00:00Z" }, now)).toEqual({ state: "open", seconds: 71 * 3600 });
    expect(deadlineOf({ discovered_at: "2026-11-22T11:00:00Z" }, now).state).toBe("soon");
    expect(deadlineOf({ discovered_at: "2026-11-21T11:00:00Z" }, now)).toEqual({ state: "late", seconds: 3600 });
});
it("stops when the authority was told, not when the breach was closed without it", () => {
    const reported = { discovered_at: "2026-11-01T00:00:00Z", authority_notified_at: "2026-11-02T00:00:00Z" };
    expect(deadlineOf(reported, now).state).toBe("reported");
    expect(deadlineOf({ ...reported, closed_at: "2026-11-09T00:00:00Z" }, now).state).toBe("closed");
    expect(deadlineOf({ discovered_at: "2026-11-01T00:00:00Z", closed_at: "2026-11-09T00:00:00Z" }, now).state).toBe("late");
});
