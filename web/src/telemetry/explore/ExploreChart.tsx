import { useEffect, useImperativeHandle, useMemo, useRef, type Ref } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import "@/ui/chart/chart.css";
import { useTokens } from "@/app/theme";
import { useFormat } from "@/i18n";
import { axisTime, decimalsOf } from "@/ui/chart/axes";
import { limitLines } from "@/ui/chart/limitLines";
import type { LimitLine } from "@/ui/chart/points";
import type { ChartHandle } from "@/ui/chart/SeriesChart";
import { drawAlarms, drawMarks, drawSilences, type AlarmSpan } from "./draw";
import { attachGestures } from "./gestures";
import { axisRange, entryAt, gapOf, lonely, marksOf, silences, tableOf, type Line } from "./plot";
import { byKey, type View } from "./view";

interface Props {
    lines: Line[];
    /** Of the first line: they are drawn on its axis. */
    limits: LimitLine[];
    alarms: AlarmSpan[];
    view: View;
    height: number;
    label: string;
    /** The element that says which keys move the chart. */
    hintId: string;
    latest: () => number;
    onView: (view: View) => void;
    onReset: () => void;
    /** What lies under the pointer, one entry a line; nothing when it has left. */
    onPoint: (t: number | undefined, values: (number | null)[]) => void;
    ref?: Ref<ChartHandle>;
}

const FONT = '12px "Be Vietnam Pro", sans-serif';
const AXIS_PX = 12, DIGIT_PX = 7;
const BAND_ALPHA = "33";
const BRUSH_LEAST_PX = 8;

/** Lines over time that move under the hand: the picture follows at once, the data when the hand rests. */
export function ExploreChart(props: Props) {
    const { lines, limits, alarms, view, height, label, hintId, ref } = props;
    const host = useRef<HTMLDivElement>(null);
    const plot = useRef<uPlot | null>(null);
    const latest = useRef(props);
    latest.current = props;
    const moving = useRef(false);
    const tokens = useTokens();
    const format = useFormat();
    const table = useMemo(() => tableOf(lines), [lines]);
    const drawn = useRef(table);
    drawn.current = table;
    const draws = useMemo(() => {
        const first = lines[0];
        const now = latest.current.latest();
        return {
            below: first ? [drawSilences(silences(first.series, gapOf(first), now), tokens)] : [],
            above: [
                limitLines(limits, (p) => tokens[p], tokens.surface, FONT, (v) => format.number(v, first?.decimals ?? 0)),
                drawAlarms(alarms, tokens, () => latest.current.latest()),
                drawMarks(lines.flatMap(marksOf), tokens),
            ],
        };
    }, [lines, limits, alarms, tokens, format]);
    const drawing = useRef(draws);
    drawing.current = draws;

    useImperativeHandle(ref, () => ({ canvas: () => plot.current?.ctx.canvas ?? null }), []);

    // Made anew only when its shape changes: data and stretch are set, so that a hand on it is not shaken off.
    const shape = JSON.stringify(lines.map((line, i) => [line.colour, line.dash, line.scale, line.unit, table.columns[i]?.banded]));
    useEffect(() => {
        const box = host.current;
        if (!box) return;
        const made = new uPlot(optionsOf(box), drawn.current.data, box);
        plot.current = made;
        const { from, to } = latest.current.view;
        made.setScale("x", { min: from / 1000, max: to / 1000 });
        const observer = new ResizeObserver(() => {
            if (box.clientWidth > 0) made.setSize({ width: box.clientWidth, height });
        });
        observer.observe(box);
        return () => {
            observer.disconnect();
            made.destroy();
            plot.current = null;
        };
    }, [shape, height, tokens, format]);

    useEffect(() => {
        const made = plot.current;
        if (!made || moving.current) return;
        made.batch(() => {
            if (made.data !== table.data) made.setData(table.data, false);
            made.setScale("x", { min: view.from / 1000, max: view.to / 1000 });
        });
        made.redraw(false);
    }, [table, draws, view.from, view.to]);

    useEffect(() => {
        const box = host.current;
        if (!box) return;
        const scaleTo = ({ from, to }: View) => plot.current?.setScale("x", { min: from / 1000, max: to / 1000 });
        return attachGestures(box, {
            view: () => latest.current.view,
            latest: () => latest.current.latest(),
            show: (next) => {
                moving.current = true;
                scaleTo(next);
            },
            // Also when the gesture was called off and the view is the one of before.
            settle: (next) => {
                moving.current = false;
                scaleTo(next);
                latest.current.onView(next);
            },
        });
    }, []);

    function optionsOf(box: HTMLElement): uPlot.Options {
        const { lines: first } = latest.current;
        const axis = { stroke: tokens.muted, font: FONT, grid: { stroke: tokens.line, width: 1 }, ticks: { show: false } };
        const edge = (scale: string): uPlot.Series => ({ scale, stroke: "transparent", points: { show: false } });
        const valueAxis = (scale: Line["scale"]): uPlot.Axis | undefined => {
            const of = first.find((line) => line.scale === scale);
            if (!of) return undefined;
            return {
                ...axis,
                scale,
                ...(scale === "y2" ? { side: 1, grid: { show: false } } : {}),
                size: (_, values) => AXIS_PX + DIGIT_PX * Math.max(2, ...(values ?? []).map((text) => text.length)),
                label: format.unit(of.unit),
                labelFont: FONT,
                labelSize: 18,
                labelGap: 0,
                // Nothing measured, nothing to scale.
                values: (u, ticks, __, ___, step) => (u.data[0].length === 0 ? [] : ticks.map((v) => format.number(v, decimalsOf(step)))),
            };
        };
        const series: uPlot.Series[] = [{}];
        const bands: uPlot.Band[] = [];
        first.forEach((line, i) => {
            const column = drawn.current.columns[i];
            const at = series.length;
            series.push({
                label: line.name,
                scale: line.scale,
                stroke: line.colour,
                width: 1.75,
                dash: line.dash,
                spanGaps: false,
                points: { size: 4, fill: line.colour, filter: (u, index, show) => (show ? null : alone(u, index)) },
            });
            if (!column?.banded) return;
            series.push(edge(line.scale), edge(line.scale));
            bands.push({ series: [at + 1, at + 2], fill: line.colour + BAND_ALPHA });
        });
        return {
            width: box.clientWidth || 300,
            height,
            padding: [12, first.some((line) => line.scale === "y2") ? 0 : 20, 0, 0],
            scales: {
                x: { range: (_, least, most) => [least, most] },
                y: { range: (_, least, most) => axisRange(least, most, latest.current.limits) },
                y2: { range: (_, least, most) => axisRange(least, most, []) },
            },
            legend: { show: false },
            cursor: {
                drag: { x: true, y: false, setScale: false },
                points: { size: 7 },
                // Without Shift a drag pans.
                bind: { mousedown: (_, __, handler) => (event) => ((event as MouseEvent).shiftKey ? handler(event) : null), dblclick: () => () => null },
            },
            series,
            bands,
            axes: [
                { ...axis, space: 70, size: 28, values: (u, ticks) => ticks.map((t) => axisTime(t * 1000, ((u.scales["x"]?.max ?? 0) - (u.scales["x"]?.min ?? 0)) * 1000, format)) },
                valueAxis("y") ?? { ...axis, scale: "y", size: 58 },
                ...[valueAxis("y2")].filter((each) => each !== undefined),
            ],
            hooks: {
                drawAxes: [(u) => drawing.current.below.forEach((draw) => draw(u))],
                draw: [(u) => drawing.current.above.forEach((draw) => draw(u))],
                setSelect: [
                    (u) => {
                        const { left, width } = u.select;
                        if (width >= BRUSH_LEAST_PX) latest.current.onView({ from: Math.round(u.posToVal(left, "x") * 1000), to: Math.round(u.posToVal(left + width, "x") * 1000) });
                        u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
                    },
                ],
                setCursor: [
                    (u) => {
                        const i = u.cursor.idx;
                        const t = i === null || i === undefined ? undefined : u.data[0][i];
                        const { columns } = drawn.current;
                        if (i === null || i === undefined || t === undefined || (u.cursor.left ?? -1) < 0) latest.current.onPoint(undefined, []);
                        else latest.current.onPoint(t * 1000, columns.map(({ value }) => entryAt(u.data[value] ?? [], i)));
                    },
                ],
            },
        };
    }

    const onKeyDown = (event: React.KeyboardEvent) => {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        if (event.key === "0") props.onReset();
        else {
            const next = byKey(event.key, view, props.latest());
            if (!next) return;
            props.onView(next);
        }
        event.preventDefault();
    };
    return (
        <div className="explore-chart" role="application" tabIndex={0} aria-label={label} aria-describedby={hintId} onKeyDown={onKeyDown}>
            <div ref={host} />
        </div>
    );
}

/** Where uPlot draws no points since the line is dense, those that no line joins are drawn still. */
function alone(u: uPlot, index: number): number[] {
    const x = u.scales["x"];
    const times = u.data[0];
    if (x?.min == null || x.max == null || times.length === 0) return [];
    return lonely(u.data[index] ?? [], u.valToIdx(x.min), u.valToIdx(x.max));
}
