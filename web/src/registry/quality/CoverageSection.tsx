import { Link } from "react-router";
import { useDomains, useWards } from "@/api/queries";
import { localName, useFormat, useLanguage, useTexts } from "@/i18n";
import { DomainIcon } from "@/ui/DomainIcon";
import { Section } from "@/ui/Page";
import { wardName } from "@/ui/wardName";
import { qualityTexts } from "./texts";
import type { Quality } from "./types";

/** Per domain the wards that have no asset of it: a bar of how many do, and the names of those that do not. */
export function CoverageSection({ quality }: { quality: Quality }) {
    const t = useTexts(qualityTexts);
    const language = useLanguage();
    const format = useFormat();
    const domains = useDomains().data;
    const wards = useWards().data;
    const n = (value: number) => format.number(value, 0);
    const all = quality.wards_known;
    return (
        <Section title={t.coverage}>
            <p className="field-help">{t.coverageWhy}</p>
            {quality.coverage.map((each) => {
                const domain = domains?.find((one) => one.key === each.domain);
                const empty = each.wards_without.length;
                return (
                    <details className="coverage" key={each.domain}>
                        <summary>
                            <DomainIcon domain={each.domain} />
                            <span className="grow">{domain ? localName(domain, language) : each.domain}</span>
                            <span className="complete-track" aria-hidden>
                                <span style={{ width: `${all > 0 ? (100 * (all - empty)) / all : 0}%` }} />
                            </span>
                            <small title={t.covered(n(all - empty), n(all))}>{empty > 0 ? t.empty(n(empty)) : t.all}</small>
                        </summary>
                        <ul>
                            {each.wards_without.map((code) => {
                                const ward = wards?.find((one) => one.code === code);
                                return (
                                    <li key={code}>
                                        <Link to={`/assets?ward=${code}&domain=${each.domain}`}>{ward ? wardName(ward, language) : code}</Link>
                                    </li>
                                );
                            })}
                        </ul>
                    </details>
                );
            })}
        </Section>
    );
}
