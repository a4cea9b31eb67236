import { Button } from "antd";
import { useCallback, useMemo } from "react";
import type { Organisation } from "@/api/types";
import { IconBuilding, IconPlus } from "@/app/icons";
import { useMay } from "@/app/session";
import { useTexts } from "@/i18n";
import { EmptyState } from "@/ui/EmptyState";
import { FilterBar } from "@/ui/filters/FilterBar";
import { foldText } from "@/ui/filters/fold";
import { SearchBox } from "@/ui/filters/SearchBox";
import { useFilters } from "@/ui/filters/useFilters";
import { ListCount } from "@/ui/ListCount";
import { Page } from "@/ui/Page";
import { CursorTable } from "@/ui/table/CursorTable";
import type { Column } from "@/ui/table/RowTable";
import { useCursorList } from "@/ui/table/useCursorList";
import { useChosen } from "@/ui/useChosen";
import { AdminTabs } from "./AdminTabs";
import { OrganisationPanel } from "./OrganisationPanel";
import { securityTexts } from "./texts";

const FILTERS = ["q"] as const;

/** Owners, operators, authorities and contractors. */
export default function OrganisationsPage() {
    const t = useTexts(securityTexts);
    const mayWrite = useMay("user.write");
    const filters = useFilters(FILTERS);
    const { chosen, choose } = useChosen("organisation");
    const all = useCursorList<Organisation>(["organisations"], "/api/v1/organisations", {});
    const q = filters.values.q ?? "";
    const rows = useMemo(
        () => all.rows.filter((each) => foldText(`${each.name} ${each.short_name ?? ""}`).includes(foldText(q))),
        [all.rows, q],
    );
    const list = { ...all, rows, total: q ? rows.length : all.total };
    const search = useCallback((text: string) => filters.set({ q: text }), [filters.set]);
    const parent = (each: Organisation) => all.rows.find((other) => other.id === each.parent_id)?.name;
    const columns: Column<Organisation>[] = [
        { key: "name", title: t.organisationName, width: "minmax(260px, 2.5fr)", render: (o) => o.name },
        { key: "short", title: t.shortName, width: "minmax(120px, 1fr)", render: (o) => o.short_name },
        { key: "kind", title: t.kind, width: "160px", render: (o) => t.kinds[o.kind] },
        { key: "parent", title: t.parent, width: "minmax(180px, 1.5fr)", render: parent },
    ];
    const create = mayWrite && (
        <Button type="primary" icon={<IconPlus size={16} />} onClick={() => choose("new")}>
            {t.createOrganisation}
        </Button>
    );
    const open = all.rows.find((each) => String(each.id) === chosen);
    return (
        <Page title={t.organisations} fixed acts={create}>
            <AdminTabs />
            <FilterBar
                search={<SearchBox value={q} onChange={search} placeholder={t.search} />}
                count={filters.count}
                onClear={filters.clear}
                extra={<ListCount shown={rows.length} total={list.total} />}
            />
            <CursorTable
                list={list}
                label={t.organisations}
                columns={columns}
                rowKey={(o) => o.id}
                rowTo={(o) => filters.linkTo("organisation", o.id)}
                filtered={filters.count > 0}
                onClear={filters.clear}
                cardHeight={76}
                empty={
                    <EmptyState
                        icon={<IconBuilding size={28} stroke={1.75} />}
                        title={t.emptyOrganisationsTitle}
                        why={t.emptyOrganisationsWhy}
                    >
                        {create}
                    </EmptyState>
                }
                card={(o) => (
                    <>
                        <span className="card-line">
                            <span className="grow card-title">{o.name}</span>
                        </span>
                        <span className="card-line">{t.kinds[o.kind]}</span>
                    </>
                )}
            />
            {(open || chosen === "new") && (
                <OrganisationPanel
                    {...(open ? { organisation: open } : {})}
                    others={all.rows.filter((each) => each !== open)}
                    onClose={() => choose(null)}
                />
            )}
        </Page>
    );
}
