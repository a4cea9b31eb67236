import { Button, Input, QRCode, Skeleton } from "antd";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState, type FormEvent } from "react";
import { api } from "@/api/client";
import type { NewTotp, RecoveryCodes } from "@/api/security";
import { useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";
import { Field } from "@/ui/form/Field";
import { TOTP_DIGITS } from "../signIn/CodeForm";
import { CopyText } from "../CopyText";
import { accountTexts } from "./texts";

const QR_PX = 184;
const SECRET_GROUP = /.{1,4}/g;

/** Scan, type the first code, done. */
export function AddTotp({ onAdded }: { onAdded: (recoveryCodes: string[]) => void }) {
    const t = useTexts(accountTexts);
    const [code, setCode] = useState("");
    const begun = useRef(false);
    const begin = useMutation({ mutationFn: () => api.post<NewTotp>("/api/v1/account/factors/totp", { label: t.labelTotp }) });
    const confirm = useMutation({
        mutationFn: (typed: string) => api.post<RecoveryCodes>(`/api/v1/account/factors/${begin.data?.id}/confirm`, { code: typed }),
        onSuccess: (made) => onAdded(made.recovery_codes),
        onError: () => setCode(""),
    });
    useEffect(() => {
        if (begun.current) return;
        begun.current = true;
        begin.mutate();
    }, [begin]);

    const change = (text: string): void => {
        const next = text.replace(/\D/g, "").slice(0, TOTP_DIGITS);
        setCode(next);
        if (next.length === TOTP_DIGITS && next !== code) confirm.mutate(next);
    };
    const submit = (event: FormEvent): void => {
        event.preventDefault();
        if (code.length === TOTP_DIGITS) confirm.mutate(code);
    };
    if (begin.isError) return <ErrorView error={begin.error} onRetry={() => begin.mutate()} />;
    if (!begin.data) return <Skeleton active paragraph={{ rows: 6 }} />;
    const { secret, uri } = begin.data;
    return (
        <form className="stack" onSubmit={submit}>
            <p>{t.scan}</p>
            <div className="qr" role="img" aria-label={t.qrLabel}>
                {/* Cameras read dark on light, in the dark theme too. */}
                <div aria-hidden="true">
                    <QRCode value={uri} type="svg" size={QR_PX} color="#000000" bgColor="#FFFFFF" bordered={false} errorLevel="M" />
                </div>
            </div>
            <div>
                <span className="muted">{t.secret}</span>
                <CopyText text={secret} shown={(secret.match(SECRET_GROUP) ?? []).join(" ")} label={t.copyCodes} />
            </div>
            <Field label={t.firstCode}>
                {(props) => (
                    <Input
                        {...props}
                        autoFocus
                        size="large"
                        className="code-input"
                        inputMode="numeric"
                        autoComplete="one-time-code"
                        value={code}
                        onChange={(event) => change(event.target.value)}
                    />
                )}
            </Field>
            {confirm.isError && <ErrorView error={confirm.error} inline />}
            <Button type="primary" size="large" block htmlType="submit" loading={confirm.isPending} disabled={code.length !== TOTP_DIGITS}>
                {t.turnOn}
            </Button>
        </form>
    );
}
