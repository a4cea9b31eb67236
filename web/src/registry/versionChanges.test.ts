import { expect, it } from "vitest";
import type { Asset } from "@/api/types";
import { changedPointers } from "./versionChanges";

const asset = (change: Partial<Asset>): Asset => ({
    id: 1,
    version: 1,
    class: "bridge",
    domain: "bridge",
    level: "work",
    name: "Cầu",
    other_names: [],
    status: "in_service",
    attributes: { lanes: 2 },
    geometry: null,
    identifiers: [],
    generated: false,
    valid_from: "",
    recorded_at: "",
    ...change,
});

it("names the fields and attributes that differ and nothing of the system's own", () => {
    const before = asset({});
    const after = asset({ version: 2, recorded_at: "x", name: "Cầu mới", attributes: { lanes: 4, length_m: 120 } });
    expect(changedPointers(before, after)).toEqual(["/name", "/attributes/lanes", "/attributes/length_m"]);
    expect(changedPointers(before, before)).toEqual([]);
});
