import { common, useTexts } from "@/i18n";
import type { Priority } from "@/api/types";
import "./marks.css";

/** One shape for each priority, so that colour is never alone: circle, triangle, diamond, hexagon in a box of 16. */
const SHAPE: Record<Priority, string> = {
    notice: "M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 1 1 0 -11z",
    warning: "M8 2L14.5 13.5H1.5Z",
    major: "M8 1.2L14.8 8L8 14.8L1.2 8Z",
    critical: "M4.5 1.8H11.5L15 8L11.5 14.2H4.5L1 8Z",
};

export function PriorityShape({ priority, filled = false }: { priority: Priority; filled?: boolean }) {
    return (
        <svg className={`mark mark-${priority}`} viewBox="0 0 16 16" width="16" height="16" aria-hidden>
            <path
                d={SHAPE[priority]}
                fill={filled ? "currentColor" : "none"}
                stroke="currentColor"
                strokeWidth="1.75"
            />
        </svg>
    );
}

/** Shape, colour and word of a priority. Filled while nobody has acknowledged it. */
export function PriorityMark({ priority, filled = false }: { priority: Priority; filled?: boolean }) {
    const words = useTexts(common);
    return (
        <span className="marked">
            <PriorityShape priority={priority} filled={filled} />
            {words.priority[priority]}
        </span>
    );
}
