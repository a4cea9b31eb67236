import { Link } from "react-router";
import { useDomains } from "@/api/queries";
import { localName, useFormat, useLanguage, useTexts } from "@/i18n";
import { DomainIcon } from "@/ui/DomainIcon";
import { Section } from "@/ui/Page";
import { CompleteBar } from "./CompleteBar";
import { completeness, found, listOf } from "./figures";
import { qualityTexts } from "./texts";
import type { QualityGroup } from "./types";

/** Completeness of each domain as bars on one scale; the number of works with gaps leads to them. */
export function DomainChart({ domains }: { domains: QualityGroup[] }) {
    const t = useTexts(qualityTexts);
    const language = useLanguage();
    const format = useFormat();
    const names = useDomains().data;
    return (
        <Section title={`${t.completeness} – ${t.byDomain.toLowerCase()}`}>
            <ul className="domain-bars">
                {domains.map((group) => {
                    const domain = names?.find((each) => each.key === group.key);
                    const gaps = found(group, "missing");
                    return (
                        <li key={group.key}>
                            <Link className="asset-link" to={listOf(undefined, "domain", group.key)}>
                                {group.key && <DomainIcon domain={group.key} />}
                                <span>{domain ? localName(domain, language) : group.key}</span>
                            </Link>
                            <CompleteBar share={completeness(group)} />
                            <span className="domain-gaps">
                                {gaps > 0 ? (
                                    <Link to={listOf("missing", "domain", group.key)} aria-label={`${t.findings.missing}: ${format.number(gaps, 0)}`}>
                                        {format.number(gaps, 0)}
                                    </Link>
                                ) : (
                                    <span className="muted">{group.wanted > 0 ? "0" : "–"}</span>
                                )}
                                <small className="muted"> / {format.number(group.assets, 0)}</small>
                            </span>
                        </li>
                    );
                })}
            </ul>
        </Section>
    );
}
