import { App, Button, Drawer } from "antd";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import { queryClient } from "@/api/queries";
import type { AuditVerification } from "@/api/security";
import { IconAlertTriangle, IconHourglass, IconShieldCheck } from "@/app/icons";
import { useFormat, useTexts } from "@/i18n";
import { useNow } from "@/ui/useNow";
import { useSayError } from "@/ui/useSayError";
import { auditTexts } from "./texts";
import { VerificationDetails } from "./VerificationDetails";
import "./audit.css";

const KEY = ["audit", "verification"] as const;
const REFRESH_MS = 60_000;

/** Whether the chain of the log holds, since when that is known, and the button to check it now. */
export function VerificationBar() {
    const t = useTexts(auditTexts);
    const format = useFormat();
    const now = useNow();
    const { message } = App.useApp();
    const sayError = useSayError();
    const [open, setOpen] = useState(false);
    const read = useQuery({
        queryKey: KEY,
        queryFn: ({ signal }) => api.get<AuditVerification>("/api/v1/audit/verification", { signal }),
        refetchInterval: REFRESH_MS,
    });
    const verify = useMutation({
        mutationFn: () => api.post<AuditVerification>("/api/v1/audit/verify"),
        onSuccess: (answer) => {
            queryClient.setQueryData(KEY, answer);
            if (answer.ok) message.success(t.verifiedNow);
            else {
                message.error(t.brokenNow);
                setOpen(true);
            }
        },
        onError: sayError,
    });
    const state = read.data;
    if (!state) return null;
    const known = Boolean(state.checked_at);
    const Icon = !known ? IconHourglass : state.ok ? IconShieldCheck : IconAlertTriangle;
    const look = !known ? "muted" : state.ok ? "audit-ok" : "mark-critical";
    return (
        <div className="verification" role="status">
            <button type="button" className={`verification-state ${look}`} onClick={() => setOpen(true)}>
                <Icon size={18} stroke={1.75} aria-hidden />
                <strong>{!known ? t.neverVerified : state.ok ? t.verified : t.broken(format.number(state.problem_count ?? state.problems.length))}</strong>
            </button>
            {known && <span className="muted">{t.verifiedAt(format.age(state.checked_at, now), format.number(state.rows))}</span>}
            <Button size="small" loading={verify.isPending} onClick={() => verify.mutate()}>
                {t.verifyNow}
            </Button>
            <Drawer open={open} size={640} onClose={() => setOpen(false)} title={t.verification}>
                <VerificationDetails state={state} />
            </Drawer>
        </div>
    );
}
