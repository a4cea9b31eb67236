import { useFormat, useLanguage, useTexts } from "@/i18n";
import type { Finding } from "./findings";
import { useStreamName } from "./StreamName";
import { ingestTexts } from "./texts";
import { useConnectionName } from "./useConnectionName";

const SIGNIFICANT = 6;

/** One finding as a sentence. */
export function FindingText({ finding }: { finding: Finding }) {
    const t = useTexts(ingestTexts);
    const format = useFormat();
    const language = useLanguage();
    const nameOf = useConnectionName();
    const stream = useStreamName(finding.kind === "unit" ? finding.datastream : undefined);
    const plain = (value: number) => value.toLocaleString(language === "vi" ? "vi-VN" : "en-GB", { maximumSignificantDigits: SIGNIFICANT });
    // By code, the most frequent first; the one sentence above says it all when there is one reason.
    const reasons = (refused: Record<string, number>) => {
        const all = Object.entries(refused).sort(([, a], [, b]) => b - a);
        return all.length < 2 ? "" : all.map(([code, n]) => `${code} ${format.number(n)}`).join(", ");
    };
    switch (finding.kind) {
        case "database":
            return t.databaseFinding;
        case "queue":
            return t.queueFinding;
        case "paused":
            return t.pausedFinding;
        case "broker":
            return t.brokerFinding;
        case "waiting":
            return t.waitingFinding(format.number(finding.count));
        case "unit":
            return finding.fahrenheit ? t.fahrenheitFinding(stream, plain(finding.value)) : t.unitFinding(stream, plain(finding.value), plain(finding.factor));
        case "lost":
            return t.lostFinding(nameOf(finding.connection), format.number(finding.connection.lost));
        case "gaps":
            return t.gapFinding(nameOf(finding.connection), format.number(finding.connection.gaps), format.number(finding.connection.missing));
        case "refused": {
            const last = finding.connection.last_refusal;
            return t.refusedFinding(nameOf(finding.connection), format.number(finding.connection.refused_total), last ? (language === "vi" ? last.title : last.title_en) : "", last ? format.dateTime(last.at) : "", reasons(finding.connection.refused));
        }
        case "clock": {
            const { clock, clock_delay_s } = finding.connection;
            const name = nameOf(finding.connection), by = format.duration(Math.abs(clock_delay_s));
            if (clock === "ahead" || clock === "behind") return t.clockFinding[clock](name, by);
            return t.clockFinding[clock === "local_as_utc" ? clock : "utc_as_local"](name);
        }
    }
}
