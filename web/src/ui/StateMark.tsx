import type { AlarmState, Priority, WorkState } from "@/api/types";
import { common, useTexts } from "@/i18n";
import "./ui.css";

/** State of a thing on screen: the worst open alarm, or how good its data is. */
export type MarkState = Priority | "normal" | "stale" | "unknown";

/** Outlines on a 16 × 16 field: ○ notice, △ warning, ◇ major, ⬣ critical; the map draws the same. */
export const shapes: Record<MarkState, string> = {
    normal: "M8 4.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7Z",
    unknown: "M8 4.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7Z",
    stale: "M8 3a5 5 0 1 0 0 10A5 5 0 0 0 8 3ZM5 11l6-6M6.6 12.4l5.6-5.6M3.7 9.4l5.7-5.7",
    notice: "M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11Z",
    warning: "M8 2 14.5 13.5h-13Z",
    major: "M8 1.2 14.8 8 8 14.8 1.2 8Z",
    critical: "M4.6 1.8h6.8L15 8l-3.6 6.2H4.6L1 8Z",
};

export function StateMark({ state, size = 14, filled = true }: { state: MarkState; size?: number; filled?: boolean }) {
    const hollow = state === "stale" || state === "unknown" || !filled;
    return (
        <svg className={`mark mark-${state}`} width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
            <path
                d={shapes[state]}
                fill={hollow ? "none" : "currentColor"}
                stroke="currentColor"
                strokeWidth={1.5}
                strokeLinejoin="round"
            />
        </svg>
    );
}

/** Shape, colour and word of a priority. */
export function PriorityTag({ priority }: { priority: Priority }) {
    const t = useTexts(common);
    return (
        <span className={`tag mark-${priority}`}>
            <StateMark state={priority} />
            {t.priority[priority]}
        </span>
    );
}

export function AlarmStateTag({ state }: { state: AlarmState }) {
    const t = useTexts(common);
    return (
        <span className={`tag tag-${state === "raised" ? "open" : state === "closed" ? "done" : "busy"}`}>
            {t.alarmState[state]}
        </span>
    );
}

const workTone: Record<WorkState, string> = {
    open: "open",
    assigned: "busy",
    in_progress: "busy",
    completed: "done",
    accepted: "done",
    cancelled: "done",
};

export function WorkStateTag({ state }: { state: WorkState }) {
    const t = useTexts(common);
    return <span className={`tag tag-${workTone[state]}`}>{t.workState[state]}</span>;
}
