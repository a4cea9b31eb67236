import type { SuccessionKind } from "./types";

/** What a person has put together before it is recorded. */
export interface SuccessionDraft {
    kind: SuccessionKind;
    day: string | undefined;
    reason: string;
    /** Further predecessors of a merge. */
    others: (number | null)[];
    successors: (number | null)[];
    fresh: string[];
}

export type Missing = "day" | "reason" | "needSuccessors" | "needOne" | "needOthers";

/** A draft with the rows that its kind needs. */
export function draftOf(kind: SuccessionKind, now: SuccessionDraft): SuccessionDraft {
    const rows = { split: { others: [], successors: [], fresh: ["", ""] }, merge: { others: [null], successors: [null], fresh: [] }, replace: { others: [], successors: [], fresh: [""] }, demolish: { others: [], successors: [], fresh: [] } }[kind];
    return { ...now, kind, ...rows };
}

const chosen = (ids: (number | null)[]): number[] => ids.filter((id): id is number => id !== null);

/** How many works end, and how many go on; rows left empty do not count. */
export function counts(draft: SuccessionDraft): { before: number; after: number } {
    return { before: 1 + chosen(draft.others).length, after: chosen(draft.successors).length + draft.fresh.filter((name) => name.trim()).length };
}

/** The first thing that keeps it from being recorded. */
export function missing(draft: SuccessionDraft): Missing | undefined {
    const { before, after } = counts(draft);
    if (draft.kind === "split" && after < 2) return "needSuccessors";
    if (draft.kind === "merge" && before < 2) return "needOthers";
    if ((draft.kind === "merge" || draft.kind === "replace") && after !== 1) return "needOne";
    if (!draft.day) return "day";
    if (!draft.reason.trim()) return "reason";
    return undefined;
}

/** Every asset named in the draft beside the one whose page it is. */
export const named = (draft: SuccessionDraft): number[] => [...chosen(draft.others), ...chosen(draft.successors)];
