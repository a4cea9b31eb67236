import { expect, it } from "vitest";
import { actsOf, isOverdue } from "./acts";

const engineer = { mayWrite: true, mayDo: true, isMine: false };
const crew = { mayWrite: false, mayDo: true, isMine: true };
const otherCrew = { ...crew, isMine: false };

it("offers one main act in each state", () => {
    expect(actsOf("open", engineer)).toEqual({ main: "assign", others: ["edit", "cancel"] });
    expect(actsOf("completed", engineer)).toEqual({ main: "accept", others: [] });
    expect(actsOf("accepted", engineer)).toEqual({ main: undefined, others: [] });
});

it("lets a crew start and complete its own work and nothing else", () => {
    expect(actsOf("assigned", crew)).toEqual({ main: "start", others: [] });
    expect(actsOf("in_progress", crew)).toEqual({ main: "complete", others: [] });
    expect(actsOf("assigned", otherCrew).main).toBeUndefined();
    expect(actsOf("completed", crew).main).toBeUndefined();
});

it("is late only while work is left", () => {
    const due_at = "2026-11-24T00:00:00Z";
    const now = Date.parse("2026-11-24T01:00:00Z");
    expect(isOverdue({ state: "assigned", due_at }, now)).toBe(true);
    expect(isOverdue({ state: "completed", due_at }, now)).toBe(false);
    expect(isOverdue({ state: "open" }, now)).toBe(false);
});
