import { App, Button } from "antd";
import { useState } from "react";
import { api } from "@/api/client";
import type { User } from "@/api/types";
import { useMay } from "@/app/session";
import { common, useFormat, useTexts } from "@/i18n";
import { Facts, Section } from "@/ui/Page";
import { useNow } from "@/ui/useNow";
import { securityTexts } from "../texts";
import { useSayError } from "@/ui/useSayError";
import { PasswordForm } from "./PasswordForm";
import { userTexts } from "./texts";
import { isLocked, UserState } from "./UserState";
import "../account/account.css";

/** How safe the sign-in of one account is, and what an administrator can do about it. */
export function SafetySection({ user, onChanged }: { user: User; onChanged: () => void }) {
    const t = useTexts(securityTexts);
    const u = useTexts(userTexts);
    const words = useTexts(common);
    const format = useFormat();
    const now = useNow();
    const { modal, message } = App.useApp();
    const sayError = useSayError();
    const mayWrite = useMay("user.write");
    const [settingPassword, setSettingPassword] = useState(false);
    const person = user.kind !== "service";
    const locked = isLocked(user, now);
    const act = (call: Promise<unknown>, done: string): Promise<void> =>
        call.then(() => {
            message.success(done);
            onChanged();
        }, sayError);
    const setEnabled = (enabled: boolean) => act(api.patch<User>(`/api/v1/users/${user.id}`, { enabled }, { version: user.version }), t.saved);
    const confirm = (title: string, content: string, okText: string, onOk: () => Promise<void>): void =>
        void modal.confirm({ title, content, okText, cancelText: words.act.cancel, okButtonProps: { danger: true }, onOk });
    const why = user.enabled ? locked && u.lockedUntil(format.dateTime(user.locked_until)) : user.disabled_reason === "idle" ? u.disabledIdle : u.disabledByHand;
    return (
        <Section title={u.access}>
            <Facts
                rows={[
                    [t.state, why || <UserState key="state" user={user} />],
                    [u.secondFactor, person && (user.second_factor ? u.on : u.off)],
                    [u.passwordSince, person && user.password_changed_at && format.date(user.password_changed_at)],
                ].map(([label, value]): [string, React.ReactNode] => [label as string, value || undefined])}
            />
            {mayWrite && (
                <div className="account-acts">
                    {locked && <Button onClick={() => void act(api.post<void>(`/api/v1/users/${user.id}/unlock`), u.unlocked)}>{u.unlock}</Button>}
                    {person && !settingPassword && <Button onClick={() => setSettingPassword(true)}>{u.setPassword}</Button>}
                    {user.second_factor && (
                        <Button
                            onClick={() =>
                                confirm(u.resetTitle(user.full_name), u.resetWhy, u.resetFactors, () =>
                                    act(api.post<void>(`/api/v1/users/${user.id}/factors/reset`), u.resetDone),
                                )
                            }
                        >
                            {u.resetFactors}
                        </Button>
                    )}
                    {user.enabled ? (
                        <Button danger onClick={() => confirm(t.disableTitle(user.full_name), t.disableWhy, t.disable, () => setEnabled(false))}>
                            {t.disable}
                        </Button>
                    ) : (
                        <Button onClick={() => void setEnabled(true)}>{t.enable}</Button>
                    )}
                    {settingPassword && <PasswordForm userId={user.id} onDone={() => setSettingPassword(false)} />}
                </div>
            )}
        </Section>
    );
}
