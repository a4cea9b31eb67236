import { useFormat, useTexts } from "@/i18n";
import { uiTexts } from "./texts";

/** The register counts exactly up to here; beyond it says "more than". */
const EXACT_UP_TO = 10_000;

/** "Đang hiện 200 / 24.690": how much of the list is on screen. */
export function ListCount({ shown, total }: { shown: number; total: number | undefined }) {
    const t = useTexts(uiTexts);
    const format = useFormat();
    if (total === undefined || shown >= total)
        return (
            <span className="muted" aria-live="polite">
                {t.shown(format.number(shown))}
            </span>
        );
    const all = total > EXACT_UP_TO ? t.moreThan(format.number(EXACT_UP_TO)) : format.number(total);
    return (
        <span className="muted" aria-live="polite">
            {t.shownOf(format.number(shown), all)}
        </span>
    );
}
