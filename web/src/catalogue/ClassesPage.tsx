import { Skeleton } from "antd";
import { useCallback, useMemo } from "react";
import { Link } from "react-router";
import { useClasses, useDomains } from "@/api/queries";
import { IconSearch } from "@/app/icons";
import { localName, useLanguage, useTexts } from "@/i18n";
import { DomainIcon } from "@/ui/DomainIcon";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorView } from "@/ui/ErrorView";
import { FilterBar } from "@/ui/filters/FilterBar";
import { foldText } from "@/ui/filters/fold";
import { SearchBox } from "@/ui/filters/SearchBox";
import { useFilters } from "@/ui/filters/useFilters";
import { Page } from "@/ui/Page";
import { CatalogueTabs } from "./CatalogueTabs";
import { catalogueTexts } from "./texts";
import "./catalogue.css";

const FILTERS = ["q"] as const;

/** What the register can hold, domain by domain. */
export default function ClassesPage() {
    const t = useTexts(catalogueTexts);
    const language = useLanguage();
    const classes = useClasses();
    const domains = useDomains();
    const filters = useFilters(FILTERS);
    const q = filters.values.q ?? "";
    const search = useCallback((text: string) => filters.set({ q: text }), [filters.set]);
    const groups = useMemo(() => {
        const wanted = foldText(q);
        return (domains.data ?? []).flatMap((domain) => {
            const inside = (classes.data ?? []).filter(
                (each) =>
                    each.domain === domain.key &&
                    foldText(`${localName(each, language)} ${each.key} ${each.type_code ?? ""}`).includes(wanted),
            );
            return inside.length > 0 ? [{ domain, inside }] : [];
        });
    }, [classes.data, domains.data, q, language]);
    const error = classes.error ?? domains.error;
    return (
        <Page title={t.title}>
            <CatalogueTabs />
            <FilterBar
                search={<SearchBox value={q} onChange={search} placeholder={t.search} />}
                count={filters.count}
                onClear={filters.clear}
            />
            {error && <ErrorView error={error} onRetry={() => void classes.refetch()} />}
            {!error && (classes.isPending || domains.isPending) && <Skeleton active paragraph={{ rows: 10 }} />}
            {classes.data && domains.data && groups.length === 0 && (
                <EmptyState icon={<IconSearch size={28} stroke={1.75} />} title={t.emptyTitle} why={t.emptyWhy} />
            )}
            <div className="class-groups">
                {groups.map(({ domain, inside }) => (
                    <section key={domain.key} className="card class-group">
                        <h2>
                            <DomainIcon domain={domain.key} size={20} /> {localName(domain, language)}
                        </h2>
                        <ul>
                            {inside.map((each) => (
                                <li key={each.key}>
                                    <Link to={`/catalogue/${each.key}`}>{localName(each, language)}</Link>
                                    <small className="muted">
                                        {[each.type_code, t.levels[each.level]].filter(Boolean).join(" · ")}
                                    </small>
                                </li>
                            ))}
                        </ul>
                    </section>
                ))}
            </div>
        </Page>
    );
}
