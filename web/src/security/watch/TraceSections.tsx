import { Link } from "react-router";
import type { SecurityWatch } from "@/api/security";
import { useLanguage, useTexts } from "@/i18n";
import { AgeText } from "@/ui/AgeText";
import { Section } from "@/ui/Page";
import { actionWords } from "../audit/auditEntry";
import { securityTexts } from "../texts";
import { watchTexts } from "./texts";

/** What happened lately: unusual access, changes of rights, devices seen for the first time. */
export function TraceSections({ watch }: { watch: SecurityWatch }) {
    const t = useTexts(watchTexts);
    const s = useTexts(securityTexts);
    const language = useLanguage();
    return (
        <>
            <Section title={t.unusual}>
                {watch.unusual.length === 0 && <p className="nothing">{t.noUnusual}</p>}
                <ul className="rows rows-tight">
                    {watch.unusual.map((each, i) => (
                        <li key={i}>
                            <span className="grow">
                                {language === "vi" ? each.text_vi : each.text_en}
                                {each.user && <small className="muted watch-note">{each.user}</small>}
                            </span>
                            <span className="muted">
                                <AgeText time={each.at} />
                            </span>
                        </li>
                    ))}
                </ul>
            </Section>
            <Section title={t.rights} extra={<Link to="/audit?action=grant.">{t.look}</Link>}>
                {watch.rights_changes.length === 0 && <p className="nothing">{t.noRights}</p>}
                <ul className="rows rows-tight">
                    {watch.rights_changes.map((row) => (
                        <li key={row.id}>
                            <span className="grow">
                                {actionWords(row, s.verbs, s.entities)}
                                <small className="muted watch-note">{[row.user, row.reason].filter(Boolean).join(" · ")}</small>
                            </span>
                            <span className="muted">
                                <AgeText time={row.at} />
                            </span>
                        </li>
                    ))}
                </ul>
            </Section>
            <Section title={t.devices}>
                {watch.new_devices.length === 0 && <p className="nothing">{t.noDevices}</p>}
                <ul className="rows rows-tight">
                    {watch.new_devices.map((device, i) => (
                        <li key={i}>
                            <span className="grow">
                                {device.user}
                                <small className="muted watch-note">{[device.name, device.address].join(" · ")}</small>
                            </span>
                            <span className="muted">
                                <AgeText time={device.first_seen_at} />
                            </span>
                        </li>
                    ))}
                </ul>
            </Section>
        </>
    );
}
