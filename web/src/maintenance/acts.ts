import type { WorkState } from "@/api/types";

export type WorkAct = "assign" | "start" | "complete" | "accept" | "cancel" | "edit";

/** What the account may do with work orders, and whether this one is its own. */
export interface Rights {
    mayWrite: boolean;
    mayDo: boolean;
    isMine: boolean;
}

/** The main act of each state, one button; the rest stays behind it. */
const MAIN: Record<WorkState, WorkAct | undefined> = {
    open: "assign",
    assigned: "start",
    in_progress: "complete",
    completed: "accept",
    accepted: undefined,
    cancelled: undefined,
};
const OTHERS: Record<WorkState, WorkAct[]> = {
    open: ["edit", "cancel"],
    assigned: ["assign", "edit", "cancel"],
    in_progress: ["assign", "edit", "cancel"],
    completed: [],
    accepted: [],
    cancelled: [],
};

const allowed = (act: WorkAct, { mayWrite, mayDo, isMine }: Rights): boolean =>
    mayWrite || ((act === "start" || act === "complete") && mayDo && isMine);

export function actsOf(state: WorkState, rights: Rights): { main: WorkAct | undefined; others: WorkAct[] } {
    const main = MAIN[state];
    return {
        main: main && allowed(main, rights) ? main : undefined,
        others: OTHERS[state].filter((act) => allowed(act, rights)),
    };
}

export const isFinal = (state: WorkState): boolean => state === "accepted" || state === "cancelled";

/** Late: due, not yet completed. */
export const isOverdue = (work: { state: WorkState; due_at?: string }, nowMs: number): boolean =>
    work.due_at !== undefined &&
    work.due_at !== null &&
    !isFinal(work.state) &&
    work.state !== "completed" &&
    Date.parse(work.due_at) < nowMs;
