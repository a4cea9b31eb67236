import { Button, Input } from "antd";
import { useEffect, useState, type FormEvent } from "react";
import { useTexts } from "@/i18n";
import { Field } from "@/ui/form/Field";
import { Refused } from "./Refused";
import { signInTexts } from "./texts";

export const TOTP_DIGITS = 6;

interface Props {
    method: "totp" | "recovery";
    pending: boolean;
    error: unknown;
    onCode: (code: string) => void;
}

/** One code, by hand; six digits are sent as soon as the last is there. */
export function CodeForm({ method, pending, error, onCode }: Props) {
    const t = useTexts(signInTexts);
    const [code, setCode] = useState("");
    const totp = method === "totp";
    useEffect(() => {
        if (error) setCode("");
    }, [error]);
    const change = (text: string): void => {
        const next = totp ? text.replace(/\D/g, "").slice(0, TOTP_DIGITS) : text;
        setCode(next);
        if (totp && next.length === TOTP_DIGITS && next !== code) onCode(next);
    };
    const submit = (event: FormEvent): void => {
        event.preventDefault();
        if (code.trim()) onCode(code.trim());
    };
    return (
        <form className="stack" onSubmit={submit}>
            <Field label={totp ? t.code : t.recovery} help={totp ? t.codeHelp : t.recoveryHelp}>
                {(props) => (
                    <Input
                        {...props}
                        autoFocus
                        size="large"
                        className={totp ? "code-input" : ""}
                        inputMode={totp ? "numeric" : "text"}
                        autoComplete="one-time-code"
                        value={code}
                        onChange={(event) => change(event.target.value)}
                    />
                )}
            </Field>
            {Boolean(error) && <Refused error={error} />}
            <Button type="primary" size="large" block htmlType="submit" loading={pending} disabled={!code.trim()}>
                {t.confirm}
            </Button>
        </form>
    );
}
