import { Link } from "react-router";
import type { SecurityWatch, Severity } from "@/api/security";
import { useLanguage, useTexts } from "@/i18n";
import { Section } from "@/ui/Page";
import { StateMark } from "@/ui/StateMark";
import { watchTexts } from "./texts";

const ORDER: Severity[] = ["high", "medium", "low"];
const marks = { high: "major", medium: "warning", low: "notice" } as const;

/** What is open, worst first, each with where it is put right. */
export function FindingsSection({ findings }: { findings: SecurityWatch["findings"] }) {
    const t = useTexts(watchTexts);
    const language = useLanguage();
    const sorted = [...findings].sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
    return (
        <Section title={t.findings}>
            {sorted.length === 0 && <p className="nothing">{t.noFindings}</p>}
            <ul className="rows">
                {sorted.map((finding) => (
                    <li key={finding.key}>
                        <span className={`tag mark-${marks[finding.severity]} finding-severity`}>
                            <StateMark state={marks[finding.severity]} size={14} />
                            {t.severity[finding.severity]}
                        </span>
                        <span className="grow">{language === "vi" ? finding.title_vi : finding.title_en}</span>
                        {finding.link?.startsWith("/") && (
                            <Link to={finding.link} aria-label={`${t.look}: ${language === "vi" ? finding.title_vi : finding.title_en}`}>
                                {t.look}
                            </Link>
                        )}
                    </li>
                ))}
            </ul>
        </Section>
    );
}
