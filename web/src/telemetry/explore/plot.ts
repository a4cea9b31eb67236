// What the chart draws of the series that it is given: lines broken at gaps, marks of quality, silent stretches.
import uPlot from "uplot";
import { gapAfterMs, withGaps, type LimitLine, type Series } from "@/ui/chart/points";

export interface Line {
    id: number;
    name: string;
    unit: string;
    decimals: number;
    intervalS: number | null;
    bucketS: number | undefined;
    series: Series;
    colour: string;
    dash: number[];
    scale: "y" | "y2";
}

export type QualityMark = "uncertain" | "bad";
export interface Mark {
    t: number;
    /** Nothing for a bucket: its bad readings have no value of their own. */
    value: number | null;
    kind: QualityMark;
    scale: Line["scale"];
}

/** The numbers by which the server tells quality. */
export const QUALITY = ["good", "uncertain", "bad"] as const;
const BAD = 2;
/** A limit further away than this many heights of the data is not drawn: it would press the line flat. */
const LIMIT_REACH = 3;
const MARGIN_BELOW = 0.06, MARGIN_ABOVE = 0.12;

/** Bad readings are marked, not joined: one wild value must not stretch the axis. */
export function withoutBad(series: Series): Series {
    const { quality } = series;
    if (!quality?.includes(BAD)) return series;
    const kept = <T>(list: T[]): T[] => list.filter((_, i) => quality[i] !== BAD);
    return { t: kept(series.t), value: kept(series.value), quality: kept(quality) };
}

export function marksOf(line: Pick<Line, "series" | "scale">): Mark[] {
    const { series, scale } = line;
    const out: Mark[] = [];
    series.t.forEach((t, i) => {
        const quality = series.quality?.[i] ?? 0;
        if (quality > 0) out.push({ t, value: series.value[i] ?? null, kind: quality === BAD ? "bad" : "uncertain", scale });
        else if ((series.bad?.[i] ?? 0) > 0) out.push({ t, value: null, kind: "bad", scale });
    });
    return out;
}

/** Stretches longer than `gapMs` without a usable reading, also the one that lasts until `end`. */
export function silences(series: Series, gapMs: number | null, end: number): [number, number][] {
    if (gapMs === null) return [];
    const out: [number, number][] = [];
    const { t } = withoutBad(series);
    for (let i = 1; i < t.length; ++i) {
        const before = t[i - 1] ?? 0, after = t[i] ?? 0;
        if (after - before > gapMs) out.push([before, after]);
    }
    const last = t.at(-1);
    if (last !== undefined && end - last > gapMs) out.push([last, end]);
    return out;
}

export const gapOf = (line: Pick<Line, "intervalS" | "bucketS">) => gapAfterMs(line.intervalS, line.bucketS);

export interface Table {
    data: uPlot.AlignedData;
    /** The column of each line's value; greatest and least follow it when there is a band. */
    columns: { value: number; banded: boolean }[];
}

/** All lines over one axis of time: undefined where a line has no entry, null where it is broken. */
export function tableOf(lines: Pick<Line, "series" | "intervalS" | "bucketS">[]): Table {
    const columns: Table["columns"] = [];
    const tables: uPlot.AlignedData[] = [];
    let next = 1;
    for (const line of lines) {
        const series = withGaps(withoutBad(line.series), gapOf(line));
        const banded = Boolean(series.min && series.max);
        columns.push({ value: next, banded });
        next += banded ? 3 : 1;
        tables.push([series.t.map((t) => t / 1000), series.value, ...(banded ? [series.max, series.min] : [])] as uPlot.AlignedData);
    }
    const [only] = tables;
    return { data: tables.length === 1 && only ? only : tables.length === 0 ? [[]] : uPlot.join(tables), columns };
}

/** The ends of an axis: what is seen, the limits near it, and some room. */
export function axisRange(least: number | null, most: number | null, limits: LimitLine[]): [number, number] {
    if (least === null || most === null || !Number.isFinite(least) || !Number.isFinite(most)) return [0, 1];
    const height = most - least || Math.abs(most) * 0.1 || 1;
    const near = limits.map((limit) => limit.value).filter((v) => v <= most + height * LIMIT_REACH && v >= least - height * LIMIT_REACH);
    const low = Math.min(least, ...near), high = Math.max(most, ...near);
    const room = high - low || height;
    return [low - room * MARGIN_BELOW, high + room * MARGIN_ABOVE];
}

/** The entry of a column at `at` or the nearest one before it: other lines have entries of their own in between. */
export function entryAt(column: ArrayLike<number | null | undefined>, at: number): number | null {
    for (let i = at; i >= 0; --i) {
        const entry = column[i];
        if (entry !== undefined) return entry;
    }
    return null;
}

/** Readings with a break on both sides, which no line shows. */
export function lonely(column: ArrayLike<number | null | undefined>, first: number, last: number): number[] {
    const out: number[] = [];
    const side = (i: number, step: number): boolean => {
        for (i += step; i >= 0 && i < column.length; i += step) if (column[i] !== undefined) return column[i] === null;
        return true;
    };
    for (let i = first; i <= last; ++i) if (column[i] !== undefined && column[i] !== null && side(i, -1) && side(i, 1)) out.push(i);
    return out;
}
