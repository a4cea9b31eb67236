import { Button, DatePicker, Segmented } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useRef } from "react";
import { useSeries } from "@/api/queries";
import type { Datastream } from "@/api/types";
import { IconChevronLeft, IconChevronRight, IconDownload } from "@/app/icons";
import { useIsPhone, useTokens } from "@/app/theme";
import { useFormat, useTexts } from "@/i18n";
import { download, downloadPng, fileName, seriesCsv } from "@/ui/chart/export";
import type { ChartHandle } from "@/ui/chart/SeriesChart";
import { SPANS_MS, type SpanName } from "@/ui/chart/span";
import { StreamChart } from "@/ui/chart/StreamChart";
import { useLimits } from "@/ui/chart/useLimits";
import { Section } from "@/ui/Page";
import { uiTexts } from "@/ui/texts";
import { summaryOf } from "./summary";
import { telemetryTexts } from "./texts";
import { useSpan } from "./useSpan";
import "./telemetry.css";

/** The chart of a datastream over any span: named, chosen, dragged or stepped; as picture or table to take away. */
export function StreamExplorer({ stream, assetClass }: { stream: Datastream; assetClass: string | undefined }) {
    const t = useTexts(telemetryTexts);
    const u = useTexts(uiTexts);
    const format = useFormat();
    const phone = useIsPhone();
    const tokens = useTokens();
    const { span, follow, fix, shift } = useSpan("sixHours");
    const chart = useRef<ChartHandle>(null);
    const limits = useLimits(stream, assetClass);
    const series = useSeries(stream.id, span.from, span.to).data;
    const summary = series && summaryOf(series);
    const title = `${stream.name}, ${format.dateTime(span.from)} – ${format.dateTime(span.to)}`;
    const quantity = (value: number) => format.quantity(value, stream.unit, stream.decimals);
    const savePng = () => {
        const canvas = chart.current?.canvas();
        if (canvas) downloadPng(canvas, title, tokens.surface, tokens.text);
    };
    const saveCsv = () => {
        if (!series) return;
        const csv = seriesCsv(stream.name, format.unit(stream.unit), series);
        download(`${fileName(title)}.csv`, new Blob([csv], { type: "text/csv;charset=utf-8" }));
    };
    return (
        <Section
            title={t.chart}
            extra={
                <span className="span-tools">
                    <Button icon={<IconDownload size={16} />} onClick={savePng} disabled={!series?.t.length}>
                        {phone ? "PNG" : u.exportPng}
                    </Button>
                    <Button icon={<IconDownload size={16} />} onClick={saveCsv} disabled={!series?.t.length}>
                        {phone ? "CSV" : u.exportCsv}
                    </Button>
                </span>
            }
        >
            <div className="span-tools">
                <Segmented
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
                <Button
                    icon={<IconChevronLeft size={18} />}
                    aria-label={t.back}
                    title={t.back}
                    onClick={() => shift(-1)}
                />
                <Button
                    icon={<IconChevronRight size={18} />}
                    aria-label={t.forward}
                    title={t.forward}
                    disabled={span.name !== undefined}
                    onClick={() => shift(1)}
                />
                {span.name === undefined && <Button onClick={() => follow("day")}>{t.live}</Button>}
            </div>
            <StreamChart
                ref={chart}
                datastream={stream}
                from={span.from}
                to={span.to}
                limits={limits}
                height={phone ? 260 : 340}
                onZoom={fix}
            />
            <p className="chart-note">{u.zoomHint}</p>
            {series?.removed_before && <p className="chart-note">{t.removedBefore(format.dateTime(series.removed_before))}</p>}
            {summary && (
                <dl className="summary" aria-label={t.inSpan}>
                    <div>
                        <dt>{t.least}</dt>
                        <dd>{quantity(summary.least)}</dd>
                    </div>
                    <div>
                        <dt>{t.mean}</dt>
                        <dd>{quantity(summary.mean)}</dd>
                    </div>
                    <div>
                        <dt>{t.most}</dt>
                        <dd>{quantity(summary.most)}</dd>
                    </div>
                    <div>
                        <dt>{t.points}</dt>
                        <dd>{format.number(summary.count)}</dd>
                    </div>
                </dl>
            )}
        </Section>
    );
}
