import { Button, Skeleton } from "antd";
import { useCallback, useMemo } from "react";
import { useOrganisations } from "@/api/queries";
import { IconBuilding, IconFilter, IconPlus } from "@/app/icons";
import { useMay } from "@/app/session";
import { useTexts } from "@/i18n";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorView } from "@/ui/ErrorView";
import { FilterBar } from "@/ui/filters/FilterBar";
import { foldText } from "@/ui/filters/fold";
import { SearchBox } from "@/ui/filters/SearchBox";
import { useFilters } from "@/ui/filters/useFilters";
import { ListCount } from "@/ui/ListCount";
import { Page } from "@/ui/Page";
import { uiTexts } from "@/ui/texts";
import { useChosen } from "@/ui/useChosen";
import { securityTexts } from "../texts";
import { OrganisationPanel } from "./OrganisationPanel";
import { OrganisationTree } from "./OrganisationTree";
import { branchesTo, idsBelow, treeOf } from "./tree";

const FILTERS = ["q"] as const;

/** Owners, operators, authorities and contractors, each under what it belongs to. */
export default function OrganisationsPage() {
    const t = useTexts(securityTexts);
    const u = useTexts(uiTexts);
    const mayWrite = useMay("user.write");
    const filters = useFilters(FILTERS);
    const { chosen, choose } = useChosen("organisation");
    const read = useOrganisations();
    const q = filters.values.q ?? "";
    const tree = useMemo(() => treeOf(read.data ?? []), [read.data]);
    const shown = useMemo(
        () => (q ? branchesTo(tree, (each) => foldText(`${each.name} ${each.short_name ?? ""}`).includes(foldText(q))) : tree),
        [tree, q],
    );
    const search = useCallback((text: string) => filters.set({ q: text }), [filters.set]);
    const create = mayWrite && (
        <Button type="primary" icon={<IconPlus size={16} />} onClick={() => choose("new")}>
            {t.createOrganisation}
        </Button>
    );
    const open = read.data?.find((each) => String(each.id) === chosen);
    return (
        <Page title={t.organisations} acts={create}>
            <FilterBar
                search={<SearchBox value={q} onChange={search} placeholder={t.search} />}
                count={filters.count}
                onClear={filters.clear}
                extra={<ListCount shown={read.data?.length ?? 0} total={read.data?.length} />}
            />
            {read.isError && <ErrorView error={read.error} onRetry={() => void read.refetch()} />}
            {read.isPending && <Skeleton active paragraph={{ rows: 10 }} />}
            {read.data?.length === 0 && (
                <EmptyState icon={<IconBuilding size={28} stroke={1.75} />} title={t.emptyOrganisationsTitle} why={t.emptyOrganisationsWhy}>
                    {create}
                </EmptyState>
            )}
            {tree.length > 0 && shown.length === 0 && (
                <EmptyState icon={<IconFilter size={26} stroke={1.75} />} title={u.noMatch} why={u.noMatchWhy}>
                    <Button onClick={filters.clear}>{u.clearFilters}</Button>
                </EmptyState>
            )}
            {shown.length > 0 && <OrganisationTree key={q} nodes={shown} onOpen={(id) => choose(id)} />}
            {chosen === "new" && <OrganisationPanel onClose={() => choose(null)} />}
            {open && <OrganisationPanel organisation={open} below={idsBelow(tree, open.id)} onClose={() => choose(null)} />}
        </Page>
    );
}
