import { Progress } from "antd";
import { IconAlertTriangle, IconDownload } from "@/app/icons";
import { useFormat, useTexts } from "@/i18n";
import { AgeText } from "@/ui/AgeText";
import { exportTexts } from "./exportTexts";
import type { Export } from "./types";
import { contentOf } from "./useExports";
import { useFilterWords } from "./useFilterWords";
import { useBytes, useFailureWords } from "./useWords";

/** Exports as a list: what, when, how far, and the file. */
export function ExportRows({ exports }: { exports: Export[] }) {
    const t = useTexts(exportTexts);
    const format = useFormat();
    const bytes = useBytes();
    const failureWords = useFailureWords();
    const filterWords = useFilterWords();
    return (
        <ul className="rows">
            {exports.map((each) => (
                <li key={each.id}>
                    <span className="grow">
                        <strong>{t.formats[each.format]}</strong> {filterWords(each.filter)}
                        <small className="muted export-when">
                            <AgeText time={each.created_at} />
                            {each.features != null && ` · ${t.count(format.number(each.features))}`}
                            {each.bytes != null && each.state === "ready" && ` · ${bytes(each.bytes)}`}
                            {each.expires_at && each.state === "ready" && ` · ${t.until(format.dateTime(each.expires_at))}`}
                        </small>
                    </span>
                    {each.state === "running" && <Progress className="export-progress" size="small" percent={Math.floor(each.progress?.percent ?? 0)} aria-label={t.states.running} />}
                    {each.state === "ready" ? (
                        <a href={contentOf(each)} download={each.file_name ?? ""} className="tag">
                            <IconDownload size={16} stroke={1.75} />
                            {t.download}
                        </a>
                    ) : (
                        <span className={each.state === "failed" ? "tag mark-major" : "tag tag-done"} role="status">
                            {each.state === "failed" && <IconAlertTriangle size={16} stroke={1.75} />}
                            {t.states[each.state]}
                        </span>
                    )}
                    {each.error && <p className="field-error">{failureWords(each.error)}</p>}
                </li>
            ))}
        </ul>
    );
}
