import { Button } from "antd";
import { useImperativeHandle, useState, type Ref } from "react";
import { Link } from "react-router";
import type { Datastream, Series } from "@/api/types";
import { IconX } from "@/app/icons";
import { useFormat, useTexts } from "@/i18n";
import { availabilityOf, summaryOf } from "../summary";
import { telemetryTexts } from "../texts";
import type { View } from "./view";

export interface Entry {
    stream: Datastream;
    series: Series | undefined;
    colour: string;
    dash: number[];
    /** Its unit has no axis left. */
    left: boolean;
}
export interface PointHandle {
    /** Shows the values under the pointer, one for each entry that is drawn. */
    point: (t: number | undefined, values: (number | null)[]) => void;
}

interface Props {
    entries: Entry[];
    view: View;
    now: number;
    onRemove: (id: number) => void;
    ref?: Ref<PointHandle>;
}

const WHOLE = 100;

/** The lines of the chart by name: what lies under the pointer, and what the stretch on screen holds. */
export function LineList({ entries, view, now, onRemove, ref }: Props) {
    const t = useTexts(telemetryTexts);
    const format = useFormat();
    const [at, setAt] = useState<{ t: number; values: (number | null)[] }>();
    useImperativeHandle(ref, () => ({ point: (time, values) => setAt(time === undefined ? undefined : { t: time, values }) }), []);
    let drawn = -1;
    return (
        <div className="lines">
            <p className="lines-time" aria-hidden={!at}>
                {at ? `${format.date(at.t)} ${format.clock(at.t)}` : t.inSpan}
            </p>
            <ul aria-label={t.inSpan}>
                {entries.map((entry, i) => {
                    const { stream } = entry;
                    if (!entry.left) ++drawn;
                    const value = at && !entry.left ? (at.values[drawn] ?? null) : undefined;
                    return (
                        <li key={stream.id}>
                            <span className="line-name">
                                <Swatch {...entry} />
                                {i === 0 ? <strong>{stream.name}</strong> : <Link to={`/sensors/${stream.id}`}>{stream.name}</Link>}
                                {i > 0 && <Button type="text" size="small" icon={<IconX size={16} />} aria-label={t.remove(stream.name)} title={t.remove(stream.name)} onClick={() => onRemove(stream.id)} />}
                                <small className="muted">{entry.left ? t.thirdUnit : entries.length > 1 && <Resolution series={entry.series} />}</small>
                            </span>
                            <output className="line-at">{value !== undefined && format.quantity(value, stream.unit, stream.decimals)}</output>
                            <Figures entry={entry} view={view} now={now} />
                        </li>
                    );
                })}
            </ul>
        </div>
    );
}

function Swatch({ colour, dash, left }: Pick<Entry, "colour" | "dash" | "left">) {
    return (
        <svg width={20} height={12} aria-hidden="true">
            {!left && <line x1={0} x2={20} y1={6} y2={6} stroke={colour} strokeWidth={2.5} strokeDasharray={dash.join(" ")} />}
        </svg>
    );
}

export function Resolution({ series }: { series: Series | undefined }) {
    const t = useTexts(telemetryTexts);
    const format = useFormat();
    if (!series) return null;
    return <>{series.aggregated && series.bucket_s !== undefined ? t.meanOf(format.duration(series.bucket_s)) : t.eachReading}</>;
}

function Figures({ entry: { stream, series }, view, now }: { entry: Entry; view: View; now: number }) {
    const t = useTexts(telemetryTexts);
    const format = useFormat();
    const summary = series && summaryOf(series);
    const quantity = (value: number | undefined) => (series ? format.quantity(value, stream.unit, stream.decimals) : "…");
    // Buckets reach beyond the stretch asked for; what has not been yet is not due.
    const from = series?.aggregated ? Date.parse(series.from) : view.from, to = Math.min(series?.aggregated ? Date.parse(series.to) : view.to, now);
    const available = series && availabilityOf(summary?.count ?? 0, stream.interval_s, from, to);
    const rows: [string, React.ReactNode, string?][] = [
        [t.least, quantity(summary?.least)],
        [t.mean, quantity(summary?.mean)],
        [t.most, quantity(summary?.most)],
        [t.count, series ? format.number(summary?.count ?? 0) : "…"],
        [t.availability, available ? `${format.number(Math.floor(available.share * WHOLE * 10) / 10, 1)} %` : t.notDue, available && t.availabilityOf(format.number(available.present), format.number(available.expected))],
    ];
    return (
        <dl>
            {rows.map(([label, value, title]) => (
                <div key={label} title={title}>
                    <dt>{label}</dt>
                    <dd>{value}</dd>
                </div>
            ))}
        </dl>
    );
}
