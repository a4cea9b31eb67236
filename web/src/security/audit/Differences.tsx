import { useLanguage, useTexts } from "@/i18n";
import { securityTexts } from "../texts";
import { differences } from "./auditEntry";
import { fieldWords, valueWords } from "./fieldWords";
import "../security.css";

interface Props {
    before: unknown;
    after: unknown;
    /** `after` holds only what changes: what it lacks stays as it was. */
    partial?: boolean;
}

/** Two states side by side, only what differs, with the names that the forms use. */
export function Differences({ before, after, partial = false }: Props) {
    const t = useTexts(securityTexts);
    const language = useLanguage();
    const rows = differences(before, after).filter((each) => !partial || each.after !== undefined);
    if (rows.length === 0) return <p className="nothing">{t.noDifference}</p>;
    return (
        <div className="audit-diff">
            <div className="muted" aria-hidden>
                <span />
                <span>{t.before}</span>
                <span>{t.after}</span>
            </div>
            {rows.map((each) => (
                <div key={each.path}>
                    <span title={each.path}>{fieldWords(each.path, language)}</span>
                    <del aria-label={t.before}>{each.before === undefined ? t.nothing : valueWords(each.before, language)}</del>
                    <ins aria-label={t.after}>{each.after === undefined ? t.nothing : valueWords(each.after, language)}</ins>
                </div>
            ))}
        </div>
    );
}
