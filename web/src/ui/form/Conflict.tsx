import { Button, Modal } from "antd";
import type { ReactNode } from "react";
import { useTexts } from "@/i18n";
import "./form.css";
import { uiTexts } from "../texts";

export interface ConflictRow {
    label: string;
    mine: ReactNode;
    theirs: ReactNode;
}

interface Props {
    rows: ConflictRow[];
    /** Base the edit on the new version and keep what was entered. */
    onKeep: () => void;
    onDiscard: () => void;
}

/** Shown when somebody else saved first (412): both values side by side, nothing overwritten, nothing lost. */
export function Conflict({ rows, onKeep, onDiscard }: Props) {
    const t = useTexts(uiTexts);
    return (
        <Modal
            open
            title={t.conflictTitle}
            closable={false}
            width={720}
            footer={[
                <Button key="discard" onClick={onDiscard}>
                    {t.conflictDiscard}
                </Button>,
                <Button key="keep" type="primary" onClick={onKeep}>
                    {t.conflictReload}
                </Button>,
            ]}
        >
            <p>{t.conflictWhy}</p>
            {rows.length > 0 && (
                <table className="conflict">
                    <thead>
                        <tr>
                            <th>{t.conflictField}</th>
                            <th>{t.conflictMine}</th>
                            <th>{t.conflictTheirs}</th>
                        </tr>
                    </thead>
                    <tbody>
                        {rows.map((row) => (
                            <tr key={row.label}>
                                <th scope="row">{row.label}</th>
                                <td>{row.mine ?? t.nothing}</td>
                                <td>{row.theirs ?? t.nothing}</td>
                            </tr>
                        ))}
                    </tbody>
                </table>
            )}
        </Modal>
    );
}
