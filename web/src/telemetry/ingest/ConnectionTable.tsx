import { Switch } from "antd";
import { useMemo } from "react";
import { Link } from "react-router";
import { IconAntenna } from "@/app/icons";
import { useMay } from "@/app/session";
import { useFormat, useLanguage, useTexts } from "@/i18n";
import { AgeText } from "@/ui/AgeText";
import { EmptyState } from "@/ui/EmptyState";
import { FilterBar } from "@/ui/filters/FilterBar";
import { FilterSelect } from "@/ui/filters/FilterSelect";
import { foldText } from "@/ui/filters/fold";
import { SearchBox } from "@/ui/filters/SearchBox";
import { useFilters } from "@/ui/filters/useFilters";
import { ListCount } from "@/ui/ListCount";
import { Section } from "@/ui/Page";
import { StateMark } from "@/ui/StateMark";
import { RowTable, type Column } from "@/ui/table/RowTable";
import { ingestTexts } from "./texts";
import { PATHS, type Connection, type ConnectionList } from "./types";
import { useConnectionName } from "./useConnectionName";

const FILTERS = ["q", "path", "trouble"] as const;
const RIGHT_CLOCKS = ["good", "unknown"];
const MS = 1000;

const isTroubled = (c: Connection) => c.refused_total > 0 || c.gaps > 0 || c.lost > 0 || !RIGHT_CLOCKS.includes(c.clock);

/** Every source with what became of what it sent. */
export function ConnectionTable({ list }: { list: ConnectionList }) {
    const t = useTexts(ingestTexts);
    const format = useFormat();
    const language = useLanguage();
    const nameOf = useConnectionName();
    const mayConnect = useMay("sensor.write");
    const { values, set, count, clear } = useFilters(FILTERS);
    const wanted = foldText(values.q ?? "");
    const rows = useMemo(
        () => list.items.filter((c) => (!values.path || c.path === values.path) && (!values.trouble || isTroubled(c)) && foldText(nameOf(c)).includes(wanted)),
        [list.items, values.path, values.trouble, wanted, nameOf],
    );
    const name = (c: Connection) => (c.path === "mqtt" && c.name ? <Link to={`/devices/${c.name}`}>{nameOf(c)}</Link> : <strong>{nameOf(c)}</strong>);
    const refused = (c: Connection) => (c.refused_total > 0 ? <span className="mark-warning" title={reasonOf(c)}>{format.number(c.refused_total)}</span> : format.number(0));
    const reasonOf = ({ last_refusal: last }: Connection) => (last ? (language === "vi" ? last.title : last.title_en) : undefined);
    const missing = (c: Connection) => (c.missing + c.lost > 0 ? <span className="mark-notice">{format.number(c.missing + c.lost)}</span> : format.number(0));
    const lag = (c: Connection) => (c.last_accepted ? (c.lag_s < 1 ? `${format.number(c.lag_s * MS)} ms` : format.duration(c.lag_s)) : "–");
    const clock = (c: Connection) => (
        <span className={RIGHT_CLOCKS.includes(c.clock) ? "tag tag-done" : "tag mark-warning"}>
            {!RIGHT_CLOCKS.includes(c.clock) && <StateMark state="warning" />}
            {t.clock[c.clock]}
        </span>
    );
    const columns: Column<Connection>[] = [
        { key: "name", title: t.name, width: "minmax(200px, 2fr)", render: name },
        { key: "path", title: t.path, width: "minmax(150px, 1fr)", render: (c) => t.paths[c.path] },
        { key: "last", title: t.last, width: "130px", render: (c) => <AgeText time={c.last} /> },
        { key: "clock", title: t.clockShort, width: "140px", render: clock },
        { key: "accepted", title: t.accepted, width: "100px", align: "end", render: (c) => format.number(c.accepted) },
        { key: "duplicates", title: t.duplicates, width: "80px", align: "end", render: (c) => format.number(c.duplicates) },
        { key: "refused", title: t.refused, width: "90px", align: "end", render: refused },
        { key: "missing", title: t.gaps, width: "80px", align: "end", render: missing },
        { key: "lag", title: t.lagShort, width: "90px", align: "end", render: lag },
    ];
    return (
        <Section title={t.connections} extra={<span className="muted">{t.connectionsWhy}</span>}>
            {list.items.length === 0 ? (
                <EmptyState icon={<IconAntenna size={28} stroke={1.75} />} title={t.emptyTitle} why={t.emptyWhy}>
                    {mayConnect && <Link to="/devices/new">{t.connect}</Link>}
                </EmptyState>
            ) : (
                <>
                    <FilterBar
                        search={<SearchBox value={values.q ?? ""} onChange={(q) => set({ q })} placeholder={t.search} />}
                        count={count}
                        onClear={clear}
                        extra={<ListCount shown={rows.length} total={list.total} />}
                    >
                        <FilterSelect label={t.path} value={values.path} onChange={(path) => set({ path })} options={PATHS.map((value) => ({ value, label: t.paths[value] }))} width={200} />
                        <label className="switch-line">
                            <Switch size="small" checked={Boolean(values.trouble)} onChange={(on) => set({ trouble: on ? "1" : undefined })} />
                            {t.onlyTrouble}
                        </label>
                    </FilterBar>
                    <div className="connections">
                        <RowTable
                            label={t.connections}
                            columns={columns}
                            rows={rows}
                            rowKey={(c) => `${c.path} ${c.name}`}
                            cardHeight={104}
                            card={(c) => (
                                <>
                                    <span className="card-line">
                                        <span className="grow card-title">{nameOf(c)}</span>
                                        <AgeText time={c.last} />
                                    </span>
                                    <span className="card-line">
                                        <span className="grow">{t.paths[c.path]}</span>
                                        {clock(c)}
                                    </span>
                                    <span className="card-line">
                                        <span className="grow">
                                            {t.accepted} {format.number(c.accepted)} · {t.refused} {refused(c)} · {t.gaps} {missing(c)}
                                        </span>
                                        {lag(c)}
                                    </span>
                                </>
                            )}
                        />
                    </div>
                </>
            )}
        </Section>
    );
}
