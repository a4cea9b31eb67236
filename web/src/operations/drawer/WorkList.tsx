import { useMutation, type UseQueryResult } from "@tanstack/react-query";
import { App, Select, Skeleton } from "antd";
import { Link } from "react-router";
import { api, ApiError } from "@/api/client";
import { keys, queryClient, usePeople } from "@/api/queries";
import type { WorkOrder } from "@/api/types";
import { IconClipboard } from "@/app/icons";
import { useMay } from "@/app/session";
import { common, useFormat, useTexts } from "@/i18n";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorView } from "@/ui/ErrorView";
import { StateMark, WorkStateTag } from "@/ui/StateMark";
import { useNow } from "@/ui/useNow";
import { operationsTexts } from "../texts";

const ASSIGNABLE = ["open", "assigned"];

function Assign({ work }: { work: WorkOrder }) {
    const t = useTexts(operationsTexts);
    const words = useTexts(common);
    const { message } = App.useApp();
    const people = usePeople("work.do");
    const assign = useMutation({
        mutationFn: (assignee: number) => api.post<WorkOrder>(`/api/v1/work-orders/${work.id}/assign`, { assignee_id: assignee }, { version: work.version }),
        onSuccess: (answer) => void message.success(t.drawer.assigned(answer.number, answer.assignee ?? "")),
        onError: (error) => void message.error(error instanceof ApiError ? error.title : words.problem.unexpected),
        onSettled: () => {
            void queryClient.invalidateQueries({ queryKey: ["work"] });
            void queryClient.invalidateQueries({ queryKey: keys.history(work.asset_id) });
        },
    });
    return (
        <Select<number>
            size="small"
            className="work-assign"
            aria-label={t.drawer.assignTo}
            placeholder={t.drawer.assignTo}
            value={work.assignee_id ?? null}
            loading={people.isPending || assign.isPending}
            showSearch={{ optionFilterProp: "label" }}
            options={(people.data ?? []).map((person) => ({ value: person.id, label: person.full_name }))}
            onChange={(value) => assign.mutate(value)}
        />
    );
}

export function WorkList({ work }: { work: UseQueryResult<WorkOrder[]> }) {
    const t = useTexts(operationsTexts);
    const words = useTexts(common);
    const format = useFormat();
    const now = useNow();
    const mayAssign = useMay("work.write");
    if (work.isError) return <ErrorView error={work.error} inline onRetry={() => void work.refetch()} />;
    if (!work.data) return <Skeleton active paragraph={{ rows: 4 }} title={false} />;
    if (work.data.length === 0) return <EmptyState icon={<IconClipboard size={28} stroke={1.75} />} title={t.drawer.noWork} why={t.drawer.noWorkWhy} />;
    return (
        <ul className="panel-list">
            {work.data.map((each) => {
                const late = each.due_at && Date.parse(each.due_at) < now && !["completed", "accepted", "cancelled"].includes(each.state);
                return (
                    <li key={each.id}>
                        <StateMark state={each.state === "accepted" || each.state === "cancelled" ? "normal" : each.priority} size={16} filled={false} />
                        <div>
                            <Link to={`/work-orders/${each.id}`}>{each.title}</Link>
                            <small className="muted">
                                {each.number} · {words.workKind[each.kind]} · <WorkStateTag state={each.state} />
                                {each.due_at && ` · ${t.drawer.due(format.dateTime(each.due_at))}`}
                                {late && <strong className="mark-major"> · {t.drawer.overdue}</strong>}
                            </small>
                            {mayAssign && ASSIGNABLE.includes(each.state) ? <Assign work={each} /> : <small>{each.assignee ?? t.drawer.unassigned}</small>}
                        </div>
                    </li>
                );
            })}
        </ul>
    );
}
