import { Button, Progress } from "antd";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { useFormat, useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";
import { Facts, Section } from "@/ui/Page";
import { FailureNote } from "./FailureNote";
import { FileDrop } from "./FileDrop";
import type { StepProps } from "./ImportPage";
import { JobProgressBar } from "./JobProgressBar";
import { isOver } from "./steps";
import { transferTexts } from "./texts";
import type { Import } from "./types";
import { startUpload, uploadOf, type Upload } from "./upload";
import { useFileOf } from "./useFileOf";
import { inspect, useImportAct } from "./useImport";
import { useBytes } from "./useWords";

/** The file: on its way, broken off, being read, read, or not readable and why. */
export function FileStep({ it, go }: StepProps) {
    const t = useTexts(transferTexts);
    const format = useFormat();
    const bytes = useBytes();
    const act = useImportAct(it.id);
    // Once read, the next question comes by itself; who opens this step again stays here.
    const began = useRef(it.state);
    useEffect(() => {
        if (began.current !== it.state && it.state === "inspected") go("source");
    }, [it.state, go]);
    if (it.state === "uploading") return <Uploading it={it} />;
    return (
        <Section title={t.fileFacts}>
            {it.state === "uploaded" && (
                <div className="acts">
                    <Button type="primary" loading={act.isPending} onClick={() => act.mutate("inspection")}>
                        {t.read}
                    </Button>
                </div>
            )}
            {it.state === "inspecting" && <JobProgressBar it={it} title={t.reading} />}
            {it.state === "failed" && it.error && !it.layers?.length && (
                <FailureNote title={t.failedTitle} failure={it.error} help={t.failedHelp} onAgain={() => act.mutate("inspection")} />
            )}
            {act.isError && <ErrorView error={act.error} inline />}
            <Facts
                rows={[
                    [t.file, it.file_name],
                    [t.size, bytes(it.bytes)],
                    [t.format, it.format],
                    [t.layers, it.layers?.map((layer) => `${layer.name} (${t.layerFeatures(format.number(layer.features))})`).join(", ")],
                ]}
            />
            {Boolean(it.layers?.length) && !isOver(it.state) && (
                <footer className="form-foot">
                    <Button type="primary" onClick={() => go("source")}>
                        {t.next}
                    </Button>
                </footer>
            )}
        </Section>
    );
}

function Uploading({ it }: { it: Import }) {
    const t = useTexts(transferTexts);
    const bytes = useBytes();
    const [upload, setUpload] = useState(() => uploadOf(it.id));
    const [other, setOther] = useState(false);
    const file = useFileOf(({ blob }) => {
        setOther(blob.size !== it.bytes);
        if (blob.size === it.bytes) setUpload(startUpload(it, blob, () => void inspect(it.id)));
    });
    if (upload) return <Running upload={upload} onGone={() => setUpload(undefined)} />;
    return (
        <div className="stack">
            <FileDrop
                title={t.uploadBroken}
                why={t.uploadBrokenWhy(bytes(it.received), bytes(it.bytes))}
                disabled={file.packing}
                onFiles={(files) => void file.take(files)}
            />
            {(other || file.refusal) && (
                <p className="note note-warning" role="alert">
                    {file.refusal ?? t.otherFile(it.file_name)}
                </p>
            )}
        </div>
    );
}

function Running({ upload, onGone }: { upload: Upload; onGone: () => void }) {
    const t = useTexts(transferTexts);
    const bytes = useBytes();
    const state = useSyncExternalStore(upload.subscribe, () => upload.state);
    const percent = state.total > 0 ? Math.floor((100 * state.received) / state.total) : 0;
    return (
        <Section title={t.uploadingFile}>
            <Progress percent={percent} status={state.phase === "failed" ? "exception" : "active"} aria-label={t.uploadingFile} />
            <p className="muted" role="status">
                {t.uploadedOf(bytes(state.received), bytes(state.total))}
                {state.phase === "waiting" && ` · ${t.uploadWaiting}`}
                {state.phase === "stopped" && ` · ${t.uploadStopped}`}
            </p>
            {state.phase === "failed" && <ErrorView error={state.error} inline />}
            <div className="acts">
                {(state.phase === "sending" || state.phase === "waiting") && <Button onClick={() => upload.stop()}>{t.stop}</Button>}
                {(state.phase === "stopped" || state.phase === "failed") && (
                    <Button type="primary" onClick={() => upload.again()}>
                        {t.goOn}
                    </Button>
                )}
                {state.phase === "failed" && <Button onClick={onGone}>{t.choose}</Button>}
            </div>
        </Section>
    );
}
