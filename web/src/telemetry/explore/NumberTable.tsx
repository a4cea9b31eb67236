import { useMemo } from "react";
import { common, useFormat, useTexts } from "@/i18n";
import { RowTable, type Column } from "@/ui/table/RowTable";
import { uiTexts } from "@/ui/texts";
import { telemetryTexts } from "../texts";
import type { Entry } from "./LineList";
import { QUALITY } from "./plot";

interface Row {
    t: number;
    /** Where each entry has its number of this time; nothing where it has none. */
    at: (number | undefined)[];
}

/** All times of the entries, newest first. */
export function rowsOf(entries: Pick<Entry, "series">[]): Row[] {
    const byTime = new Map<number, Row>();
    entries.forEach(({ series }, column) =>
        series?.t.forEach((t, i) => {
            const row = byTime.get(t) ?? { t, at: entries.map(() => undefined) };
            row.at[column] = i;
            byTime.set(t, row);
        }),
    );
    return [...byTime.values()].sort((a, b) => b.t - a.t);
}

/** The numbers of the chart, for those who read rather than look. */
export function NumberTable({ entries, label }: { entries: Entry[]; label: string }) {
    const t = useTexts(telemetryTexts);
    const u = useTexts(uiTexts);
    const words = useTexts(common);
    const format = useFormat();
    const rows = useMemo(() => rowsOf(entries), [entries]);
    const cell = ({ stream, series }: Entry, i: number | undefined) => {
        if (i === undefined || !series) return null;
        const number = (value: number | null | undefined) => format.number(value, stream.decimals);
        const quality = QUALITY[series.quality?.[i] ?? 0] ?? "good";
        return (
            <>
                {format.quantity(series.value[i], stream.unit, stream.decimals)}
                {series.min && series.max && (
                    <small className="muted">
                        {" "}
                        ({number(series.min[i])} – {number(series.max[i])})
                    </small>
                )}
                {quality !== "good" && <small className="mark-warning"> {words.quality[quality]}</small>}
                {(series.bad?.[i] ?? 0) > 0 && <small className="mark-warning"> {t.badMarks(format.number(series.bad?.[i]))}</small>}
            </>
        );
    };
    const time = (row: Row) => `${format.date(row.t)} ${format.clock(row.t)}`;
    const columns: Column<Row>[] = [
        { key: "t", title: t.time, width: "170px", render: time },
        ...entries.map((entry, i): Column<Row> => ({ key: String(entry.stream.id), title: entry.stream.name, width: "minmax(200px, 1fr)", align: "end", render: (row) => cell(entry, row.at[i]) })),
    ];
    if (rows.length === 0) return <p className="chart-empty">{u.emptySeries}</p>;
    return (
        <div className="number-table">
            <RowTable
                label={label}
                columns={columns}
                rows={rows}
                rowKey={(row) => row.t}
                cardHeight={24 + 24 * entries.length + 16}
                card={(row) => (
                    <>
                        <span className="card-line">
                            <span className="grow muted">{time(row)}</span>
                        </span>
                        {entries.map((entry, i) => (
                            <span key={entry.stream.id} className="card-line">
                                {entries.length > 1 && <span className="grow">{entry.stream.name}</span>}
                                <span>{cell(entry, row.at[i])}</span>
                            </span>
                        ))}
                    </>
                )}
            />
        </div>
    );
}
