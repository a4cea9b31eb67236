import { App } from "antd";
import { useState } from "react";
import { useNavigate } from "react-router";
import { api } from "@/api/client";
import { IconShieldCheck } from "@/app/icons";
import { useMay } from "@/app/session";
import { useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";
import { Page } from "@/ui/Page";
import { FileDrop } from "./FileDrop";
import { NoRight } from "./ImportsPage";
import { StepBar } from "./StepBar";
import { transferTexts } from "./texts";
import type { Import } from "./types";
import { startUpload } from "./upload";
import { useFileOf, type ChosenFile } from "./useFileOf";
import { inspect, keepImport } from "./useImport";
import "./transfer.css";

/** The first step: the file. As soon as it is chosen the import exists, and everything else hangs on it. */
export default function NewImportPage() {
    const t = useTexts(transferTexts);
    const mayImport = useMay("asset.import");
    const navigate = useNavigate();
    const { message } = App.useApp();
    const [error, setError] = useState<unknown>(null);
    const [busy, setBusy] = useState(false);
    const begin = async ({ name, blob, notes }: ChosenFile) => {
        setError(null);
        setBusy(true);
        try {
            const made = keepImport(await api.post<Import>("/api/v1/imports", { file_name: name, bytes: blob.size }, { idempotencyKey: crypto.randomUUID() }));
            startUpload(made, blob, () => void inspect(made.id));
            notes.forEach((note) => message.info(note, 6));
            await navigate(`/imports/${made.id}`, { replace: true });
        } catch (refused) {
            setError(refused);
        } finally {
            setBusy(false);
        }
    };
    const file = useFileOf((chosen) => void begin(chosen));
    return (
        <Page title={t.newImport} above={{ to: "/imports", label: t.imports }}>
            {mayImport ? (
                <div className="stack">
                    <StepBar current="file" open={["file"]} to={() => "/imports/new"} />
                    <FileDrop title={t.drop} why={t.dropWhy} disabled={busy || file.packing} onFiles={(files) => void file.take(files)} />
                    {file.packing && <p role="status">{t.packing}</p>}
                    {file.refusal && (
                        <p className="note note-warning" role="alert">
                            {file.refusal}
                        </p>
                    )}
                    {error !== null && <ErrorView error={error} inline />}
                    <p className="note">
                        <IconShieldCheck size={18} stroke={1.75} aria-hidden />
                        {t.dropSafe}
                    </p>
                </div>
            ) : (
                <NoRight />
            )}
        </Page>
    );
}
