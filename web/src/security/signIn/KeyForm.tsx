import { Button } from "antd";
import { useState } from "react";
import { IconFingerprint } from "@/app/icons";
import { useTexts } from "@/i18n";
import { keysWork } from "../webauthn";
import { Refused } from "./Refused";
import { signInTexts } from "./texts";

interface Props {
    /** Asks the browser for the key, then the server; rejects when the person declines. */
    ask: () => Promise<void>;
    pending: boolean;
    error: unknown;
}

export function KeyForm({ ask, pending, error }: Props) {
    const t = useTexts(signInTexts);
    const [asking, setAsking] = useState(false);
    const [stopped, setStopped] = useState(false);
    const start = (): void => {
        setAsking(true);
        setStopped(false);
        ask()
            .catch(() => setStopped(true))
            .finally(() => setAsking(false));
    };
    if (!keysWork()) return <p className="sign-in-note">{t.keyInsecure}</p>;
    return (
        <div className="stack key-form">
            <IconFingerprint size={44} stroke={1.5} aria-hidden />
            <p className="muted">{t.keyWhy}</p>
            {stopped && (
                <p className="sign-in-note" role="alert">
                    {t.keyStopped}
                </p>
            )}
            {Boolean(error) && !asking && <Refused error={error} />}
            <Button type="primary" size="large" block autoFocus loading={asking || pending} onClick={start}>
                {t.useKey}
            </Button>
        </div>
    );
}
