import { Skeleton } from "antd";
import { useState } from "react";
import { useAlarms, useAsset, useDatastreams, useWorkOrders } from "@/api/queries";
import { useOpenAlarms } from "@/live/useLive";
import { useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";
import { operationsTexts } from "../texts";
import { AlarmList } from "./AlarmList";
import { CreateWork } from "./CreateWork";
import { History } from "./History";
import { MainAct } from "./MainAct";
import { Overview } from "./Overview";
import { PanelHead } from "./PanelHead";
import { PanelTabs } from "./PanelTabs";
import { Values } from "./Values";
import { WorkList } from "./WorkList";
import "./drawer.css";

/** Alarms and works of one asset that the drawer shows; its page has the rest. */
const LATEST = 30;

/** The chosen asset: what it is, how it is, since when, and the one act that comes next. */
export function AssetPanel({ assetId, onClose }: { assetId: number; onClose: () => void }) {
    const t = useTexts(operationsTexts);
    const [tab, setTab] = useState("overview");
    const [creating, setCreating] = useState(false);
    const asset = useAsset(assetId);
    const streams = useDatastreams({ asset: assetId });
    const alarms = useAlarms({ asset: assetId, limit: LATEST });
    const work = useWorkOrders({ asset: assetId, limit: LATEST });
    const open = useOpenAlarms().filter((alarm) => alarm.asset_id === assetId);

    if (asset.isError) return <ErrorView error={asset.error} title={t.drawer.missing} onRetry={() => void asset.refetch()} />;
    if (!asset.data) return <Skeleton active paragraph={{ rows: 8 }} style={{ padding: 16 }} />;
    const openWork = work.data?.filter((each) => !["accepted", "cancelled"].includes(each.state));
    return (
        <div className="panel">
            <PanelHead asset={asset.data} alarms={open} streams={streams.data} onClose={onClose} />
            <PanelTabs
                label={t.drawer.label}
                active={tab}
                onChange={setTab}
                tabs={[
                    {
                        key: "overview",
                        label: t.drawer.overview,
                        content: () => <Overview asset={asset.data} streams={streams} alarms={open} onAllValues={() => setTab("values")} />,
                    },
                    {
                        key: "values",
                        label: t.drawer.values,
                        count: streams.data?.length,
                        content: () => <Values streams={streams} asset={asset.data} alarms={open} />,
                    },
                    { key: "alarms", label: t.drawer.alarms, count: open.length, content: () => <AlarmList alarms={alarms} open={open} /> },
                    { key: "work", label: t.drawer.work, count: openWork?.length, content: () => <WorkList work={work} /> },
                    { key: "history", label: t.drawer.history, content: () => <History assetId={assetId} /> },
                ]}
            />
            <MainAct alarms={open} work={openWork} onCreate={() => setCreating(true)} onAssign={() => setTab("work")} />
            {creating && <CreateWork asset={asset.data} alarm={open.find((alarm) => !alarm.work_order_ids?.length) ?? open[0]} onClose={() => setCreating(false)} onCreated={() => setTab("work")} />}
        </div>
    );
}
