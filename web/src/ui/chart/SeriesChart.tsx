import { useEffect, useImperativeHandle, useMemo, useRef, type Ref } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import "./chart.css";
import { useFormat, type Format } from "@/i18n/format";
import { limitLines } from "./limitLines";
import { valueRange, withGaps, type LimitLine, type Series } from "./points";
import { axisTime, decimalsOf } from "./axes";
import { useTokens } from "@/app/theme";

export interface ChartHandle {
    canvas(): HTMLCanvasElement | null;
}

interface Props {
    series: Series;
    /** Shown at the axis and with each value. */
    unit: string;
    decimals: number;
    /** Said by screen readers and kept with the exported picture. */
    label: string;
    /** The whole span asked for, epoch ms: silence at its ends stays visible. */
    from: number;
    to: number;
    limits?: LimitLine[];
    /** Silence longer than this breaks the line; null draws event based values through. */
    gapMs?: number | null;
    height?: number;
    /** Dragging over a part of the chart asks for that part. */
    onZoom?: (from: number, to: number) => void;
    ref?: Ref<ChartHandle>;
}

/** One quantity over time: line, band of extremes when aggregated, limit lines, gaps as gaps. */
export function SeriesChart(props: Props) {
    const { decimals, label, from, to, gapMs = null, height = 200, onZoom, ref } = props;
    const host = useRef<HTMLDivElement>(null);
    const plot = useRef<uPlot | null>(null);
    const zoom = useRef(onZoom);
    zoom.current = onZoom;
    const tokens = useTokens();
    const format = useFormat();
    const unit = format.unit(props.unit);
    const limits = useMemo(() => props.limits ?? [], [props.limits]);
    const series = useMemo(() => withGaps(props.series, gapMs), [props.series, gapMs]);
    const banded = Boolean(series.min && series.max);

    useImperativeHandle(ref, () => ({ canvas: () => plot.current?.ctx.canvas ?? null }), []);

    useEffect(() => {
        const box = host.current;
        if (!box) return;
        const number = (v: number) => format.number(v, decimals);
        const font = '12px "Be Vietnam Pro", sans-serif';
        const axis = {
            stroke: tokens.muted,
            font,
            grid: { stroke: tokens.line, width: 1 },
            ticks: { show: false },
        };
        const line: uPlot.Series = {
            label,
            stroke: tokens.accent,
            width: 1.75,
            spanGaps: false,
            points: { show: series.t.length < 60, size: 4 },
            value: (_, v) => (v === null || v === undefined ? "–" : `${number(v)} ${unit}`),
        };
        const edge = (): uPlot.Series => ({ stroke: "transparent", points: { show: false } });
        const options: uPlot.Options = {
            width: box.clientWidth || 300,
            height,
            padding: [12, 20, 0, 0],
            scales: { x: { range: () => [from / 1000, to / 1000] }, y: { range: () => valueRange(series, limits) } },
            legend: { show: false },
            cursor: { drag: { x: Boolean(zoom.current), y: false, setScale: false }, points: { size: 7 } },
            series: banded ? [{}, line, edge(), edge()] : [{}, line],
            bands: banded ? [{ series: [2, 3], fill: `${tokens.accent}40` }] : [],
            axes: [
                {
                    ...axis,
                    space: 70,
                    size: 28,
                    values: (_, ticks) => ticks.map((t) => axisTime(t * 1000, to - from, format)),
                },
                {
                    ...axis,
                    size: 58,
                    label: unit,
                    labelFont: font,
                    labelSize: 18,
                    labelGap: 0,
                    values: (_, ticks, __, ___, step) => ticks.map((v) => format.number(v, decimalsOf(step))),
                },
            ],
            hooks: {
                draw: [limitLines(limits, (p) => tokens[p], tokens.surface, font, number)],
                setSelect: [
                    (u) => {
                        if (u.select.width < 8) return;
                        zoom.current?.(
                            u.posToVal(u.select.left, "x") * 1000,
                            u.posToVal(u.select.left + u.select.width, "x") * 1000,
                        );
                        u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
                    },
                ],
                setCursor: [(u) => showReading(box, u, format, number, unit)],
            },
        };
        const data = [series.t.map((t) => t / 1000), series.value, ...(banded ? [series.max, series.min] : [])];
        plot.current = new uPlot(options, data as uPlot.AlignedData, box);
        const observer = new ResizeObserver(() => {
            if (box.clientWidth > 0) plot.current?.setSize({ width: box.clientWidth, height });
        });
        observer.observe(box);
        return () => {
            observer.disconnect();
            plot.current?.destroy();
            plot.current = null;
        };
    }, [series, limits, from, to, height, unit, decimals, label, banded, tokens, format]);

    return (
        <figure
            className="chart"
            role="img"
            aria-label={describe(label, series, unit, (v) => format.number(v, decimals))}
        >
            <div ref={host} />
            <output className="chart-reading" aria-hidden />
        </figure>
    );
}

function showReading(box: HTMLElement, u: uPlot, format: Format, number: (v: number) => string, unit: string) {
    const output = box.nextElementSibling;
    if (!output) return;
    const i = u.cursor.idx;
    const t = i === null || i === undefined ? undefined : u.data[0][i];
    const v = i === null || i === undefined ? undefined : u.data[1]?.[i];
    output.textContent =
        t === undefined || v === null || v === undefined
            ? ""
            : `${format.date(t * 1000)} ${format.clock(t * 1000)} · ${number(v)} ${unit}`;
}

/** What the picture shows, in words, for those who cannot see it. */
function describe(label: string, series: Series, unit: string, number: (v: number) => string): string {
    const values = series.value.filter((v): v is number => v !== null);
    const last = values.at(-1);
    if (last === undefined) return label;
    const least = values.reduce((a, b) => Math.min(a, b));
    const most = values.reduce((a, b) => Math.max(a, b));
    return `${label}: ${number(last)} ${unit} (${number(least)} – ${number(most)} ${unit})`;
}
