import { Button, Input, type InputRef } from "antd";
import { useEffect, useRef, useState, type FormEvent } from "react";
import { createPortal } from "react-dom";
import type { User } from "@/api/types";
import { useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";
import { Field } from "@/ui/form/Field";
import { IconLock } from "../icons";
import { useSignOut, useUnlock } from "../session";
import { lockTexts } from "./texts";
import "./lock.css";

/** Blurs and stills everything else on the page, dialogs and drawers that hang on the body too. */
function useCover(host: HTMLElement): void {
    useEffect(() => {
        document.body.append(host);
        const under = [...document.body.children].filter((each): each is HTMLElement => each instanceof HTMLElement && each !== host);
        for (const each of under) {
            each.inert = true;
            each.classList.add("lock-under");
        }
        return () => {
            for (const each of under) {
                each.inert = false;
                each.classList.remove("lock-under");
            }
            host.remove();
        };
    }, [host]);
}

/** Covers the page until its owner gives the password; the page stays underneath as it was. */
export function LockScreen({ user }: { user: User }) {
    const t = useTexts(lockTexts);
    const [password, setPassword] = useState("");
    const unlock = useUnlock();
    const signOut = useSignOut();
    const input = useRef<InputRef>(null);
    const [host] = useState(() => document.createElement("div"));
    useCover(host);
    useEffect(() => input.current?.focus(), []);
    const submit = (event: FormEvent): void => {
        event.preventDefault();
        if (password) unlock.mutate(password, { onError: () => setPassword("") });
    };
    return createPortal(
        <div className="lock" role="dialog" aria-modal="true" aria-labelledby="lock-title">
            <form className="lock-card" onSubmit={submit}>
                <IconLock size={28} stroke={1.75} aria-hidden />
                <h1 id="lock-title">{t.title}</h1>
                <p className="muted">{t.why}</p>
                <input type="text" autoComplete="username" value={user.name} readOnly hidden />
                <Field label={t.passwordOf(user.full_name)}>
                    {(props) => (
                        <Input.Password
                            {...props}
                            ref={input}
                            size="large"
                            autoComplete="current-password"
                            value={password}
                            onChange={(event) => setPassword(event.target.value)}
                        />
                    )}
                </Field>
                {unlock.isError && <ErrorView error={unlock.error} inline />}
                <Button type="primary" size="large" block htmlType="submit" loading={unlock.isPending} disabled={!password}>
                    {t.unlock}
                </Button>
                <Button type="text" block onClick={() => signOut.mutate()}>
                    {t.other}
                </Button>
            </form>
        </div>,
        host,
    );
}
