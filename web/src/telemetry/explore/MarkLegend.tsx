import { useMemo } from "react";
import { useFormat, useTexts } from "@/i18n";
import { telemetryTexts } from "../texts";
import { gapOf, marksOf, silences, type Line } from "./plot";

/** What the marks on the chart mean; only of those that are on it. */
export function MarkLegend({ lines, until }: { lines: Line[]; until: number }) {
    const t = useTexts(telemetryTexts);
    const format = useFormat();
    const { uncertain, bad } = useMemo(() => {
        const marks = lines.flatMap(marksOf);
        const buckets = lines.flatMap((line) => line.series.bad ?? []).reduce((sum, n) => sum + n, 0);
        const single = (kind: string) => marks.filter((mark) => mark.kind === kind && mark.value !== null).length;
        return { uncertain: single("uncertain"), bad: single("bad") + buckets };
    }, [lines]);
    const [first] = lines;
    const silent = first ? silences(first.series, gapOf(first), until).length > 0 : false;
    if (!silent && uncertain + bad === 0) return null;
    return (
        <ul className="mark-legend">
            {silent && (
                <li>
                    <span className="hatched legend-silence" aria-hidden />
                    {t.silence}
                </li>
            )}
            {uncertain > 0 && (
                <li>
                    <svg className="mark-warning" width={12} height={12} viewBox="0 0 12 12" aria-hidden="true">
                        <path d="M6 1.5 11 10H1Z" fill="none" stroke="currentColor" strokeWidth={1.75} />
                    </svg>
                    {t.uncertainMarks(format.number(uncertain))}
                </li>
            )}
            {bad > 0 && (
                <li>
                    <svg className="mark-critical" width={12} height={12} viewBox="0 0 12 12" aria-hidden="true">
                        <path d="M2 2l8 8M10 2l-8 8" fill="none" stroke="currentColor" strokeWidth={1.75} />
                    </svg>
                    {t.badMarks(format.number(bad))}
                </li>
            )}
        </ul>
    );
}
