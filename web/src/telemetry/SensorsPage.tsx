import { useCallback, useEffect, useMemo } from "react";
import type { Datastream } from "@/api/types";
import { IconGauge } from "@/app/icons";
import { common, useFormat, useTexts } from "@/i18n";
import { AssetPicker } from "@/ui/AssetPicker";
import { EmptyState } from "@/ui/EmptyState";
import { FilterBar } from "@/ui/filters/FilterBar";
import { FilterSelect } from "@/ui/filters/FilterSelect";
import { foldText } from "@/ui/filters/fold";
import { SearchBox } from "@/ui/filters/SearchBox";
import { useFilters } from "@/ui/filters/useFilters";
import { ListCount } from "@/ui/ListCount";
import { LiveReading } from "@/ui/LiveReading";
import { Page } from "@/ui/Page";
import { CursorTable } from "@/ui/table/CursorTable";
import type { Column } from "@/ui/table/RowTable";
import { useCursorList } from "@/ui/table/useCursorList";
import { AssetName } from "./AssetName";
import { freshnessOf } from "./freshness";
import { TelemetryTabs } from "./TelemetryTabs";
import { telemetryTexts } from "./texts";

const FILTERS = ["q", "property", "freshness", "asset"] as const;

/** Every datastream with its last value, how old it is and how good. Values move as they arrive. */
export default function SensorsPage() {
    const t = useTexts(telemetryTexts);
    const words = useTexts(common);
    const format = useFormat();
    const filters = useFilters(FILTERS);
    const { q, freshness, ...query } = filters.values;
    const all = useCursorList<Datastream>(["datastreams", query], "/api/v1/datastreams", query);
    // Name and freshness narrow what has been read: the server filters by asset and property.
    const narrowed = useMemo(() => {
        const wanted = foldText(q ?? "");
        return all.rows.filter(
            (each) => foldText(each.name).includes(wanted) && (!freshness || freshnessOf(each) === freshness),
        );
    }, [all.rows, q, freshness]);
    const narrowing = Boolean(q || freshness);
    // Narrowing here needs every page: the next is asked for until the list has ended.
    const { more } = all;
    useEffect(() => {
        if (narrowing) more();
    }, [narrowing, more, all.rows.length]);
    const list = { ...all, rows: narrowed, total: narrowing ? undefined : all.total };
    const search = useCallback((text: string) => filters.set({ q: text }), [filters.set]);
    const property = (key: string) => words.property[key as keyof typeof words.property] ?? key;
    const columns: Column<Datastream>[] = [
        { key: "name", title: t.name, width: "minmax(200px, 1.6fr)", render: (d) => d.name },
        { key: "property", title: t.property, width: "minmax(120px, 1fr)", render: (d) => property(d.property) },
        { key: "last", title: t.last, width: "minmax(240px, 1.6fr)", render: (d) => <LiveReading datastream={d} /> },
        {
            key: "interval",
            title: t.interval,
            width: "120px",
            render: (d) => (d.interval_s ? format.duration(d.interval_s) : t.eventBased),
        },
        {
            key: "asset",
            title: t.asset,
            width: "minmax(200px, 1.6fr)",
            render: (d) => (d.asset_id ? <AssetName id={d.asset_id} /> : null),
        },
    ];
    return (
        <Page title={t.title} fixed>
            <TelemetryTabs />
            <FilterBar
                search={<SearchBox value={q ?? ""} onChange={search} placeholder={t.search} />}
                count={filters.count}
                onClear={filters.clear}
                extra={<ListCount shown={list.rows.length} total={list.total} />}
            >
                <AssetPicker
                    className="filter-select"
                    value={Number(filters.values.asset) || null}
                    placeholder={t.asset}
                    onChange={(id) => filters.set({ asset: id === null ? undefined : String(id) })}
                />
                <FilterSelect
                    label={t.property}
                    value={filters.values.property}
                    onChange={(value) => filters.set({ property: value })}
                    options={Object.entries(words.property).map(([value, label]) => ({ value, label }))}
                />
                <FilterSelect
                    label={t.freshness}
                    value={freshness}
                    onChange={(value) => filters.set({ freshness: value })}
                    options={[
                        { value: "fresh", label: t.fresh },
                        { value: "stale", label: t.stale },
                        { value: "never", label: t.never },
                    ]}
                />
            </FilterBar>
            <CursorTable
                list={list}
                label={t.title}
                columns={columns}
                rowKey={(d) => d.id}
                rowTo={(d) => `/sensors/${d.id}`}
                filtered={filters.count > 0}
                onClear={filters.clear}
                empty={
                    <EmptyState icon={<IconGauge size={28} stroke={1.75} />} title={t.emptyTitle} why={t.emptyWhy} />
                }
                card={(d) => (
                    <>
                        <span className="card-line">
                            <span className="grow card-title">{d.name}</span>
                        </span>
                        <span className="card-line">
                            <span className="grow">
                                {d.asset_id ? <AssetName id={d.asset_id} plain /> : property(d.property)}
                            </span>
                        </span>
                        <LiveReading datastream={d} />
                    </>
                )}
            />
        </Page>
    );
}
