import { expect, it } from "vitest";
import type { Asset } from "@/api/types";
import { draftOf, patchOf } from "./assetDraft";
import { merged, mergeRows, patched } from "./threeWay";

const base = {
    id: 1, version: 3, class: "lamp", domain: "lighting", level: "work", name: "Đèn 1", other_names: [], status: "in_service", address: "Phố Huế",
    attributes: { power_w: 150, light_source: "sodium", pole_height_m: 9 }, geometry: { type: "Point", coordinates: [105.85, 21.01] },
    identifiers: [], generated: false, valid_from: "", recorded_at: "",
} as unknown as Asset;
const theirs: Asset = { ...base, version: 4, name: "Đèn số 1", attributes: { power_w: 100, light_source: "led", pole_height_m: 9 } };
const draft = { ...draftOf(base), address: "Phố Hàng Bài", attributes: { power_w: 120, light_source: "led", pole_height_m: null } };
const mine = patched(base, patchOf(base, draft, ["Point"]));
const rows = mergeRows(base, mine, theirs);

it("tells who changed what, and leaves out what both changed alike", () => {
    expect(Object.fromEntries(rows.map((row) => [row.pointer, row.by]))).toEqual({
        "/address": "me",
        "/attributes/power_w": "both",
        "/attributes/pole_height_m": "me",
        "/name": "them",
    });
});

it("keeps the changes of both, and mine only where I chose it", () => {
    const kept = merged(theirs, draft, rows, { "/attributes/power_w": "theirs" });
    expect(patchOf(theirs, kept, ["Point"])).toEqual({ address: "Phố Hàng Bài", attributes: { pole_height_m: null } });
    const forced = merged(theirs, draft, rows, { "/attributes/power_w": "mine", "/address": "theirs" });
    expect(patchOf(theirs, forced, ["Point"])).toEqual({ attributes: { power_w: 120, pole_height_m: null } });
});

it("takes the drawn shape only where it was chosen", () => {
    const moved = { ...draftOf(base), shape: { mode: "draw" as const, type: "Point" as const, vertices: [[105.9, 21.0]] as [number, number][] } };
    const other: Asset = { ...base, version: 4, geometry: { type: "Point", coordinates: [105.8, 21.1] } };
    const both = mergeRows(base, patched(base, patchOf(base, moved, ["Point"])), other);
    expect(both).toMatchObject([{ pointer: "/geometry", by: "both" }]);
    expect(patchOf(other, merged(other, moved, both, { "/geometry": "theirs" }), ["Point"])).toEqual({});
    expect(patchOf(other, merged(other, moved, both, { "/geometry": "mine" }), ["Point"])).toEqual({ geometry: { type: "Point", coordinates: [105.9, 21.0] } });
});
