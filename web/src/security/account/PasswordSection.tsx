import { Button } from "antd";
import { useState } from "react";
import type { Account } from "@/api/security";
import { useFormat, useTexts } from "@/i18n";
import { Section } from "@/ui/Page";
import { OwnPasswordForm } from "./OwnPasswordForm";
import { accountTexts } from "./texts";
import { renewAccount } from "./useAccount";

export function PasswordSection({ account }: { account: Account }) {
    const t = useTexts(accountTexts);
    const format = useFormat();
    const [open, setOpen] = useState(account.password_change_due);
    const done = (): void => {
        setOpen(false);
        renewAccount();
    };
    return (
        <Section title={t.sections.password}>
            <p className="muted">
                {account.password_changed_at && t.passwordSince(format.date(account.password_changed_at))}
                {account.password_change_due && ` · ${t.passwordDue}`}
            </p>
            <div className="account-acts">
                {open ? <OwnPasswordForm userName={account.user.name} onDone={done} /> : <Button onClick={() => setOpen(true)}>{t.changePassword}</Button>}
            </div>
        </Section>
    );
}
