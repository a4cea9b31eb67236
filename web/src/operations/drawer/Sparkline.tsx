import { useSeries } from "@/api/queries";
import type { Datastream, Priority } from "@/api/types";
import { useLiveValue } from "@/live/useLive";
import { gapAfterMs } from "@/ui/chart/points";
import { useNow } from "@/ui/useNow";
import { sparkPath } from "./sparkPath";

const SPAN_MS = 3_600_000;
const STEP_MS = 60_000;
const POINTS = 60;
const WIDTH = 64;
const HEIGHT = 26;

/** The last hour at a glance, continued by the pushed value. */
export function Sparkline({ datastream, priority }: { datastream: Datastream; priority: Priority | undefined }) {
    const to = Math.ceil(useNow() / STEP_MS) * STEP_MS;
    const from = to - SPAN_MS;
    const series = useSeries(datastream.id, from, to, POINTS).data;
    const live = useLiveValue(datastream.id);
    if (!series) return <span className="spark" style={{ width: WIDTH, height: HEIGHT }} />;
    const after = live && live.t > (series.t.at(-1) ?? 0);
    const t = after ? [...series.t, live.t] : series.t;
    const value = after ? [...series.value, live.value] : series.value;
    const path = sparkPath(t, value, { from, to, width: WIDTH, height: HEIGHT, gapMs: gapAfterMs(datastream.interval_s, series.bucket_s ?? SPAN_MS / POINTS / 1000) });
    return (
        <svg className={`spark ${priority ? `mark-${priority}` : ""}`} width={WIDTH} height={HEIGHT} aria-hidden="true">
            <path d={path} fill="none" stroke="currentColor" strokeWidth={1.5} strokeLinejoin="round" strokeLinecap="round" />
        </svg>
    );
}
