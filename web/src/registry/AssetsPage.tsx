import { Button } from "antd";
import { lazy, Suspense, useMemo, useState } from "react";
import { Link } from "react-router";
import { useClasses } from "@/api/queries";
import type { AssetSummary } from "@/api/types";
import { IconBuilding, IconDownload, IconPlus, IconUpload } from "@/app/icons";
import { useMay } from "@/app/session";
import { localName, useFormat, useLanguage, useTexts } from "@/i18n";
import { AgeText } from "@/ui/AgeText";
import { AssetStatusTag } from "@/ui/AssetStatusTag";
import { DomainIcon } from "@/ui/DomainIcon";
import { EmptyState } from "@/ui/EmptyState";
import { useFilters } from "@/ui/filters/useFilters";
import { ListCount } from "@/ui/ListCount";
import { Page } from "@/ui/Page";
import { CursorTable } from "@/ui/table/CursorTable";
import type { Column } from "@/ui/table/RowTable";
import { useCursorList } from "@/ui/table/useCursorList";
import { AssetFilters, ASSET_FILTERS } from "./AssetFilters";
import { BulkDrawer } from "./bulk/BulkDrawer";
import { SelectionBar } from "./bulk/SelectionBar";
import { bulkTexts } from "./bulk/texts";
import { useSelection } from "./bulk/useSelection";
import { AssetTools } from "./identity/AssetTools";
import { registryTexts } from "./texts";

const ExportDialog = lazy(() => import("./transfer/ExportDialog").then((part) => ({ default: part.ExportDialog })));

/** The register as a list: found by text without diacritics, narrowed by domain, class, ward and status. */
export default function AssetsPage() {
    const t = useTexts(registryTexts);
    const language = useLanguage();
    const format = useFormat();
    const mayWrite = useMay("asset.write");
    const mayImport = useMay("asset.import");
    const [exporting, setExporting] = useState(false);
    const filters = useFilters(ASSET_FILTERS);
    const list = useCursorList<AssetSummary>(["assets", filters.values], "/api/v1/assets", filters.values);
    const bulk = useTexts(bulkTexts);
    const chosen = useSelection(list.rows, bulk);
    const [editing, setEditing] = useState(false);
    const classes = useClasses().data;
    const className = useMemo(() => {
        const names = new Map(classes?.map((each) => [each.key, localName(each, language)]));
        return (key: string) => names.get(key) ?? key;
    }, [classes, language]);

    const columns: Column<AssetSummary>[] = [
        {
            key: "name",
            title: t.name,
            width: "minmax(220px, 2.2fr)",
            render: (a) => (
                <span className="asset-link">
                    <DomainIcon domain={a.domain} />
                    <span>{a.name}</span>
                </span>
            ),
        },
        { key: "class", title: t.assetClass, width: "minmax(130px, 1fr)", render: (a) => className(a.class) },
        { key: "ward", title: t.ward, width: "minmax(120px, 1fr)", render: (a) => a.ward },
        { key: "status", title: t.status, width: "140px", render: (a) => <AssetStatusTag status={a.status} /> },
        { key: "operator", title: t.operator, width: "minmax(120px, 1.2fr)", render: (a) => a.operator ?? a.owner },
        { key: "identifier", title: t.identifier, width: "130px", render: (a) => a.identifier },
        {
            key: "recorded",
            title: t.recorded,
            width: "120px",
            align: "end",
            render: (a) => <AgeText time={a.recorded_at} />,
        },
    ];
    const create = mayWrite && (
        <Link to="/assets/new">
            <Button type="primary" icon={<IconPlus size={16} />}>
                {t.create}
            </Button>
        </Link>
    );
    const acts = (
        <>
            <AssetTools filter={filters.values} />
            {mayImport && (
                <Link to="/imports">
                    <Button icon={<IconUpload size={16} />}>{t.imports}</Button>
                </Link>
            )}
            <Button icon={<IconDownload size={16} />} onClick={() => setExporting(true)}>
                {t.exports}
            </Button>
            {create}
        </>
    );
    return (
        <Page title={t.title} fixed acts={acts}>
            <Suspense fallback={null}>
                {exporting && <ExportDialog filter={filters.values} total={list.total} onClose={() => setExporting(false)} />}
            </Suspense>
            <AssetFilters filters={filters} extra={<ListCount shown={list.rows.length} total={list.total} />} />
            <CursorTable
                list={list}
                label={t.title}
                columns={columns}
                rowKey={(a) => a.id}
                rowTo={(a) => `/assets/${a.id}`}
                selection={mayWrite ? chosen.selection : undefined}
                filtered={filters.count > 0}
                onClear={filters.clear}
                empty={
                    <EmptyState icon={<IconBuilding size={28} stroke={1.75} />} title={t.emptyTitle} why={t.emptyWhy}>
                        {create}
                    </EmptyState>
                }
                card={(a) => (
                    <>
                        <span className="card-line">
                            <DomainIcon domain={a.domain} />
                            <span className="grow card-title">{a.name}</span>
                        </span>
                        <span className="card-line">
                            <span className="grow">{[className(a.class), a.ward].filter(Boolean).join(" · ")}</span>
                        </span>
                        <span className="card-line">
                            <AssetStatusTag status={a.status} />
                            <span className="grow">{a.identifier}</span>
                            <span title={format.dateTime(a.recorded_at)}>#{a.id}</span>
                        </span>
                    </>
                )}
            />
            <SelectionBar
                chosen={chosen.list}
                total={list.total}
                filters={filters.values}
                onAll={chosen.put}
                onClear={chosen.clear}
                onEdit={() => setEditing(true)}
            />
            {editing && (
                <BulkDrawer
                    assets={chosen.list}
                    onClose={(changed) => {
                        setEditing(false);
                        // Their versions are old now: the next act starts from a fresh choice.
                        if (changed) chosen.clear();
                    }}
                />
            )}
        </Page>
    );
}
