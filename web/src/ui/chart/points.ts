// Series of points as the server sends them: parallel arrays, times in epoch milliseconds, null where nothing was read.
export interface Series {
    t: number[];
    value: (number | null)[];
    min?: (number | null)[];
    max?: (number | null)[];
    /** Of single readings: 0 good, 1 uncertain, 2 bad. */
    quality?: number[];
    /** Of buckets: how many readings are not bad, and how many are. */
    count?: number[];
    bad?: number[];
}

/** A limit that a rule watches, drawn as a line across the chart. */
export interface LimitLine {
    value: number;
    label: string;
    priority: "critical" | "major" | "warning" | "notice";
}

/** Silence longer than this many intervals is a gap, the same number that makes a datastream stale. */
const GAP_INTERVALS = 3;

/** Puts a null between points that lie further apart than `gapMs`, so that a silence is not drawn as a straight line. */
export function withGaps(series: Series, gapMs: number | null): Series {
    const { t, value, min, max } = series;
    if (gapMs === null || t.length < 2) return series;
    const out: Required<Pick<Series, "t" | "value" | "min" | "max">> = { t: [], value: [], min: [], max: [] };
    t.forEach((time, i) => {
        const before = t[i - 1];
        if (before !== undefined && time - before > gapMs) {
            out.t.push(before + 1);
            out.value.push(null);
            out.min.push(null);
            out.max.push(null);
        }
        out.t.push(time);
        out.value.push(value[i] ?? null);
        out.min.push(min?.[i] ?? null);
        out.max.push(max?.[i] ?? null);
    });
    return min && max ? out : { t: out.t, value: out.value };
}

/** The silence that counts as a gap: from the declared interval, or from the bucket when that is coarser. */
export function gapAfterMs(intervalS: number | null | undefined, bucketS: number | null | undefined): number | null {
    const step = Math.max(intervalS ?? 0, bucketS ?? 0);
    return step > 0 ? step * GAP_INTERVALS * 1000 : null;
}

/** Least and greatest of the drawn values and limits, with a margin; a flat line gets room above and below. */
export function valueRange(series: Series, limits: LimitLine[]): [number, number] {
    let least = Infinity;
    let most = -Infinity;
    const take = (v: number | null | undefined) => {
        if (v === null || v === undefined || !Number.isFinite(v)) return;
        if (v < least) least = v;
        if (v > most) most = v;
    };
    for (const list of [series.value, series.min, series.max]) list?.forEach(take);
    limits.forEach((limit) => take(limit.value));
    if (least > most) return [0, 1];
    const span = most - least || Math.abs(most) * 0.1 || 1;
    return [least - span * 0.08, most + span * 0.12];
}
