import { Segmented } from "antd";
import { keys } from "@/api/queries";
import type { Approval, ApprovalState as State } from "@/api/security";
import { IconUserCheck } from "@/app/icons";
import { useMay } from "@/app/session";
import { useFormat, useLanguage, useTexts } from "@/i18n";
import { AgeText } from "@/ui/AgeText";
import { EmptyState } from "@/ui/EmptyState";
import { FilterBar } from "@/ui/filters/FilterBar";
import { FilterSelect } from "@/ui/filters/FilterSelect";
import { useFilters } from "@/ui/filters/useFilters";
import { ListCount } from "@/ui/ListCount";
import { Page } from "@/ui/Page";
import { CursorTable } from "@/ui/table/CursorTable";
import type { Column } from "@/ui/table/RowTable";
import { useCursorList } from "@/ui/table/useCursorList";
import { useChosen } from "@/ui/useChosen";
import { ApprovalPanel } from "./ApprovalPanel";
import { ApprovalState } from "./ApprovalState";
import { approvalTexts } from "./texts";

const FILTERS = ["state", "mine"] as const;
const STATES: State[] = ["waiting", "approved", "rejected", "withdrawn", "expired", "failed"];

/** Acts that wait for a second person, and those that were decided. */
export default function ApprovalsPage() {
    const t = useTexts(approvalTexts);
    const language = useLanguage();
    const format = useFormat();
    const mayDecide = useMay("approval.decide");
    const filters = useFilters(FILTERS);
    const { chosen, choose } = useChosen("approval");
    const { state } = filters.values;
    // Who may not decide sees the own requests alone.
    const mine = !mayDecide || filters.values.mine === "true";
    const query = { state, ...(mine ? { mine: true } : {}) };
    const list = useCursorList<Approval>([...keys.approvals, query], "/api/v1/approvals", query);
    const title = (each: Approval) => (language === "vi" ? each.title_vi : each.title_en);
    const columns: Column<Approval>[] = [
        { key: "what", title: t.what, width: "minmax(220px, 2fr)", render: title },
        { key: "target", title: t.target, width: "minmax(140px, 1.2fr)", render: (each) => each.target },
        { key: "who", title: t.who, width: "minmax(150px, 1.2fr)", render: (each) => each.requested_by_name },
        { key: "reason", title: t.reason, width: "minmax(140px, 1.4fr)", render: (each) => each.reason },
        { key: "state", title: t.state, width: "170px", render: (each) => <ApprovalState state={each.state} /> },
        { key: "when", title: t.when, width: "130px", align: "end", render: (each) => <AgeText time={each.requested_at} /> },
    ];
    return (
        <Page title={t.title} sub={t.why} fixed>
            <FilterBar
                search={
                    mayDecide && (
                        <Segmented
                            value={mine ? "mine" : "all"}
                            onChange={(value) => filters.set({ mine: value === "mine" ? "true" : undefined })}
                            options={[
                                { value: "all", label: t.everybody },
                                { value: "mine", label: t.mine },
                            ]}
                        />
                    )
                }
                count={state ? 1 : 0}
                onClear={filters.clear}
                extra={<ListCount shown={list.rows.length} total={list.total} />}
            >
                <FilterSelect label={t.all} value={state} width={190} onChange={(value) => filters.set({ state: value })} options={STATES.map((value) => ({ value, label: t.states[value] }))} />
            </FilterBar>
            <CursorTable
                list={list}
                label={t.title}
                columns={columns}
                rowKey={(each) => each.id}
                rowTo={(each) => filters.linkTo("approval", each.id)}
                filtered={filters.count > 0}
                onClear={filters.clear}
                empty={<EmptyState icon={<IconUserCheck size={28} stroke={1.75} />} title={t.none} why={t.noneWhy} />}
                card={(each) => (
                    <>
                        <span className="card-line">
                            <span className="grow card-title">{title(each)}</span>
                        </span>
                        <span className="card-line">
                            <span className="grow">{[each.target, each.requested_by_name].filter(Boolean).join(" · ")}</span>
                        </span>
                        <span className="card-line">
                            <span className="grow">{format.dateTime(each.requested_at)}</span>
                            <ApprovalState state={each.state} />
                        </span>
                    </>
                )}
            />
            {chosen && <ApprovalPanel id={Number(chosen)} onClose={() => choose(null)} />}
        </Page>
    );
}
