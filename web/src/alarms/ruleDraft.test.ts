import { expect, it } from "vitest";
import type { Rule } from "@/api/types";
import { draftOfRule, emptyRule, excursions, missingIn, ruleCreation, rulePatch } from "./ruleDraft";

const rule: Rule = {
    id: 1,
    version: 2,
    datastream_id: 7,
    name: "Mực nước cao",
    kind: "above",
    limit: 3.5,
    dead_band: 0.1,
    on_delay_s: 60,
    off_delay_s: 0,
    priority: "major",
    enabled: true,
};

it("counts an excursion once until the value is back past the dead band", () => {
    const values = [1, 4, 3.45, 4, null, 3, 4];
    expect(excursions(values, "above", 3.5, 0)).toBe(3);
    expect(excursions(values, "above", 3.5, 0.1)).toBe(2);
    expect(excursions([5, 1, 5], "below", 2, 0)).toBe(1);
    expect(excursions(values, "no_data", null, 0)).toBe(0);
});

it("sends a target of one kind and no limit for silence", () => {
    expect(ruleCreation({ ...emptyRule, name: " A ", datastream_id: 3, kind: "no_data" })).not.toHaveProperty("limit");
    expect(
        ruleCreation({ ...emptyRule, target: "class", asset_class: "bridge", property: "strain", limit: 1 }),
    ).not.toHaveProperty("datastream_id");
});

it("patches only what differs", () => {
    expect(rulePatch(rule, draftOfRule(rule))).toEqual({});
    expect(rulePatch(rule, { ...draftOfRule(rule), limit: 4 })).toEqual({ limit: 4 });
});

it("says what is missing", () => {
    expect(missingIn(emptyRule)).toEqual(["/name", "/datastream_id", "/limit"]);
    expect(missingIn({ ...emptyRule, name: "A", target: "class", kind: "no_data" })).toEqual([
        "/asset_class",
        "/property",
    ]);
});
