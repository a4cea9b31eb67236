import { Button, Input } from "antd";
import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { api, ApiError } from "@/api/client";
import type { CreationOptionsJson, RecoveryCodes } from "@/api/security";
import { useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";
import { Field } from "@/ui/form/Field";
import { makeKey } from "../webauthn";
import { accountTexts } from "./texts";

const LABEL_MAX = 100;

export function AddKey({ onAdded }: { onAdded: (recoveryCodes: string[]) => void }) {
    const t = useTexts(accountTexts);
    const [label, setLabel] = useState(t.labelKey);
    const add = useMutation({
        mutationFn: async () => {
            const options = await api.post<CreationOptionsJson>("/api/v1/account/factors/webauthn/options", {});
            const credential = await makeKey(options);
            return api.post<RecoveryCodes>("/api/v1/account/factors/webauthn", { label: label.trim(), credential });
        },
        onSuccess: (made) => onAdded(made.recovery_codes),
    });
    const submit = (event: FormEvent): void => {
        event.preventDefault();
        add.mutate();
    };
    return (
        <form className="stack" onSubmit={submit}>
            <p className="muted">{t.keyWhy}</p>
            <Field label={t.label}>
                {(props) => <Input {...props} autoFocus maxLength={LABEL_MAX} value={label} onChange={(event) => setLabel(event.target.value)} />}
            </Field>
            {add.isError && (add.error instanceof ApiError ? <ErrorView error={add.error} inline /> : <p role="alert">{t.keyStopped}</p>)}
            <Button type="primary" size="large" block htmlType="submit" loading={add.isPending} disabled={!label.trim()}>
                {t.addKey}
            </Button>
        </form>
    );
}
