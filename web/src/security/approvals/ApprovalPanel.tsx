import { Drawer, Skeleton } from "antd";
import { useQuery } from "@tanstack/react-query";
import { api } from "@/api/client";
import { keys } from "@/api/queries";
import type { Approval } from "@/api/security";
import { useFormat, useLanguage, useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";
import { Facts } from "@/ui/Page";
import { Differences } from "../audit/Differences";
import { ApprovalActs } from "./ApprovalActs";
import { ApprovalState } from "./ApprovalState";
import { approvalTexts } from "./texts";

/** One request in full: what, by whom, why, what will change; and the decision. */
export function ApprovalPanel({ id, onClose }: { id: number; onClose: () => void }) {
    const t = useTexts(approvalTexts);
    const language = useLanguage();
    const format = useFormat();
    const read = useQuery({
        queryKey: [...keys.approvals, id],
        queryFn: ({ signal }) => api.get<Approval>(`/api/v1/approvals/${id}`, { signal }),
    });
    const approval = read.data;
    return (
        <Drawer
            open
            size={600}
            onClose={onClose}
            title={approval ? (language === "vi" ? approval.title_vi : approval.title_en) : t.title}
            footer={approval?.state === "waiting" && <ApprovalActs approval={approval} />}
        >
            {read.isError && <ErrorView error={read.error} onRetry={() => void read.refetch()} />}
            {read.isPending && <Skeleton active />}
            {approval && (
                <div className="stack">
                    <Facts
                        rows={[
                            [t.state, <ApprovalState key="state" state={approval.state} />],
                            [t.target, approval.target],
                            [t.who, t.decided(approval.requested_by_name, format.dateTime(approval.requested_at))],
                            [t.reason, approval.reason || <span className="muted">{t.noReason}</span>],
                            [t.expires, approval.state === "waiting" ? format.dateTime(approval.expires_at) : undefined],
                            [t.decision, approval.decided_by_name && t.decided(approval.decided_by_name, format.dateTime(approval.decided_at))],
                            [t.decisionReason, approval.decision_reason],
                            [t.result, approval.state === "failed" ? t.failedWith(approval.result_code ?? String(approval.result_status ?? "")) : undefined],
                        ]}
                    />
                    {approval.body != null && (
                        <>
                            <strong>{t.preview}</strong>
                            <Differences before={approval.before ?? null} after={approval.body} partial />
                        </>
                    )}
                </div>
            )}
        </Drawer>
    );
}
