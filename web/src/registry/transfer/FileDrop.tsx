import { Button } from "antd";
import { useRef, useState, type DragEvent } from "react";
import { IconUpload } from "@/app/icons";
import { useTexts } from "@/i18n";
import { ACCEPT } from "./fileKinds";
import { transferTexts } from "./texts";

interface Props {
    title: string;
    why: string;
    disabled?: boolean;
    onFiles: (files: File[]) => void;
}

/** Where a file is dropped, or chosen by a button. */
export function FileDrop({ title, why, disabled = false, onFiles }: Props) {
    const t = useTexts(transferTexts);
    const input = useRef<HTMLInputElement>(null);
    const [over, setOver] = useState(false);
    const drag = (event: DragEvent, entering: boolean) => {
        event.preventDefault();
        setOver(entering);
    };
    return (
        <div
            className={over ? "file-drop file-drop-over" : "file-drop"}
            onDragOver={(event) => drag(event, true)}
            onDragLeave={(event) => drag(event, false)}
            onDrop={(event) => {
                drag(event, false);
                if (!disabled) onFiles([...event.dataTransfer.files]);
            }}
        >
            <IconUpload size={32} stroke={1.75} aria-hidden />
            <strong>{over ? t.dropHere : title}</strong>
            <p>{why}</p>
            <Button type="primary" disabled={disabled} onClick={() => input.current?.click()}>
                {t.choose}
            </Button>
            <input
                ref={input}
                type="file"
                multiple
                accept={ACCEPT}
                className="sr-only"
                tabIndex={-1}
                aria-label={t.choose}
                onChange={(event) => {
                    onFiles([...(event.target.files ?? [])]);
                    event.target.value = "";
                }}
            />
        </div>
    );
}
