import { Button, DatePicker, Dropdown, Segmented, Skeleton } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useId, useMemo, useRef } from "react";
import { useSearchParams } from "react-router";
import type { Datastream, Series } from "@/api/types";
import { IconChevronLeft, IconChevronRight, IconDownload, IconMinus, IconPlus, IconRefresh } from "@/app/icons";
import { useIsDark, useIsPhone, useTokens } from "@/app/theme";
import { lineHues } from "@/app/tokens";
import { useFormat, useTexts } from "@/i18n";
import { download, downloadPng, fileName, seriesCsv } from "@/ui/chart/export";
import type { ChartHandle } from "@/ui/chart/SeriesChart";
import { SPANS_MS, type SpanName } from "@/ui/chart/span";
import { useLimits } from "@/ui/chart/useLimits";
import { useLiveTail } from "@/ui/chart/useLiveTail";
import { ErrorView } from "@/ui/ErrorView";
import { Section } from "@/ui/Page";
import { uiTexts } from "@/ui/texts";
import { useChosenInView } from "@/ui/useChosenInView";
import { useNow } from "@/ui/useNow";
import { useSayError } from "@/ui/useSayError";
import { AlarmList } from "./explore/AlarmList";
import { CompareField } from "./explore/CompareField";
import { ExploreChart } from "./explore/ExploreChart";
import { LineList, Resolution, type Entry, type PointHandle } from "./explore/LineList";
import { MarkLegend } from "./explore/MarkLegend";
import { NumberTable } from "./explore/NumberTable";
import type { Line } from "./explore/plot";
import { readAll, spanOf, useAlarmsWithin, useAllSeries, useCompared } from "./explore/useCompared";
import { KEY_ZOOM, pan, zoom, type View } from "./explore/view";
import { telemetryTexts } from "./texts";
import { useSpan } from "./useSpan";
import "./telemetry.css";

const USUAL: SpanName = "sixHours";
const POINTS = 1_000, POINTS_PHONE = 400;
const MINUTE_MS = 60_000;
const STEP = 0.5;
/** Of the lines after the first, so that they differ by more than their colour. */
const DASHES = [[], [], [], [6, 3], [2, 3], [8, 3, 2, 3]];

/** The edge of what can have been measured: no chart moves beyond it. */
const latest = (): number => Math.ceil(Date.now() / MINUTE_MS) * MINUTE_MS;

/** A datastream over any stretch of time, alone or beside others: to look at, to read as numbers, to take away. */
export function StreamExplorer({ stream, assetClass }: { stream: Datastream; assetClass: string | undefined }) {
    const t = useTexts(telemetryTexts);
    const u = useTexts(uiTexts);
    const format = useFormat();
    const phone = useIsPhone();
    const tokens = useTokens();
    const sayError = useSayError();
    const hintId = useId();
    const now = useNow();
    const [params, setParams] = useSearchParams();
    const table = params.get("view") === "table";
    const { span, follow, fix } = useSpan(USUAL);
    const named = useRef(span.name ?? USUAL);
    if (span.name) named.current = span.name;
    const view: View = useMemo(() => ({ from: span.from, to: span.to }), [span.from, span.to]);
    const show = (next: View) => fix(next.from, next.to);
    const chart = useRef<ChartHandle>(null);
    const list = useRef<PointHandle>(null);
    const names = useChosenInView<HTMLDivElement>(span.name, ".ant-segmented-item-selected");
    const limits = useLimits(stream, assetClass);
    const alarms = useAlarmsWithin(stream, view);
    const compared = useCompared(stream.id);
    const read = useAllSeries([stream.id, ...compared.ids], view, phone ? POINTS_PHONE : POINTS);
    const tail = useLiveTail(stream.id, read.series[0], view.to);
    const entries = useEntries(stream, compared.streams, read.series, tail);
    const lines = useMemo(() => linesOf(entries), [entries]);
    const units = [...new Set(entries.filter((each) => !each.left).map((each) => each.stream.unit))];
    const first = entries[0]?.series;
    const empty = entries.every((each) => each.series !== undefined && each.series.t.length === 0);
    const spans = useMemo(() => alarms.map(spanOf), [alarms]);

    const title = `${stream.name}, ${format.dateTime(span.from)} – ${format.dateTime(span.to)}`;
    const save = (all: { stream: Datastream; series: Series | undefined }[]) => {
        const csv = seriesCsv(all.flatMap(({ stream: { id, name, unit }, series }) => (series ? [{ id, name, unit: format.unit(unit), series }] : [])));
        download(`${fileName(title)}.csv`, new Blob([csv], { type: "text/csv;charset=utf-8" }));
    };
    const saves: Record<string, () => void> = {
        raw: () =>
            void Promise.all(entries.map(async (each) => ({ stream: each.stream, series: await readAll(each.stream.id, view) })))
                .then(save)
                .catch(sayError),
        shown: () => save(entries),
        png: () => {
            const canvas = chart.current?.canvas();
            if (canvas) downloadPng(canvas, title, tokens.surface, tokens.text);
        },
    };
    const setTable = (on: boolean) =>
        setParams(
            (before) => {
                const after = new URLSearchParams(before);
                if (on) after.set("view", "table");
                else after.delete("view");
                return after;
            },
            { replace: true },
        );
    return (
        <Section
            title={t.chart}
            extra={
                <span className="span-tools">
                    <Segmented
                        value={table ? "table" : "chart"}
                        onChange={(next) => setTable(next === "table")}
                        options={[
                            { value: "chart", label: t.asChart },
                            { value: "table", label: t.asTable },
                        ]}
                    />
                    <Dropdown
                        trigger={["click"]}
                        menu={{
                            items: [
                                { key: "raw", label: t.saveRaw },
                                { key: "shown", label: t.saveShown },
                                ...(table ? [] : [{ key: "png", label: t.savePng }]),
                            ],
                            onClick: ({ key }) => saves[key]?.(),
                        }}
                    >
                        <Button icon={<IconDownload size={16} />} disabled={!first || empty}>
                            {t.save}
                        </Button>
                    </Dropdown>
                </span>
            }
        >
            <div className="span-tools">
                <Segmented
                    ref={names}
                    aria-label={t.span}
                    className="span-names"
                    value={span.name ?? ""}
                    onChange={(name) => follow(name as SpanName)}
                    options={Object.keys(SPANS_MS).map((value) => ({ value, label: u.spans[value as SpanName] }))}
                />
                <DatePicker.RangePicker
                    className="span-range"
                    showTime={{ format: "HH:mm" }}
                    format="DD/MM/YYYY HH:mm"
                    allowClear={false}
                    value={[dayjs(span.from), dayjs(span.to)]}
                    disabledDate={(day: Dayjs) => day.isAfter(new Date())}
                    onChange={(range) => range?.[0] && range[1] && fix(range[0].valueOf(), range[1].valueOf())}
                />
                <span className="span-steps">
                    <Button icon={<IconChevronLeft size={18} />} aria-label={t.back} title={t.back} onClick={() => show(pan(view, -STEP, latest()))} />
                    <Button icon={<IconChevronRight size={18} />} aria-label={t.forward} title={t.forward} disabled={span.name !== undefined} onClick={() => show(pan(view, STEP, latest()))} />
                    <Button icon={<IconMinus size={18} />} aria-label={t.zoomOut} title={t.zoomOut} onClick={() => show(zoom(view, KEY_ZOOM, 0.5, latest()))} />
                    <Button icon={<IconPlus size={18} />} aria-label={t.zoomIn} title={t.zoomIn} onClick={() => show(zoom(view, 1 / KEY_ZOOM, 0.5, latest()))} />
                    <Button icon={<IconRefresh size={18} />} aria-label={t.reset} title={t.reset} disabled={span.name !== undefined} onClick={() => follow(named.current)} />
                </span>
            </div>
            {read.error && <ErrorView error={read.error} inline onRetry={read.retry} />}
            {table ? (
                <NumberTable entries={entries} label={title} />
            ) : (
                <div className="explore" aria-busy={read.fetching}>
                    {first ? (
                        <ExploreChart
                            ref={chart}
                            lines={lines}
                            limits={limits}
                            alarms={spans}
                            view={view}
                            height={phone ? 260 : 340}
                            label={title}
                            hintId={hintId}
                            latest={latest}
                            onView={show}
                            onReset={() => follow(named.current)}
                            onPoint={(time, values) => list.current?.point(time, values)}
                        />
                    ) : (
                        !read.error && <Skeleton.Node active style={{ width: "100%", height: phone ? 260 : 340 }} />
                    )}
                    {empty && <p className="chart-empty explore-empty">{u.emptySeries}</p>}
                </div>
            )}
            <div className="explore-notes">
                {first && (
                    <p className="chart-note" role="status">
                        <Resolution series={first} />
                        {first.min && !table && `; ${t.bandNote}`}
                    </p>
                )}
                {first?.removed_before && <p className="chart-note">{t.removedBefore(format.dateTime(first.removed_before))}</p>}
                {!table && <MarkLegend lines={lines} until={Math.min(now, view.to)} />}
                {!table && (
                    <p className="chart-note" id={hintId}>
                        {phone ? t.chartTouch : t.chartKeys}
                    </p>
                )}
            </div>
            <LineList ref={list} entries={entries} view={view} now={now} onRemove={compared.remove} />
            {compared.refused.map((id) => (
                <p key={id} className="chart-note">
                    {t.notSeen(String(id))} <Button type="link" size="small" onClick={() => compared.remove(id)}>{t.remove(String(id))}</Button>
                </p>
            ))}
            <CompareField taken={[stream.id, ...compared.ids, ...compared.refused]} units={units} onAdd={compared.add} />
            <AlarmList alarms={alarms} />
        </Section>
    );
}

/** The datastreams of the chart with their looks: two units have an axis, a third has none. */
function useEntries(stream: Datastream, compared: (Datastream | undefined)[], series: (Series | undefined)[], tail: Series | undefined): Entry[] {
    const dark = useIsDark();
    return useMemo(() => {
        const units: string[] = [];
        return [stream, ...compared].flatMap((each, i) => {
            if (!each) return [];
            if (!units.includes(each.unit)) units.push(each.unit);
            return [
                {
                    stream: each,
                    series: i === 0 ? tail : series[i],
                    colour: lineHues[i]?.[dark ? 1 : 0] ?? "",
                    dash: DASHES[i] ?? [],
                    left: units.indexOf(each.unit) > 1,
                },
            ];
        });
    }, [stream, compared, series, tail, dark]);
}

function linesOf(entries: Entry[]): Line[] {
    const firstUnit = entries[0]?.stream.unit;
    return entries
        .filter((each) => !each.left)
        .map(({ stream, series, colour, dash }) => ({
            id: stream.id,
            name: stream.name,
            unit: stream.unit,
            decimals: stream.decimals,
            intervalS: stream.interval_s,
            bucketS: series?.bucket_s,
            series: series ?? { t: [], value: [] },
            colour,
            dash,
            scale: stream.unit === firstUnit ? "y" : "y2",
        }));
}
