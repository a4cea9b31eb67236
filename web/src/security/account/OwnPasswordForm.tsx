import { App, Button, Input } from "antd";
import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { api } from "@/api/client";
import { IconCheck } from "@/app/icons";
import { useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";
import { Field } from "@/ui/form/Field";
import { LENGTH_ALONE, LENGTH_WITH_FACTOR, rulesOf } from "./passwordRules";
import { accountTexts } from "./texts";
import { useAccount, useFactors } from "./useAccount";
import "./account.css";

const EMPTY = { old: "", next: "", again: "" };

/** Change the own password; each rule shows when it is met. */
export function OwnPasswordForm({ userName, onDone }: { userName: string; onDone: () => void }) {
    const t = useTexts(accountTexts);
    const { message } = App.useApp();
    const [draft, setDraft] = useState(EMPTY);
    const factors = useFactors().data;
    const stated = useAccount().data?.password_length_min;
    const hasFactor = factors?.items.some((factor) => factor.confirmed) ?? false;
    const lengthMin = stated ?? (hasFactor ? LENGTH_WITH_FACTOR : LENGTH_ALONE);
    const rules = rulesOf(draft.next, draft.again, userName, lengthMin, hasFactor);
    const save = useMutation({
        mutationFn: () => api.put<unknown>("/api/v1/account/password", { old_password: draft.old, password: draft.next }),
        onSuccess: () => {
            setDraft(EMPTY);
            message.success(t.passwordChanged);
            onDone();
        },
    });
    const submit = (event: FormEvent): void => {
        event.preventDefault();
        save.mutate();
    };
    const input = (key: keyof typeof EMPTY, label: string) => (
        <Field label={label}>
            {(props) => (
                <Input.Password
                    {...props}
                    autoComplete={key === "old" ? "current-password" : "new-password"}
                    value={draft[key]}
                    onChange={(event) => setDraft((now) => ({ ...now, [key]: event.target.value }))}
                />
            )}
        </Field>
    );
    return (
        <form className="stack" onSubmit={submit}>
            <input type="text" autoComplete="username" value={userName} readOnly hidden />
            {input("old", t.currentPassword)}
            {input("next", t.newPassword)}
            {input("again", t.repeatPassword)}
            <ul className="password-rules">
                {rules.map(({ rule, met }) => (
                    <li key={rule} className={met ? "rule-met" : undefined}>
                        <IconCheck size={16} aria-hidden />
                        {rule === "length" ? t.rules.length(lengthMin) : t.rules[rule]}
                        <span className="sr-only">{met ? t.met : t.unmet}</span>
                    </li>
                ))}
            </ul>
            <small className="muted">{t.rulesMore}</small>
            {save.isError && <ErrorView error={save.error} inline />}
            <Button type="primary" htmlType="submit" loading={save.isPending} disabled={!draft.old || rules.some((rule) => !rule.met)}>
                {t.changePassword}
            </Button>
        </form>
    );
}
