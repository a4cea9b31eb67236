import { isTable, type Import, type ImportState } from "./types";

export const STEPS = ["file", "source", "mapping", "preview", "check", "commit"] as const;
export type Step = (typeof STEPS)[number];

const BUSY: ImportState[] = ["inspecting", "checking", "importing", "undoing"];
const OVER: ImportState[] = ["importing", "imported", "undoing", "undone"];

/** The server works on it by itself. */
export const isBusy = (state: ImportState): boolean => BUSY.includes(state);
/** Its settings can no longer be changed. */
export const isOver = (state: ImportState): boolean => OVER.includes(state);

const placed = (it: Import): boolean => {
    const layer = it.layers?.find((each) => each.name === it.settings?.layer);
    if (!layer || !it.settings) return false;
    const { crs, x_column, y_column } = it.settings;
    return Boolean(crs) || (isTable(layer) && !x_column && !y_column);
};

/** Where an import stands: the step to open for somebody who comes back. */
export function stepOf(it: Import): Step {
    if (isOver(it.state)) return "commit";
    if (!it.layers?.length) return "file";
    if (it.state === "checking" || it.state === "checked" || it.state === "failed") return "check";
    if (!placed(it)) return "source";
    return it.settings?.class ? "preview" : "mapping";
}

/** The steps that can be opened now: all up to where the choices reach. */
export function openSteps(it: Import): Step[] {
    if (isOver(it.state)) return ["file", "check", "commit"];
    if (!it.layers?.length) return ["file"];
    const open: Step[] = ["file", "source"];
    if (placed(it)) open.push("mapping");
    if (placed(it) && it.settings?.class) open.push("preview", "check");
    if (it.state === "checked") open.push("commit");
    return open;
}
