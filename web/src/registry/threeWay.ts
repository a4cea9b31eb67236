import type { Asset } from "@/api/types";
import { draftOf, type AssetDraft } from "./assetDraft";
import { changedPointers } from "./versionChanges";

/** One field that I or somebody else changed since the edit began. */
export interface MergeRow {
    pointer: string;
    base: unknown;
    mine: unknown;
    theirs: unknown;
    /** Who changed it; both with the same value is no conflict. */
    by: "me" | "them" | "both";
}
export type Choice = "mine" | "theirs";

export function valueAt(asset: Asset, pointer: string): unknown {
    const [, first = "", second] = pointer.split("/");
    const value = (asset as unknown as Record<string, unknown>)[first];
    return second === undefined ? value : (value as Record<string, unknown> | undefined)?.[second];
}

const same = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** The stored asset with a merge patch applied: what it would be if nobody else had changed it. */
export function patched(asset: Asset, patch: Record<string, unknown>): Asset {
    const { attributes, crs: _, ...fields } = patch;
    const merged: Record<string, unknown> = { ...asset.attributes, ...(attributes as object | undefined) };
    for (const [key, value] of Object.entries(merged)) if (value === null) delete merged[key];
    return { ...asset, ...fields, attributes: merged } as Asset;
}

/** Every field that differs from where the edit began, on either side. Whoever alone changed a field keeps it. */
export function mergeRows(base: Asset, mine: Asset, theirs: Asset): MergeRow[] {
    const byMe = new Set(changedPointers(base, mine));
    const byThem = new Set(changedPointers(base, theirs));
    return [...new Set([...byMe, ...byThem])].flatMap((pointer): MergeRow[] => {
        const row = { pointer, base: valueAt(base, pointer), mine: valueAt(mine, pointer), theirs: valueAt(theirs, pointer) };
        if (!byThem.has(pointer)) return [{ ...row, by: "me" }];
        if (!byMe.has(pointer)) return [{ ...row, by: "them" }];
        return same(row.mine, row.theirs) ? [] : [{ ...row, by: "both" }];
    });
}

export const firstChoice = (row: MergeRow): Choice | undefined =>
    row.by === "both" ? undefined : row.by === "me" ? "mine" : "theirs";

/** The draft to go on with: the newer version, with my value in every field where mine was chosen. */
export function merged(theirs: Asset, draft: AssetDraft, rows: MergeRow[], choices: Record<string, Choice>): AssetDraft {
    const out = { ...draftOf(theirs), reason: draft.reason, valid_from: draft.valid_from };
    const fields = out as unknown as Record<string, unknown>;
    for (const row of rows) {
        if ((choices[row.pointer] ?? firstChoice(row)) !== "mine") continue;
        const [, first = "", second] = row.pointer.split("/");
        if (row.pointer === "/geometry") out.shape = draft.shape;
        else if (second !== undefined) out.attributes = { ...out.attributes, [second]: row.mine ?? null };
        else fields[first] = row.mine ?? null;
    }
    return out;
}
