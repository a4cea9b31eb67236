import { IconAlertTriangle, IconCheck, IconClock, IconHistory, IconHourglass } from "@/app/icons";
import { useTexts } from "@/i18n";
import { isBusy } from "./steps";
import { transferTexts } from "./texts";
import type { ImportState } from "./types";

/** Shape, tone and word of the state of an import. */
export function ImportStateTag({ state }: { state: ImportState }) {
    const t = useTexts(transferTexts);
    const [Icon, tone] =
        state === "failed" ? ([IconAlertTriangle, "mark-major"] as const)
        : state === "imported" ? ([IconCheck, "tag-done"] as const)
        : state === "undone" ? ([IconHistory, "tag-done"] as const)
        : isBusy(state) || state === "uploading" ? ([IconHourglass, "tag-busy"] as const)
        : ([IconClock, "tag-open"] as const);
    return (
        <span className={`tag ${tone}`}>
            <Icon size={16} stroke={1.75} />
            {t.states[state]}
        </span>
    );
}
