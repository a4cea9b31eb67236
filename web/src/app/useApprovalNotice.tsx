import { App, Button } from "antd";
import { useEffect } from "react";
import { useNavigate } from "react-router";
import { setApprovalHandler } from "@/api/client";
import { keys, queryClient } from "@/api/queries";
import { useTexts } from "@/i18n";
import { shellTexts } from "./texts";

/** The one place that tells of an act sent for approval, whichever page it came from. */
export function useApprovalNotice(): void {
    const t = useTexts(shellTexts);
    const { notification } = App.useApp();
    const navigate = useNavigate();
    useEffect(() => {
        setApprovalHandler(({ approvalId }) => {
            const key = `approval-${approvalId}`;
            const look = (): void => {
                notification.destroy(key);
                void navigate(`/approvals?approval=${approvalId}`);
            };
            notification.info({
                key,
                message: t.approvalSent,
                description: t.approvalSentWhy,
                placement: "bottomRight",
                actions: (
                    <Button size="small" onClick={look}>
                        {t.approvalLook}
                    </Button>
                ),
            });
            void queryClient.invalidateQueries({ queryKey: keys.approvals });
        });
        return () => setApprovalHandler(() => undefined);
    }, [t, notification, navigate]);
}
