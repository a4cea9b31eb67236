import { App, Button, Input } from "antd";
import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { api, ApprovalPending } from "@/api/client";
import { useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";
import { Field } from "@/ui/form/Field";
import { securityTexts } from "../texts";

export function PasswordForm({ userId, onDone }: { userId: number; onDone: () => void }) {
    const t = useTexts(securityTexts);
    const { message } = App.useApp();
    const [password, setPassword] = useState("");
    const save = useMutation({
        mutationFn: () => api.put<unknown>(`/api/v1/users/${userId}/password`, { password }),
        onSuccess: () => {
            setPassword("");
            message.success(t.passwordSet);
            onDone();
        },
        onError: (error) => {
            if (error instanceof ApprovalPending) onDone();
        },
    });
    const submit = (event: FormEvent) => {
        event.preventDefault();
        save.mutate();
    };
    return (
        <form className="stack" onSubmit={submit}>
            <Field label={t.newPassword} help={t.passwordHelp}>
                {(props) => (
                    <Input.Password
                        {...props}
                        autoComplete="new-password"
                        value={password}
                        onChange={(event) => setPassword(event.target.value)}
                    />
                )}
            </Field>
            {save.isError && <ErrorView error={save.error} inline />}
            <Button htmlType="submit" disabled={!password} loading={save.isPending}>
                {t.newPassword}
            </Button>
        </form>
    );
}
