import { Button, Segmented } from "antd";
import { Link } from "react-router";
import type { Alarm } from "@/api/types";
import { IconAdjustments, IconBell } from "@/app/icons";
import { common, useFormat, useLanguage, useTexts } from "@/i18n";
import { AgeText } from "@/ui/AgeText";
import { EmptyState } from "@/ui/EmptyState";
import { FilterBar } from "@/ui/filters/FilterBar";
import { FilterSelect } from "@/ui/filters/FilterSelect";
import { useFilters } from "@/ui/filters/useFilters";
import { ListCount } from "@/ui/ListCount";
import { Page } from "@/ui/Page";
import { AlarmStateTag, PriorityTag, StateMark } from "@/ui/StateMark";
import { CursorTable } from "@/ui/table/CursorTable";
import type { Column } from "@/ui/table/RowTable";
import { useCursorList } from "@/ui/table/useCursorList";
import { decimalsIn } from "./decimals";
import { alarmTexts } from "./texts";

const FILTERS = ["view", "state", "priority", "asset"] as const;

/** Alarms now and in the past, newest first. */
export default function AlarmsPage() {
    const t = useTexts(alarmTexts);
    const words = useTexts(common);
    const language = useLanguage();
    const format = useFormat();
    const filters = useFilters(FILTERS);
    const { view, ...narrowing } = filters.values;
    const chosen = view ?? (narrowing.asset || narrowing.state ? "all" : "open");
    const query = { ...narrowing, open: chosen === "all" ? undefined : chosen === "open" };
    const list = useCursorList<Alarm>(["alarms", query], "/api/v1/alarms", query);
    const message = (alarm: Alarm) => (language === "vi" ? alarm.message_vi : alarm.message_en);
    const columns: Column<Alarm>[] = [
        { key: "message", title: t.message, width: "minmax(260px, 2.6fr)", render: message },
        {
            key: "asset",
            title: t.asset,
            width: "minmax(160px, 1.4fr)",
            render: (a) => <Link to={`/assets/${a.asset_id}`}>{a.asset_name}</Link>,
        },
        { key: "priority", title: t.priority, width: "130px", render: (a) => <PriorityTag priority={a.priority} /> },
        { key: "state", title: t.state, width: "190px", render: (a) => <AlarmStateTag state={a.state} /> },
        {
            key: "extreme",
            title: t.extreme,
            width: "120px",
            align: "end",
            render: (a) => {
                const worst = a.extreme ?? a.value ?? undefined;
                return worst === undefined ? null : format.quantity(worst, a.unit, decimalsIn(worst));
            },
        },
        { key: "raised", title: t.raised, width: "120px", align: "end", render: (a) => <AgeText time={a.raised_at} /> },
    ];
    const open = chosen === "open";
    return (
        <Page
            title={t.title}
            fixed
            acts={
                <Link to="/rules">
                    <Button block icon={<IconAdjustments size={16} />}>
                        {t.rules}
                    </Button>
                </Link>
            }
        >
            <FilterBar
                search={
                    <Segmented
                        value={chosen}
                        onChange={(next) => filters.set({ view: String(next), state: undefined })}
                        options={Object.entries(t.views).map(([value, label]) => ({ value, label }))}
                    />
                }
                count={Object.keys(narrowing).length}
                onClear={filters.clear}
                extra={<ListCount shown={list.rows.length} total={list.total} />}
            >
                <FilterSelect
                    label={t.state}
                    value={narrowing.state}
                    onChange={(state) => filters.set({ state, view: state ? "all" : undefined })}
                    options={Object.entries(words.alarmState).map(([value, label]) => ({ value, label }))}
                    width={190}
                />
                <FilterSelect
                    label={t.priority}
                    value={narrowing.priority}
                    onChange={(priority) => filters.set({ priority })}
                    options={Object.entries(words.priority).map(([value, label]) => ({ value, label }))}
                />
            </FilterBar>
            <CursorTable
                list={list}
                label={t.title}
                columns={columns}
                rowKey={(a) => a.id}
                rowTo={(a) => `/alarms/${a.id}`}
                filtered={Object.keys(narrowing).length > 0}
                onClear={filters.clear}
                cardHeight={104}
                empty={
                    <EmptyState
                        icon={<IconBell size={28} stroke={1.75} />}
                        title={open ? t.emptyOpenTitle : t.emptyTitle}
                        why={open ? t.emptyOpenWhy : t.emptyWhy}
                    />
                }
                card={(a) => (
                    <>
                        <span className="card-line">
                            <StateMark state={a.priority} filled={!a.acknowledged} />
                            <span className="grow card-title">{message(a)}</span>
                        </span>
                        <span className="card-line">
                            <span className="grow">{a.asset_name}</span>
                        </span>
                        <span className="card-line">
                            <AlarmStateTag state={a.state} />
                            <span className="grow" />
                            <AgeText time={a.raised_at} />
                        </span>
                    </>
                )}
            />
        </Page>
    );
}
