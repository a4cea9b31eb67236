import { useFormat, useTexts } from "@/i18n";
import { qualityTexts } from "./texts";

/** A share as a bar with its number beside it; grey words where there is nothing to measure. */
export function CompleteBar({ share, big = false }: { share: number | undefined; big?: boolean }) {
    const t = useTexts(qualityTexts);
    const format = useFormat();
    if (share === undefined) return <small className="muted">{t.nothingWanted}</small>;
    return (
        <span className={big ? "complete-bar big" : "complete-bar"}>
            <span className="complete-track" aria-hidden>
                <span style={{ width: `${share * 100}%` }} />
            </span>
            <span className="complete-number">{format.number(share * 100, 1)} %</span>
        </span>
    );
}
