import { App } from "antd";
import { useCallback } from "react";
import { ApiError, ApprovalPending } from "@/api/client";
import { common, useTexts } from "@/i18n";

/** Says a refusal in one line; what was sent for approval has been told already. */
export function useSayError(): (error: unknown) => void {
    const { message } = App.useApp();
    const words = useTexts(common);
    return useCallback(
        (error: unknown) => {
            if (error instanceof ApprovalPending) return;
            if (error instanceof ApiError) message.error(error.status === 412 ? words.problem.conflict : error.title);
            else message.error(words.problem.unexpected);
        },
        [message, words],
    );
}
