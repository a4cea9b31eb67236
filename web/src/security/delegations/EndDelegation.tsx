import { App, Button } from "antd";
import { useState } from "react";
import { api } from "@/api/client";
import type { Delegation } from "@/api/security";
import { useTexts } from "@/i18n";
import { renewRights } from "../grants/renewRights";
import { ReasonDialog } from "../ReasonDialog";
import { delegationTexts } from "./texts";

export function EndDelegation({ delegation }: { delegation: Delegation }) {
    const t = useTexts(delegationTexts);
    const { message } = App.useApp();
    const [asking, setAsking] = useState(false);
    if (delegation.state === "ended") return null;
    return (
        <>
            <Button size="small" type="text" danger onClick={() => setAsking(true)} aria-label={`${t.end} ${delegation.to_user}`}>
                {t.end}
            </Button>
            {asking && (
                <ReasonDialog
                    title={t.endTitle(delegation.to_user)}
                    why={t.endWhy}
                    act={t.end}
                    danger
                    onClose={() => setAsking(false)}
                    onConfirm={(reason) => api.post<Delegation>(`/api/v1/delegations/${delegation.id}/end`, { reason })}
                    onDone={() => {
                        message.success(t.ended);
                        renewRights();
                    }}
                />
            )}
        </>
    );
}
