import { Button } from "antd";
import { useState } from "react";
import { IconFingerprint, IconQrcode } from "@/app/icons";
import { useTexts } from "@/i18n";
import { keysWork } from "../webauthn";
import { AddKey } from "./AddKey";
import { AddTotp } from "./AddTotp";
import { accountTexts } from "./texts";
import "./account.css";

interface Props {
    /** With the recovery codes, to be shown once; none when earlier ones still hold. */
    onAdded: (recoveryCodes: string[]) => void;
}

/** Choose a way, then set it up. */
export function AddFactor({ onAdded }: Props) {
    const t = useTexts(accountTexts);
    const [kind, setKind] = useState<"totp" | "webauthn">();
    if (kind === "totp") return <AddTotp onAdded={onAdded} />;
    if (kind === "webauthn") return <AddKey onAdded={onAdded} />;
    return (
        <div className="stack factor-choice">
            <Button block onClick={() => setKind("totp")} icon={<IconQrcode size={24} stroke={1.75} />}>
                <span>
                    <strong>{t.addTotp}</strong>
                    <small>{t.totpWhy}</small>
                </span>
            </Button>
            <Button block disabled={!keysWork()} onClick={() => setKind("webauthn")} icon={<IconFingerprint size={24} stroke={1.75} />}>
                <span>
                    <strong>{t.addKey}</strong>
                    <small>{keysWork() ? t.keyWhy : t.keyInsecure}</small>
                </span>
            </Button>
        </div>
    );
}
