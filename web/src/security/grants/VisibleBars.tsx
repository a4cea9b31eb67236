import { useDomains } from "@/api/queries";
import type { AccessPreview } from "@/api/security";
import { localName, useFormat, useLanguage, useTexts } from "@/i18n";
import { DomainIcon } from "@/ui/DomainIcon";
import { grantTexts } from "./texts";

/** One bar a domain: how many of its assets the person sees. */
export function VisibleBars({ visible }: { visible: AccessPreview["visible"] }) {
    const t = useTexts(grantTexts);
    const format = useFormat();
    const language = useLanguage();
    const domains = useDomains().data ?? [];
    const rows = visible.filter((each) => each.total > 0);
    if (rows.every((each) => each.visible === 0)) return <p className="nothing">{t.visibleNone}</p>;
    return (
        <ul className="visible-bars">
            {rows.map((each) => {
                const domain = domains.find((known) => known.key === each.domain);
                return (
                    <li key={each.domain}>
                        <DomainIcon domain={each.domain} size={18} />
                        <span>{domain ? localName(domain, language) : each.domain}</span>
                        <meter min={0} max={each.total} value={each.visible} aria-label={domain ? localName(domain, language) : each.domain} />
                        <span className="visible-count">{t.visibleOf(format.number(each.visible), format.number(each.total))}</span>
                    </li>
                );
            })}
        </ul>
    );
}
