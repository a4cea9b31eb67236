import { Button, Segmented } from "antd";
import { Link } from "react-router";
import { usePeople } from "@/api/queries";
import type { WorkOrder } from "@/api/types";
import { IconClipboard, IconPlus } from "@/app/icons";
import { useMay } from "@/app/session";
import { common, useTexts } from "@/i18n";
import { AgeText } from "@/ui/AgeText";
import { EmptyState } from "@/ui/EmptyState";
import { FilterBar } from "@/ui/filters/FilterBar";
import { FilterSelect } from "@/ui/filters/FilterSelect";
import { useFilters } from "@/ui/filters/useFilters";
import { ListCount } from "@/ui/ListCount";
import { Page } from "@/ui/Page";
import { PriorityTag, StateMark, WorkStateTag } from "@/ui/StateMark";
import { CursorTable } from "@/ui/table/CursorTable";
import type { Column } from "@/ui/table/RowTable";
import { useCursorList } from "@/ui/table/useCursorList";
import { DueText } from "./DueText";
import { workTexts } from "./texts";
import "./maintenance.css";

const FILTERS = ["view", "state", "assignee", "asset"] as const;

/** Work orders; a crew begins with its own. */
export default function WorkOrdersPage() {
    const t = useTexts(workTexts);
    const words = useTexts(common);
    const mayWrite = useMay("work.write");
    const mayDo = useMay("work.do");
    const filters = useFilters(FILTERS);
    const { view, ...narrowing } = filters.values;
    const chosen = view ?? (narrowing.asset ? "all" : mayDo && !mayWrite ? "mine" : "open");
    const people = usePeople("work.do");
    const query = {
        ...narrowing,
        ...(chosen === "mine" ? { assignee: "me", open: narrowing.state ? undefined : true } : {}),
        ...(chosen === "open" ? { open: narrowing.state ? undefined : true } : {}),
    };
    const list = useCursorList<WorkOrder>(["work", query], "/api/v1/work-orders", query);
    const columns: Column<WorkOrder>[] = [
        { key: "what", title: t.what, width: "minmax(240px, 2.4fr)", render: (w) => `${w.number} · ${w.title}` },
        {
            key: "asset",
            title: t.asset,
            width: "minmax(160px, 1.4fr)",
            render: (w) => <Link to={`/assets/${w.asset_id}`}>{w.asset_name}</Link>,
        },
        { key: "priority", title: t.priority, width: "130px", render: (w) => <PriorityTag priority={w.priority} /> },
        { key: "state", title: t.state, width: "130px", render: (w) => <WorkStateTag state={w.state} /> },
        {
            key: "assignee",
            title: t.assignee,
            width: "minmax(120px, 1fr)",
            render: (w) => w.assignee ?? <span className="muted">{t.unassigned}</span>,
        },
        { key: "due", title: t.due, width: "140px", render: (w) => <DueText work={w} /> },
        {
            key: "created",
            title: t.created,
            width: "120px",
            align: "end",
            render: (w) => <AgeText time={w.created_at} />,
        },
    ];
    const create = mayWrite && (
        <Link to="/work-orders/new">
            <Button type="primary" block icon={<IconPlus size={16} />}>
                {t.create}
            </Button>
        </Link>
    );
    const mine = chosen === "mine";
    return (
        <Page title={t.title} fixed acts={create}>
            <FilterBar
                search={
                    <Segmented
                        value={chosen}
                        onChange={(next) => filters.set({ view: String(next), assignee: undefined })}
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
                    onChange={(state) => filters.set({ state })}
                    options={Object.entries(words.workState).map(([value, label]) => ({ value, label }))}
                />
                {!mine && (
                    <FilterSelect
                        label={t.assignee}
                        value={narrowing.assignee}
                        loading={people.isPending}
                        onChange={(assignee) => filters.set({ assignee })}
                        options={(people.data ?? []).map((each) => ({ value: String(each.id), label: each.full_name }))}
                        width={200}
                    />
                )}
            </FilterBar>
            <CursorTable
                list={list}
                label={t.title}
                columns={columns}
                rowKey={(w) => w.id}
                rowTo={(w) => `/work-orders/${w.id}`}
                filtered={Object.keys(narrowing).length > 0}
                onClear={filters.clear}
                cardHeight={104}
                empty={
                    <EmptyState
                        icon={<IconClipboard size={28} stroke={1.75} />}
                        title={mine ? t.emptyMineTitle : t.emptyTitle}
                        why={mine ? t.emptyMineWhy : t.emptyWhy}
                    >
                        {!mine && create}
                    </EmptyState>
                }
                card={(w) => (
                    <>
                        <span className="card-line">
                            <StateMark state={w.priority} filled={false} />
                            <span className="grow card-title">{w.title}</span>
                        </span>
                        <span className="card-line">
                            <span className="grow">{w.asset_name}</span>
                        </span>
                        <span className="card-line">
                            <WorkStateTag state={w.state} />
                            <span className="grow">{w.assignee ?? t.unassigned}</span>
                            <DueText work={w} />
                        </span>
                    </>
                )}
            />
        </Page>
    );
}
