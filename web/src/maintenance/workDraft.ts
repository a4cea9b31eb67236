import type { Priority, WorkKind, WorkOrder } from "@/api/types";

/** What the form of a work order holds. */
export interface WorkDraft {
    asset_id: number | null;
    kind: WorkKind;
    title: string;
    description: string;
    priority: Priority;
    assignee_id: number | null;
    due_at: string | null;
}

export const emptyWork: WorkDraft = {
    asset_id: null,
    kind: "repair",
    title: "",
    description: "",
    priority: "warning",
    assignee_id: null,
    due_at: null,
};

export const draftOfWork = (work: WorkOrder): WorkDraft => ({
    asset_id: work.asset_id,
    kind: work.kind,
    title: work.title,
    description: work.description ?? "",
    priority: work.priority,
    assignee_id: work.assignee_id ?? null,
    due_at: work.due_at ?? null,
});

/** The body that creates it: only what was filled in. */
export function workCreation(draft: WorkDraft, alarmId: number | undefined): Record<string, unknown> {
    return {
        asset_id: draft.asset_id,
        ...(alarmId === undefined ? {} : { alarm_id: alarmId }),
        kind: draft.kind,
        title: draft.title.trim(),
        ...(draft.description.trim() ? { description: draft.description.trim() } : {}),
        priority: draft.priority,
        ...(draft.assignee_id === null ? {} : { assignee_id: draft.assignee_id }),
        ...(draft.due_at ? { due_at: draft.due_at } : {}),
    };
}

/** What a change sends: only the fields that differ; the asset and the assignee change by other acts. */
export function workPatch(work: WorkOrder, draft: WorkDraft): Record<string, unknown> {
    const before = draftOfWork(work);
    const fields = ["kind", "title", "description", "priority", "due_at"] as const;
    return Object.fromEntries(fields.filter((key) => before[key] !== draft[key]).map((key) => [key, draft[key]]));
}
