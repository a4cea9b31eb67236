import { Button } from "antd";
import { Link } from "react-router";
import type { Sensor } from "@/api/types";
import { IconDevices, IconPlus } from "@/app/icons";
import { useMay } from "@/app/session";
import { useTexts } from "@/i18n";
import { AssetPicker } from "@/ui/AssetPicker";
import { EmptyState } from "@/ui/EmptyState";
import { FilterBar } from "@/ui/filters/FilterBar";
import { useFilters } from "@/ui/filters/useFilters";
import { ListCount } from "@/ui/ListCount";
import { Page } from "@/ui/Page";
import { CursorTable } from "@/ui/table/CursorTable";
import type { Column } from "@/ui/table/RowTable";
import { useCursorList } from "@/ui/table/useCursorList";
import { AssetName } from "../AssetName";
import { TelemetryTabs } from "../TelemetryTabs";
import { deviceTexts } from "./texts";

const FILTERS = ["asset"] as const;

/** The devices that measure, each with where it stands. */
export default function DevicesPage() {
    const t = useTexts(deviceTexts);
    const mayWrite = useMay("sensor.write");
    const filters = useFilters(FILTERS);
    const list = useCursorList<Sensor>(["sensors", filters.values], "/api/v1/sensors", filters.values);
    const asset = (s: Sensor) => (s.asset_id ? <AssetName id={s.asset_id} /> : null);
    const columns: Column<Sensor>[] = [
        { key: "name", title: t.name, width: "minmax(200px, 1.6fr)", render: (s) => s.name },
        { key: "serial", title: t.serial, width: "minmax(140px, 1fr)", render: (s) => s.serial },
        { key: "model", title: t.model, width: "minmax(140px, 1fr)", render: (s) => s.model },
        { key: "asset", title: t.asset, width: "minmax(200px, 1.6fr)", render: asset },
    ];
    const connect = mayWrite && (
        <Link to="/devices/new">
            <Button type="primary" block icon={<IconPlus size={16} />}>
                {t.connect}
            </Button>
        </Link>
    );
    return (
        <Page title={t.title} fixed acts={connect}>
            <TelemetryTabs />
            <FilterBar count={filters.count} onClear={filters.clear} extra={<ListCount shown={list.rows.length} total={list.total} />}>
                <AssetPicker
                    className="filter-select"
                    value={Number(filters.values.asset) || null}
                    placeholder={t.asset}
                    onChange={(id) => filters.set({ asset: id === null ? undefined : String(id) })}
                />
            </FilterBar>
            <CursorTable
                list={list}
                label={t.title}
                columns={columns}
                rowKey={(s) => s.id}
                rowTo={(s) => `/devices/${s.id}`}
                filtered={filters.count > 0}
                onClear={filters.clear}
                empty={
                    <EmptyState icon={<IconDevices size={28} stroke={1.75} />} title={t.emptyTitle} why={t.emptyWhy}>
                        {connect}
                    </EmptyState>
                }
                card={(s) => (
                    <>
                        <span className="card-line">
                            <span className="grow card-title">{s.name}</span>
                        </span>
                        <span className="card-line">
                            <span className="grow">{s.asset_id ? <AssetName id={s.asset_id} plain /> : s.serial}</span>
                        </span>
                        <span className="card-line">
                            <span className="grow">{s.model ?? s.serial}</span>
                        </span>
                    </>
                )}
            />
        </Page>
    );
}
