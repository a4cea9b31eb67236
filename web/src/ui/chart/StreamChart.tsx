import { Skeleton } from "antd";
import type { Ref } from "react";
import { useSeries } from "@/api/queries";
import type { Datastream } from "@/api/types";
import { useFormat, useTexts } from "@/i18n";
import { ErrorView } from "../ErrorView";
import { uiTexts } from "../texts";
import { gapAfterMs, type LimitLine } from "./points";
import { SeriesChart, type ChartHandle } from "./SeriesChart";
import { useLiveTail } from "./useLiveTail";

interface Props {
    datastream: Datastream;
    from: number;
    to: number;
    limits?: LimitLine[];
    height?: number;
    onZoom?: (from: number, to: number) => void;
    ref?: Ref<ChartHandle>;
}

/** One datastream over a span, continued live, with the limits that watch it. */
export function StreamChart({ datastream, from, to, limits, height = 200, onZoom, ref }: Props) {
    const t = useTexts(uiTexts);
    const format = useFormat();
    const read = useSeries(datastream.id, from, to);
    const series = useLiveTail(datastream.id, read.data, to);
    if (read.isError) return <ErrorView error={read.error} inline onRetry={() => void read.refetch()} />;
    if (!series) return <Skeleton.Node active style={{ width: "100%", height }} />;
    if (series.t.length === 0) return <p className="chart-empty">{t.emptySeries}</p>;
    return (
        <>
            <SeriesChart
                series={series}
                unit={datastream.unit}
                decimals={datastream.decimals}
                label={datastream.name}
                from={from}
                to={to}
                gapMs={gapAfterMs(datastream.interval_s, read.data?.bucket_s)}
                height={height}
                {...(limits ? { limits } : {})}
                {...(onZoom ? { onZoom } : {})}
                {...(ref ? { ref } : {})}
            />
            {read.data?.aggregated && read.data.bucket_s !== undefined && (
                <p className="chart-note">{t.bucket(format.duration(read.data.bucket_s))}</p>
            )}
        </>
    );
}
