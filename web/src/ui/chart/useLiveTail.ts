import { useEffect, useRef } from "react";
import { useLiveValue } from "@/live/useLive";
import type { Series } from "./points";

/** Pushed readings kept beyond the series that was read; the next read brings them with the rest. */
const TAIL_POINTS_MAX = 600;

/** A series read from the server, continued by what the live channel has pushed since. */
export function useLiveTail<S extends Series>(datastreamId: number, series: S | undefined, untilMs: number): S | undefined {
    const live = useLiveValue(datastreamId);
    const tail = useRef<{ t: number; value: number }[]>([]);
    useEffect(() => {
        tail.current = [];
    }, [datastreamId]);
    if (live && live.t > (tail.current.at(-1)?.t ?? 0)) {
        tail.current.push({ t: live.t, value: live.value });
        if (tail.current.length > TAIL_POINTS_MAX) tail.current.shift();
    }
    if (!series) return undefined;
    const last = series.t.at(-1) ?? 0;
    const extra = tail.current.filter((point) => point.t > last && point.t <= untilMs);
    if (extra.length === 0) return series;
    return {
        ...series,
        t: [...series.t, ...extra.map((point) => point.t)],
        value: [...series.value, ...extra.map((point) => point.value)],
        ...(series.min && series.max
            ? {
                  min: [...series.min, ...extra.map((point) => point.value)],
                  max: [...series.max, ...extra.map((point) => point.value)],
              }
            : {}),
    };
}
