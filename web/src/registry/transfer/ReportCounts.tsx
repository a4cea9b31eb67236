import { useFormat } from "@/i18n";
import { OutcomeTag } from "./OutcomeTag";
import type { ImportReport } from "./types";

const SHOWN = ["created", "changed", "unchanged", "refused", "warned"] as const;

/** The five numbers of a trial run. */
export function ReportCounts({ report }: { report: ImportReport }) {
    const format = useFormat();
    return (
        <ul className="report-counts">
            {SHOWN.map((outcome) => (
                <li key={outcome}>
                    <OutcomeTag outcome={outcome} />
                    <strong>{format.number(report[outcome])}</strong>
                </li>
            ))}
        </ul>
    );
}
