import { Button } from "antd";
import { useState } from "react";
import type { Session } from "@/api/types";
import { IconShieldCheck } from "@/app/icons";
import { renewSession, useSignOut } from "@/app/session";
import { useTexts } from "@/i18n";
import { AddFactor } from "../account/AddFactor";
import { OwnPasswordForm } from "../account/OwnPasswordForm";
import { RecoveryCodesView } from "../account/RecoveryCodesView";
import { SignInCard } from "./SignInCard";
import { signInTexts } from "./texts";

/** What stands between a person and the application: a second factor to enrol, a password that is due. */
export default function StandingPage({ session }: { session: Session }) {
    const t = useTexts(signInTexts);
    const signOut = useSignOut();
    const [codes, setCodes] = useState<string[]>();
    const enrol = session.enrolment_required ?? false;
    return (
        <SignInCard wide>
            <IconShieldCheck size={32} stroke={1.5} aria-hidden />
            {codes && (
                <>
                    <h1>{t.enrolled}</h1>
                    <RecoveryCodesView codes={codes} user={session.user.name} />
                    <Button type="primary" size="large" block onClick={() => void renewSession()}>
                        {t.goOn}
                    </Button>
                </>
            )}
            {!codes && enrol && (
                <>
                    <h1>{t.enrolTitle}</h1>
                    <p className="muted">{t.enrolWhy}</p>
                    <AddFactor onAdded={(made) => (made.length > 0 ? setCodes(made) : void renewSession())} />
                </>
            )}
            {!codes && !enrol && (
                <>
                    <h1>{t.dueTitle}</h1>
                    <p className="muted">{t.dueWhy}</p>
                    <OwnPasswordForm userName={session.user.name} onDone={() => void renewSession()} />
                </>
            )}
            <Button type="text" block onClick={() => signOut.mutate()}>
                {t.signOut}
            </Button>
        </SignInCard>
    );
}
