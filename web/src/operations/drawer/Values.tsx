import type { UseQueryResult } from "@tanstack/react-query";
import { Skeleton } from "antd";
import { useState } from "react";
import type { Alarm, Asset, Datastream } from "@/api/types";
import { IconGauge } from "@/app/icons";
import { useTexts } from "@/i18n";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorView } from "@/ui/ErrorView";
import { operationsTexts } from "../texts";
import { ValueRow } from "./ValueRow";

interface Props {
    streams: UseQueryResult<Datastream[]>;
    asset: Asset;
    alarms: readonly Alarm[];
    /** Show only so many, those in alarm before the others. */
    first?: number;
}

export function Values({ streams, asset, alarms, first }: Props) {
    const t = useTexts(operationsTexts);
    const [open, setOpen] = useState<number>();
    if (streams.isError) return <ErrorView error={streams.error} inline onRetry={() => void streams.refetch()} />;
    if (!streams.data) return <Skeleton active paragraph={{ rows: 4 }} title={false} />;
    if (streams.data.length === 0) {
        return first === undefined ? <EmptyState icon={<IconGauge size={28} stroke={1.75} />} title={t.drawer.noValues} why={t.drawer.noValuesWhy} /> : null;
    }
    const priorityOf = (id: number) => alarms.find((alarm) => alarm.datastream_id === id && alarm.active)?.priority;
    const sorted = [...streams.data].sort((a, b) => Number(Boolean(priorityOf(b.id))) - Number(Boolean(priorityOf(a.id))));
    return (
        <ul className="values">
            {sorted.slice(0, first ?? sorted.length).map((stream) => (
                <ValueRow
                    key={stream.id}
                    stream={stream}
                    assetClass={asset.class}
                    priority={priorityOf(stream.id)}
                    open={open === stream.id}
                    onToggle={() => setOpen(open === stream.id ? undefined : stream.id)}
                />
            ))}
        </ul>
    );
}
