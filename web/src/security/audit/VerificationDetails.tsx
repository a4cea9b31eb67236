import type { AuditVerification } from "@/api/security";
import { useFormat, useLanguage, useTexts } from "@/i18n";
import { Facts } from "@/ui/Page";
import { auditTexts } from "./texts";

const HASH_SHOWN = 16;

/** Every place that does not hold, the signatures of the days, and the forwarding. */
export function VerificationDetails({ state }: { state: AuditVerification }) {
    const t = useTexts(auditTexts);
    const format = useFormat();
    const language = useLanguage();
    const { siem } = state;
    return (
        <div className="stack">
            <p className="muted">{t.why}</p>
            {state.problems.length > 0 && (
                <>
                    <strong>{t.problems}</strong>
                    <ul className="rows">
                        {state.problems.map((problem, i) => (
                            <li key={i}>
                                <span className="grow">{language === "vi" ? problem.text_vi : problem.text_en}</span>
                                <small className="muted">
                                    {problem.kind} #{problem.id}
                                </small>
                            </li>
                        ))}
                    </ul>
                </>
            )}
            <Facts
                rows={[
                    [
                        t.siem,
                        siem.configured ? [t.siemOn, siem.behind > 0 && t.siemBehind(format.number(siem.behind)), siem.last_error].filter(Boolean).join(" · ") : t.siemOff,
                    ],
                ]}
            />
            <strong>{t.seals}</strong>
            {state.seals.length === 0 && <p className="nothing">{t.noSeals}</p>}
            {state.seals.length > 0 && (
                <table className="plain-table">
                    <thead>
                        <tr>
                            <th>{t.sealDay}</th>
                            <th>{t.sealLast}</th>
                            <th>{t.sealHash}</th>
                            <th>{t.sealedAt}</th>
                        </tr>
                    </thead>
                    <tbody>
                        {state.seals.map((seal) => (
                            <tr key={seal.day}>
                                <td>{format.date(`${seal.day}T00:00:00`)}</td>
                                <td>{format.number(seal.last_id)}</td>
                                <td>
                                    <code title={seal.hash}>{seal.hash.slice(0, HASH_SHOWN)}…</code>
                                </td>
                                <td>{format.dateTime(seal.signed_at)}</td>
                            </tr>
                        ))}
                    </tbody>
                </table>
            )}
        </div>
    );
}
