import { App, Button } from "antd";
import { IconCopy } from "@/app/icons";
import { common, useTexts } from "@/i18n";
import { deviceTexts } from "./texts";

/** An address, a secret or a command to be taken elsewhere. */
export function CopyLine({ text }: { text: string }) {
    const t = useTexts(deviceTexts);
    const words = useTexts(common);
    const { message } = App.useApp();
    const copy = (): void => void navigator.clipboard.writeText(text).then(() => message.success(words.act.copied));
    return (
        <div className="copy-line">
            <pre>{text}</pre>
            <Button icon={<IconCopy size={16} stroke={1.75} />} onClick={copy}>
                {t.copy}
            </Button>
        </div>
    );
}
