import { Button, Modal } from "antd";
import { useTexts } from "@/i18n";
import { CopyText } from "../CopyText";
import { credentialTexts } from "./texts";

/** The secret, this once: only the button that says it is kept closes it. */
export function SecretOnce({ secret, onClose }: { secret: string; onClose: () => void }) {
    const t = useTexts(credentialTexts);
    return (
        <Modal
            open
            closable={false}
            keyboard={false}
            title={t.secretTitle}
            footer={
                <Button type="primary" onClick={onClose}>
                    {t.kept}
                </Button>
            }
        >
            <div className="stack">
                <p>{t.secretWhy}</p>
                <CopyText text={secret} label={t.copy} />
                <p className="muted">{t.secretHow}</p>
                <code>Authorization: Bearer hts_…</code>
            </div>
        </Modal>
    );
}
