import { App, Button } from "antd";
import { IconCopy } from "@/app/icons";
import { common, useTexts } from "@/i18n";
import "./security.css";

/** A secret or address to be taken elsewhere, with the button that copies it. */
export function CopyText({ text, shown = text, label }: { text: string; shown?: string; label: string }) {
    const words = useTexts(common);
    const { message } = App.useApp();
    const copy = (): void => void navigator.clipboard.writeText(text).then(() => message.success(words.act.copied));
    return (
        <div className="copy-text">
            <code data-secret={text}>{shown}</code>
            <Button icon={<IconCopy size={16} stroke={1.75} />} onClick={copy}>
                {label}
            </Button>
        </div>
    );
}
