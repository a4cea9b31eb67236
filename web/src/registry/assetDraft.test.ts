import { expect, it } from "vitest";
import type { Asset } from "@/api/types";
import type { SchemaField } from "./schemaFields";
import { creation, draftOf, emptyDraft, patchOf, problemsOf } from "./assetDraft";

const bridge: Asset = {
    id: 1,
    version: 3,
    class: "bridge",
    domain: "bridge",
    level: "work",
    name: "Cầu Long Biên",
    other_names: [],
    status: "in_service",
    attributes: { length_m: 2290, lanes: 2 },
    geometry: { type: "Point", coordinates: [105.86, 21.04] },
    identifiers: [],
    generated: false,
    valid_from: "",
    recorded_at: "",
};

it("sends only what has changed, and null for what was removed", () => {
    const draft = { ...draftOf(bridge), name_en: "Long Bien Bridge", attributes: { length_m: 2300 } };
    expect(patchOf(bridge, draft, ["Point"])).toEqual({
        name_en: "Long Bien Bridge",
        attributes: { length_m: 2300, lanes: null },
    });
    expect(patchOf(bridge, draftOf(bridge), ["Point"])).toEqual({});
});

it("creates without the empty parts", () => {
    const draft = { ...emptyDraft, name: "Cầu mới", attributes: { lanes: 4, length_m: null } };
    expect(creation("bridge", draft, ["Point"])).toEqual({
        class: "bridge",
        name: "Cầu mới",
        status: "in_service",
        attributes: { lanes: 4 },
    });
});

it("sees missing and impossible values before the server does", () => {
    const plain = { columns: [], options: [], required: false };
    const fields: SchemaField[] = [
        { ...plain, key: "number", title: "Số", kind: "integer", required: true },
        { ...plain, key: "lanes", title: "Làn", kind: "integer", least: 0, most: 20 },
        { ...plain, key: "corners", title: "Góc", kind: "table", columns: [{ ...plain, key: "x", title: "X", kind: "number", required: true }] },
    ];
    const attributes = { lanes: 40, corners: [{ x: 1 }, { label: "2" }] };
    const draft = { ...emptyDraft, attributes, identifiers: [{ kind: "national", value: "" }] };
    expect(problemsOf(draft, fields)).toEqual({
        "/name": { kind: "required" },
        "/attributes/number": { kind: "required" },
        "/attributes/lanes": { kind: "range", value: 40, least: 0, most: 20 },
        "/attributes/corners": { kind: "cell", row: 2, column: "X" },
        "/identifiers/0/value": { kind: "required" },
    });
});
