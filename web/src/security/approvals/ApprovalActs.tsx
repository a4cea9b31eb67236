import { App, Button } from "antd";
import { useState } from "react";
import { api } from "@/api/client";
import { queryClient } from "@/api/queries";
import type { Approval } from "@/api/security";
import { useMay, useSession } from "@/app/session";
import { useTexts } from "@/i18n";
import { ReasonDialog } from "../ReasonDialog";
import { useSayError } from "@/ui/useSayError";
import { approvalTexts } from "./texts";

/** Decide; who asked can only take the request back. */
export function ApprovalActs({ approval }: { approval: Approval }) {
    const t = useTexts(approvalTexts);
    const { message } = App.useApp();
    const sayError = useSayError();
    const mayDecide = useMay("approval.decide");
    const own = useSession().data?.user.id === approval.requested_by;
    const [asking, setAsking] = useState<"approve" | "reject">();
    const path = `/api/v1/approvals/${approval.id}`;
    // What was approved may have changed anything.
    const done = (words: string): void => {
        message.success(words);
        void queryClient.invalidateQueries();
    };
    if (own) {
        return (
            <div className="approval-acts">
                <span className="muted">{t.own}</span>
                <Button onClick={() => void api.post<unknown>(`${path}/withdraw`).then(() => done(t.withdrawn), sayError)}>{t.withdraw}</Button>
            </div>
        );
    }
    if (!mayDecide) return null;
    return (
        <div className="approval-acts">
            <Button danger onClick={() => setAsking("reject")}>
                {t.reject}
            </Button>
            <Button type="primary" onClick={() => setAsking("approve")}>
                {t.approve}
            </Button>
            {asking === "approve" && (
                <ReasonDialog
                    title={t.approveTitle}
                    why={t.approveWhy}
                    label={t.opinion}
                    act={t.approve}
                    required={false}
                    onClose={() => setAsking(undefined)}
                    onConfirm={(reason) => api.post<Approval>(`${path}/approve`, reason ? { reason } : {})}
                    onDone={() => done(t.approved)}
                />
            )}
            {asking === "reject" && (
                <ReasonDialog
                    title={t.rejectTitle}
                    why={t.rejectWhy}
                    act={t.reject}
                    danger
                    onClose={() => setAsking(undefined)}
                    onConfirm={(reason) => api.post<Approval>(`${path}/reject`, { reason })}
                    onDone={() => done(t.rejected)}
                />
            )}
        </div>
    );
}
