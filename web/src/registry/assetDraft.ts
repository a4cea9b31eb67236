import type { Asset, AssetStatus, Identifier, Sensitivity } from "@/api/types";
import type { SchemaField } from "./schemaFields";
import { sent, type Shape } from "./shape";

/** What the form holds: everything a person can say about an asset. Absent and null both mean nothing. */
export interface AssetDraft {
    name: string;
    name_en: string | null;
    other_names: string[];
    parent_id: number | null;
    status: AssetStatus;
    grade: string | null;
    /** Null on a new asset: that of its class. */
    sensitivity: Sensitivity | null;
    owner_id: number | null;
    operator_id: number | null;
    address: string | null;
    source: string | null;
    attributes: Record<string, unknown>;
    identifiers: Identifier[];
    shape: Shape;
    valid_from: string | null;
    reason: string | null;
}

export const emptyDraft: AssetDraft = {
    name: "",
    name_en: null,
    other_names: [],
    parent_id: null,
    status: "in_service",
    grade: null,
    sensitivity: null,
    owner_id: null,
    operator_id: null,
    address: null,
    source: null,
    attributes: {},
    identifiers: [],
    shape: { mode: "draw", type: "Point", vertices: [] },
    valid_from: null,
    reason: null,
};

export const draftOf = (asset: Asset): AssetDraft => ({
    name: asset.name,
    name_en: asset.name_en ?? null,
    other_names: asset.other_names,
    parent_id: asset.parent_id ?? null,
    status: asset.status,
    grade: asset.grade ?? null,
    sensitivity: asset.sensitivity ?? null,
    owner_id: asset.owner_id ?? null,
    operator_id: asset.operator_id ?? null,
    address: asset.address ?? null,
    source: asset.source ?? null,
    attributes: asset.attributes,
    identifiers: asset.identifiers,
    shape: asset.geometry ? { mode: "keep" } : { mode: "draw", type: "Point", vertices: [] },
    valid_from: null,
    reason: null,
});

const FIELDS = [
    "name",
    "name_en",
    "other_names",
    "parent_id",
    "status",
    "grade",
    "sensitivity",
    "owner_id",
    "operator_id",
    "address",
    "source",
    "identifiers",
] as const;

const same = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** The body that creates the asset: only what was filled in. */
export function creation(assetClass: string, draft: AssetDraft, taken: string[]): Record<string, unknown> {
    const body: Record<string, unknown> = { class: assetClass };
    for (const field of FIELDS) {
        const value = draft[field];
        if (value !== null && value !== "" && !(Array.isArray(value) && value.length === 0)) body[field] = value;
    }
    body["attributes"] = Object.fromEntries(
        Object.entries(draft.attributes).filter(([, v]) => v !== null && v !== undefined),
    );
    Object.assign(body, sent(draft.shape, taken));
    if (draft.valid_from) body["valid_from"] = draft.valid_from;
    return body;
}

/** The merge patch from the asset as it was to the draft: null removes. Empty when nothing has changed. */
export function patchOf(asset: Asset, draft: AssetDraft, taken: string[]): Record<string, unknown> {
    const before = draftOf(asset);
    const body: Record<string, unknown> = {};
    for (const field of FIELDS) if (!same(before[field], draft[field])) body[field] = draft[field];
    const keys = new Set([...Object.keys(before.attributes), ...Object.keys(draft.attributes)]);
    const attributes: Record<string, unknown> = {};
    for (const key of keys) {
        if (!same(before.attributes[key], draft.attributes[key])) attributes[key] = draft.attributes[key] ?? null;
    }
    if (Object.keys(attributes).length > 0) body["attributes"] = attributes;
    Object.assign(body, sent(draft.shape, taken));
    return body;
}

/** What the form itself can see is wrong, as problems by pointer; the server has the last word. */
export type Problem =
    | { kind: "required" }
    | { kind: "range"; value: number; least?: number; most?: number }
    | { kind: "cell"; row: number; column: string };

const empty = (value: unknown) =>
    value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);

function problemOf(field: SchemaField, value: unknown): Problem | undefined {
    if (empty(value)) return field.required ? { kind: "required" } : undefined;
    if (typeof value === "number" && (value < (field.least ?? -Infinity) || value > (field.most ?? Infinity))) {
        return {
            kind: "range",
            value,
            ...(field.least === undefined ? {} : { least: field.least }),
            ...(field.most === undefined ? {} : { most: field.most }),
        };
    }
    if (field.kind !== "table") return undefined;
    for (const [row, cells] of (value as Record<string, unknown>[]).entries()) {
        const column = field.columns.find((each) => problemOf(each, cells[each.key]));
        if (column) return { kind: "cell", row: row + 1, column: column.title };
    }
    return undefined;
}

/** `fields`: those that the form shows, with `required` as the other values make it. */
export function problemsOf(draft: AssetDraft, fields: SchemaField[]): Record<string, Problem> {
    const found: Record<string, Problem> = {};
    if (!draft.name.trim()) found["/name"] = { kind: "required" };
    for (const field of fields) {
        const problem = problemOf(field, draft.attributes[field.key]);
        if (problem) found[`/attributes/${field.key}`] = problem;
    }
    draft.identifiers.forEach((identifier, i) => {
        if (!identifier.kind) found[`/identifiers/${i}/kind`] = { kind: "required" };
        if (!identifier.value) found[`/identifiers/${i}/value`] = { kind: "required" };
    });
    return found;
}
