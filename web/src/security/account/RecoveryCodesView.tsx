import { App, Button } from "antd";
import { IconCopy, IconPrinter } from "@/app/icons";
import { useTexts } from "@/i18n";
import { accountTexts } from "./texts";
import "./account.css";

/** The codes, once: to be copied or printed. */
export function RecoveryCodesView({ codes, user }: { codes: string[]; user: string }) {
    const t = useTexts(accountTexts);
    const { message } = App.useApp();
    const copy = (): void => void navigator.clipboard.writeText(codes.join("\n")).then(() => message.success(t.copied));
    return (
        <div className="stack">
            <p>{t.codesWhy}</p>
            <div className="print-sheet">
                <h2 className="print-only">{t.sheetTitle(user)}</h2>
                <ol className="recovery-codes">
                    {codes.map((code) => (
                        <li key={code}>
                            <code>{code}</code>
                        </li>
                    ))}
                </ol>
            </div>
            <div className="account-acts">
                <Button icon={<IconCopy size={16} stroke={1.75} />} onClick={copy}>
                    {t.copyCodes}
                </Button>
                <Button icon={<IconPrinter size={16} stroke={1.75} />} onClick={() => window.print()}>
                    {t.printCodes}
                </Button>
            </div>
        </div>
    );
}
