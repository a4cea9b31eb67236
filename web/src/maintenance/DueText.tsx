import type { WorkOrder } from "@/api/types";
import { useFormat, useTexts } from "@/i18n";
import { useNow } from "@/ui/useNow";
import { isOverdue } from "./acts";
import { workTexts } from "./texts";

/** When the work is due, in words; late work says so. */
export function DueText({ work }: { work: Pick<WorkOrder, "state" | "due_at"> }) {
    const t = useTexts(workTexts);
    const format = useFormat();
    const now = useNow();
    if (!work.due_at) return <span className="muted">–</span>;
    const late = isOverdue(work, now);
    return (
        <time dateTime={work.due_at} title={format.dateTime(work.due_at)} className={late ? "overdue" : undefined}>
            {late ? t.overdue : format.age(work.due_at, now)}
        </time>
    );
}
