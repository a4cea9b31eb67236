import { Button, Dropdown } from "antd";
import { useState } from "react";
import { useNavigate } from "react-router";
import { IconQrcode } from "@/app/icons";
import { useMay } from "@/app/session";
import { useTexts } from "@/i18n";
import { IssueDialog } from "./IssueDialog";
import { LabelDialog } from "./LabelDialog";
import { identityTexts } from "./texts";

/** What can be done about the codes of everything the list shows, and where its data is judged. */
export function AssetTools({ filter }: { filter: Record<string, string | undefined> }) {
    const t = useTexts(identityTexts);
    const navigate = useNavigate();
    const mayWrite = useMay("asset.write");
    const [dialog, setDialog] = useState<"issue" | "labels">();
    const close = () => setDialog(undefined);
    return (
        <>
            <Dropdown
                trigger={["click"]}
                menu={{
                    items: [
                        ...(mayWrite ? [{ key: "issue", label: t.toolIssue, onClick: () => setDialog("issue") }] : []),
                        { key: "labels", label: t.toolLabels, onClick: () => setDialog("labels") },
                        { type: "divider" as const },
                        { key: "find", label: t.toolFind, onClick: () => void navigate("/codes") },
                        { key: "quality", label: t.toolQuality, onClick: () => void navigate("/quality") },
                    ],
                }}
            >
                <Button icon={<IconQrcode size={16} />}>{t.tools}</Button>
            </Dropdown>
            {dialog === "issue" && <IssueDialog filter={filter} onClose={close} />}
            {dialog === "labels" && <LabelDialog filter={filter} onClose={close} />}
        </>
    );
}
