import { Link } from "react-router";
import type { SecurityWatch } from "@/api/security";
import { IconAlertTriangle, IconCheck, IconHourglass } from "@/app/icons";
import { useFormat, useTexts } from "@/i18n";
import { Section } from "@/ui/Page";
import { useNow } from "@/ui/useNow";
import { watchTexts } from "./texts";

const CERTIFICATE_WARNING_DAYS = 30;

function Verdict({ state, children }: { state: "ok" | "bad" | "unknown"; children: string }) {
    const Icon = state === "ok" ? IconCheck : state === "bad" ? IconAlertTriangle : IconHourglass;
    return (
        <p className={`tag ${state === "bad" ? "mark-critical" : "tag-done"}`}>
            <Icon size={18} stroke={1.75} aria-hidden />
            {children}
        </p>
    );
}

/** How things stand: locked accounts, files, log, certificates. */
export function StateSections({ watch }: { watch: SecurityWatch }) {
    const t = useTexts(watchTexts);
    const format = useFormat();
    const now = useNow();
    const { integrity, audit } = watch;
    const wrongFiles = integrity.files.filter((file) => file.state !== "ok");
    const known = Boolean(integrity.checked_at);
    const auditKnown = Boolean(audit.checked_at);
    return (
        <>
            <Section title={t.locked}>
                {watch.locked_accounts.length === 0 && <p className="nothing">{t.noLocked}</p>}
                <ul className="rows rows-tight">
                    {watch.locked_accounts.map((account) => (
                        <li key={account.user_id}>
                            <span className="grow">
                                <Link to={`/users/${account.user_id}`}>{account.full_name}</Link>
                            </span>
                            <span className="muted">{t.until(format.dateTime(account.locked_until))}</span>
                        </li>
                    ))}
                </ul>
            </Section>
            <Section title={t.audit} extra={<Link to="/audit">{t.look}</Link>}>
                <Verdict state={!auditKnown ? "unknown" : audit.ok ? "ok" : "bad"}>{!auditKnown ? t.auditNever : audit.ok ? t.auditOk : t.auditBad}</Verdict>
                {audit.checked_at && <small className="muted watch-note">{t.checked(format.age(audit.checked_at, now))}</small>}
            </Section>
            <Section title={t.integrity}>
                <Verdict state={!known ? "unknown" : integrity.ok ? "ok" : "bad"}>
                    {!known ? t.integrityNever : integrity.ok ? t.integrityOk : t.integrityBad(format.number(wrongFiles.length))}
                </Verdict>
                {known && <small className="muted watch-note">{t.checked(format.age(integrity.checked_at, now))}</small>}
                <ul className="rows rows-tight">
                    {wrongFiles.map((file) => (
                        <li key={file.path}>
                            <code className="grow">{file.path}</code>
                            <span className="mark-major">{t.fileStates[file.state] ?? file.state}</span>
                        </li>
                    ))}
                </ul>
            </Section>
            <Section title={t.certificates}>
                {watch.certificates.length === 0 && <p className="nothing">{t.noCertificates}</p>}
                <ul className="rows rows-tight">
                    {watch.certificates.map((certificate) => (
                        <li key={`${certificate.subject} ${certificate.not_after}`}>
                            <span className="grow">
                                {certificate.subject}
                                <small className="muted watch-note">{certificate.issuer}</small>
                            </span>
                            <span className={certificate.days_left <= CERTIFICATE_WARNING_DAYS ? "mark-warning" : "muted"} title={format.dateTime(certificate.not_after)}>
                                {certificate.days_left < 0 ? t.certificateOver : t.daysLeft(format.number(certificate.days_left))}
                            </span>
                        </li>
                    ))}
                </ul>
            </Section>
        </>
    );
}
