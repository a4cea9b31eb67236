import { Button } from "antd";
import type { ReactNode } from "react";
import { IconX } from "@/app/icons";
import { useTexts } from "@/i18n";
import { mappingTexts } from "./texts";

interface Props {
    title: ReactNode;
    label: string;
    /** Beside the closing button. */
    acts?: ReactNode;
    onClose: () => void;
    children: ReactNode;
    foot?: ReactNode;
}

/** What stands at the right of the map, and rises from below on a phone. */
export function Panel({ title, label, acts, onClose, children, foot }: Props) {
    const t = useTexts(mappingTexts);
    return (
        <aside className="desk-panel" aria-label={label}>
            <header>
                <h2>{title}</h2>
                {acts}
                <Button type="text" size="small" aria-label={t.closePanel} icon={<IconX size={18} stroke={1.75} />} onClick={onClose} />
            </header>
            <div className="desk-panel-body">{children}</div>
            {foot && <footer>{foot}</footer>}
        </aside>
    );
}
