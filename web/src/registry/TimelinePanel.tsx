import { Button, DatePicker, Segmented, Skeleton } from "antd";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { Dayjs } from "dayjs";
import { useMemo, useState } from "react";
import { Link } from "react-router";
import { api } from "@/api/client";
import { keys } from "@/api/queries";
import type { AssetVersion, HistoryEntry, List } from "@/api/types";
import { useFormat, useLanguage, useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";
import { Section } from "@/ui/Page";
import { FieldValue } from "./FieldValue";
import { valueAt } from "./threeWay";
import { fitsFilter, timelineOf, type TimelineEntry, type TimelineFilter } from "./timeline";
import { timelineTexts } from "./timelineTexts";
import { useFieldLabels } from "./useFieldLabels";
import "./registry.css";

const LINKS: Record<string, string> = { alarm: "/alarms", work_order: "/work-orders", asset: "/assets" };
const FILTERS: TimelineFilter[] = ["all", "changes", "alarms", "work", "files"];
const PAGE_ENTRIES = 100;
/** More than the server gives at a time is not asked for. */
const ENTRIES_MAX = 1_000;
/** A change tells this many of its fields at once; the rest unfolds. */
const FIELDS_SHOWN = 3;
/** Recorded and valid from the same minute: said once. */
const SAME_TIME_MS = 60_000;

interface Props {
    assetId: number;
    assetClass: string;
    onAsOf: (time: string) => void;
}

/** Everything that ever happened to an asset as one course: changes with their values, alarms, works, files. */
export function TimelinePanel({ assetId, assetClass, onAsOf }: Props) {
    const t = useTexts(timelineTexts);
    const [filter, setFilter] = useState<TimelineFilter>("all");
    const [limit, setLimit] = useState(PAGE_ENTRIES);
    const read = <T,>(what: string) => ({
        queryKey: [...keys.asset(assetId), what, limit],
        queryFn: ({ signal }: { signal: AbortSignal }) => api.get<List<T>>(`/api/v1/assets/${assetId}/${what}`, { query: { limit }, signal }),
        placeholderData: keepPreviousData,
    });
    const history = useQuery(read<HistoryEntry>("history"));
    const versions = useQuery(read<AssetVersion>("versions"));
    const entries = useMemo(
        () => (history.data && versions.data ? timelineOf(history.data.items, versions.data.items) : undefined),
        [history.data, versions.data],
    );
    const shown = entries?.filter((entry) => fitsFilter(entry, filter));
    const error = history.error ?? versions.error;
    const more = (history.data?.next || versions.data?.next) && limit < ENTRIES_MAX;
    return (
        <Section
            title={t.title}
            extra={
                <span className="timeline-tools">
                    <DatePicker
                        format="DD/MM/YYYY"
                        placeholder={t.asOf}
                        aria-label={t.asOf}
                        value={null}
                        disabledDate={(day: Dayjs) => day.isAfter(new Date())}
                        onChange={(day: Dayjs | null) => day && onAsOf(endOf(day))}
                    />
                    <Link to={`/assets/${assetId}/compare`}>
                        <Button>{t.compare}</Button>
                    </Link>
                </span>
            }
        >
            <Segmented
                className="timeline-filter"
                aria-label={t.title}
                size="small"
                value={filter}
                options={FILTERS.map((value) => ({ value, label: t.filters[value] }))}
                onChange={setFilter}
            />
            {error && <ErrorView error={error} inline onRetry={() => void Promise.all([history.refetch(), versions.refetch()])} />}
            {!error && !shown && <Skeleton active paragraph={{ rows: 5 }} title={false} />}
            {shown?.length === 0 && <p className="nothing">{t.nothing}</p>}
            <ol className="timeline">
                {shown?.map((entry) =>
                    entry.kind === "version" ? (
                        <ChangeEntry key={`v${entry.version.version}`} assetId={assetId} assetClass={assetClass} entry={entry} />
                    ) : (
                        <EventEntry key={`e${entry.event.id}`} event={entry.event} />
                    ),
                )}
            </ol>
            {more && <Button onClick={() => setLimit((now) => Math.min(ENTRIES_MAX, now + PAGE_ENTRIES * 2))}>{t.older}</Button>}
        </Section>
    );
}

/** The last moment of a day that has come: a day in the past shows what was true in the evening. */
function endOf(day: Dayjs): string {
    const end = day.endOf("day").toDate();
    return (end > new Date() ? new Date() : end).toISOString();
}

function EventEntry({ event }: { event: HistoryEntry }) {
    const language = useLanguage();
    const format = useFormat();
    const title = language === "vi" ? event.title_vi : event.title_en;
    const root = event.link_kind ? LINKS[event.link_kind] : undefined;
    return (
        <li className={event.kind.split("_")[0]}>
            {root && event.link_id ? <Link to={`${root}/${event.link_id}`}>{title}</Link> : title}
            <small>
                {format.dateTime(event.at)}
                {event.actor && ` · ${event.actor}`}
            </small>
        </li>
    );
}

type Change = Extract<TimelineEntry, { kind: "version" }>;

function ChangeEntry({ assetId, assetClass, entry }: { assetId: number; assetClass: string; entry: Change }) {
    const t = useTexts(timelineTexts);
    const format = useFormat();
    const labels = useFieldLabels(assetClass);
    const [open, setOpen] = useState(false);
    const { version, before, changed } = entry;
    const fields = open ? changed : changed.slice(0, FIELDS_SHOWN);
    const later = Math.abs(Date.parse(version.recorded_at) - Date.parse(version.valid_from)) > SAME_TIME_MS;
    const title = !before ? t.registered : changed.length > 0 ? t.changed(changed.length) : t.corrected;
    const value = (side: AssetVersion, pointer: string) => (
        <FieldValue assetClass={assetClass} pointer={pointer} value={valueAt(side.asset, pointer)} />
    );
    return (
        <li className="change">
            <strong>{title}</strong>
            <small>
                {format.dateTime(version.recorded_at)}
                {version.changed_by && ` · ${version.changed_by}`}
                {later && ` · ${t.since(format.dateTime(version.valid_from))}`}
                {version.reason && ` · ${version.reason}`}
            </small>
            {before && fields.length > 0 && (
                <dl className="change-fields">
                    {fields.map((pointer) => (
                        <div key={pointer}>
                            <dt>{labels(pointer)}</dt>
                            <dd>
                                <del>{value(before, pointer)}</del>
                                <span aria-hidden> → </span>
                                <ins>{value(version, pointer)}</ins>
                            </dd>
                        </div>
                    ))}
                </dl>
            )}
            <span className="change-acts">
                {changed.length > fields.length && (
                    <Button type="link" size="small" onClick={() => setOpen(true)}>
                        {t.more(changed.length - fields.length)}
                    </Button>
                )}
                {before && <Link to={`/assets/${assetId}/compare?a=v${before.version}&b=v${version.version}`}>{t.withBefore}</Link>}
                <Link to={`/assets/${assetId}?as_of=${encodeURIComponent(version.valid_from)}`}>{t.seeThen}</Link>
            </span>
        </li>
    );
}
