import { expect, it } from "vitest";
import { counts, draftOf, missing, named, type SuccessionDraft } from "./successionDraft";

const empty: SuccessionDraft = { kind: "replace", day: "2026-11-29", reason: "QĐ 12", others: [], successors: [], fresh: [] };

it("asks for what a kind needs and for nothing more", () => {
    expect(missing({ ...draftOf("split", empty), fresh: ["A", " "] })).toBe("needSuccessors");
    expect(missing({ ...draftOf("split", empty), fresh: ["A"], successors: [4] })).toBeUndefined();
    expect(missing({ ...draftOf("merge", empty), successors: [3] })).toBe("needOthers");
    expect(missing({ ...draftOf("merge", empty), others: [2], successors: [3] })).toBeUndefined();
    expect(missing(draftOf("replace", empty))).toBe("needOne");
    expect(missing({ ...draftOf("replace", empty), fresh: ["A", "B"] })).toBe("needOne");
    expect(missing(draftOf("demolish", empty))).toBeUndefined();
    expect(missing({ ...draftOf("demolish", empty), reason: " " })).toBe("reason");
    expect(missing({ ...draftOf("demolish", empty), day: undefined })).toBe("day");
});

it("forgets rows of another kind and keeps day and reason", () => {
    const changed = draftOf("demolish", { ...empty, others: [1], successors: [2], fresh: ["A"] });
    expect(counts(changed)).toEqual({ before: 1, after: 0 });
    expect([changed.day, changed.reason]).toEqual(["2026-11-29", "QĐ 12"]);
});

it("names every other asset", () => {
    expect(named({ ...empty, others: [1, null], successors: [2] })).toEqual([1, 2]);
});
