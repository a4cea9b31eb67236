import { expect, it } from "vitest";
import { completeness, found, listOf, sorted } from "./figures";
import type { QualityGroup } from "./types";

const group = (key: string, part: Partial<QualityGroup>): QualityGroup => ({ key, assets: 1, judged: 0, wanted: 0, missing: 0, findings: [], ...part });

it("says how complete a group is, and nothing where the law wants nothing", () => {
    expect(completeness(group("a", { wanted: 20, missing: 5 }))).toBe(0.75);
    expect(completeness(group("a", {}))).toBeUndefined();
    expect(found(group("a", { findings: [{ kind: "duplicate", assets: 3 }] }), "duplicate")).toBe(3);
    expect(found(group("a", {}), "duplicate")).toBe(0);
});

it("leads from a figure to its rows", () => {
    expect(listOf("missing")).toBe("/assets?finding=missing");
    expect(listOf("missing", "ward", "00004")).toBe("/assets?ward=00004&finding=missing");
    expect(listOf("missing", "ward", null)).toBe("/assets?ward=none&finding=missing");
    expect(listOf("duplicate", "owner", null)).toBe("/assets?owner=0&finding=duplicate");
    expect(listOf(undefined, "domain", "road")).toBe("/assets?domain=road");
    expect(listOf(undefined)).toBe("/assets");
});

it("puts the worst first", () => {
    const groups = [group("a", { assets: 9, wanted: 10, missing: 1 }), group("b", { assets: 5, wanted: 10, missing: 9 }), group("c", { assets: 7 })];
    expect(sorted(groups, "complete").map((each) => each.key)).toEqual(["b", "a", "c"]);
    expect(sorted(groups, "assets").map((each) => each.key)).toEqual(["a", "c", "b"]);
    expect(sorted(groups, "missing").map((each) => each.key)).toEqual(["a", "c", "b"]);
});
