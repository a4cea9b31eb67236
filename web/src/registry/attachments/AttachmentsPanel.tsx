import { App, Button } from "antd";
import { useQuery } from "@tanstack/react-query";
import { useRef, useState, type DragEvent } from "react";
import { api, ApiError } from "@/api/client";
import { keys, queryClient } from "@/api/queries";
import type { List } from "@/api/types";
import { IconCamera, IconDownload, IconNote, IconPlus } from "@/app/icons";
import { useMay } from "@/app/session";
import { useIsPhone } from "@/app/theme";
import { useFormat, useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";
import { Section } from "@/ui/Page";
import { ACCEPTED, attachmentUrl, sendFiles, sizeWords, tooLarge, type Attachment } from "./files";
import { AttachmentActs, PhotoViewer } from "./PhotoViewer";
import { attachmentTexts } from "./texts";
import "./attachments.css";

/** Photos as a grid, documents as a list; files come by button, by drag and drop, or from the camera of a phone. */
export function AttachmentsPanel({ assetId }: { assetId: number }) {
    const t = useTexts(attachmentTexts);
    const format = useFormat();
    const mayWrite = useMay("asset.write");
    const isPhone = useIsPhone();
    const { message } = App.useApp();
    const picker = useRef<HTMLInputElement>(null);
    const camera = useRef<HTMLInputElement>(null);
    const [over, setOver] = useState(false);
    const [sending, setSending] = useState<string | null>(null);
    const [failures, setFailures] = useState<string[]>([]);
    const [shown, setShown] = useState<number | null>(null);
    const key = [...keys.asset(assetId), "attachments"];
    const read = useQuery({
        queryKey: key,
        queryFn: ({ signal }) => api.get<List<Attachment>>(`/api/v1/assets/${assetId}/attachments`, { signal }).then((list) => list.items),
    });
    const photos = read.data?.filter((each) => each.kind === "photo") ?? [];
    const documents = read.data?.filter((each) => each.kind === "document") ?? [];
    const size = (bytes: number) => sizeWords(bytes, format.number);
    const reason = (error: unknown) => (error instanceof ApiError ? error.title : String(error));

    const add = async (files: File[]) => {
        const large = files.flatMap((file) => {
            const most = tooLarge(file);
            return most === undefined ? [] : [t.failed(file.name, t.tooLarge(size(most)))];
        });
        const fitting = files.filter((file) => tooLarge(file) === undefined);
        setFailures(large);
        const failed = await sendFiles(assetId, fitting, (name) => setSending(name));
        setSending(null);
        setFailures([...large, ...failed.map((each) => t.failed(each.name, reason(each.error)))]);
        if (fitting.length > failed.length) message.success(t.added(fitting.length - failed.length));
        void queryClient.invalidateQueries({ queryKey: keys.asset(assetId) });
    };
    const drop = (event: DragEvent) => {
        event.preventDefault();
        setOver(false);
        if (mayWrite) void add([...event.dataTransfer.files]);
    };
    const input = (ref: typeof picker, accept: string, capture: boolean) => (
        <input
            ref={ref}
            type="file"
            hidden
            accept={accept}
            multiple={!capture}
            {...(capture ? { capture: "environment" as const } : {})}
            onChange={(event) => {
                void add([...(event.target.files ?? [])]);
                event.target.value = "";
            }}
        />
    );
    return (
        <div
            className={over ? "attachments attachments-over" : "attachments"}
            onDragOver={(event) => {
                if (!mayWrite || !event.dataTransfer.types.includes("Files")) return;
                event.preventDefault();
                setOver(true);
            }}
            onDragLeave={(event) => {
                if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
            }}
            onDrop={drop}
        >
            <Section
                title={t.title}
                extra={
                    mayWrite && (
                        <span className="timeline-tools">
                            {isPhone && (
                                <Button icon={<IconCamera size={16} />} loading={sending !== null} onClick={() => camera.current?.click()}>
                                    {t.photo}
                                </Button>
                            )}
                            <Button icon={<IconPlus size={16} />} loading={sending !== null} onClick={() => picker.current?.click()}>
                                {t.add}
                            </Button>
                        </span>
                    )
                }
            >
                {input(picker, ACCEPTED, false)}
                {input(camera, "image/*", true)}
                {read.isError && <ErrorView error={read.error} inline onRetry={() => void read.refetch()} />}
                {sending && (
                    <p role="status" className="muted">
                        {t.sending(sending)}
                    </p>
                )}
                {failures.length > 0 && (
                    <div role="alert"><ul className="attachment-failures">
                        {failures.map((each) => (
                            <li key={each}>{each}</li>
                        ))}
                    </ul></div>
                )}
                {read.data?.length === 0 && (
                    <p className="nothing">
                        {t.emptyTitle}. {t.emptyWhy} {mayWrite && t.kinds}
                    </p>
                )}
                {photos.length > 0 && (
                    <ul className="photo-grid">
                        {photos.map((photo, i) => (
                            <li key={photo.id}>
                                <button type="button" aria-label={t.open(photo.caption ?? photo.file_name)} onClick={() => setShown(i)}>
                                    <img src={attachmentUrl(photo.id, "thumbnail")} alt="" loading="lazy" />
                                </button>
                            </li>
                        ))}
                    </ul>
                )}
                {documents.length > 0 && (
                    <ul className="rows">
                        {documents.map((document) => (
                            <li key={document.id}>
                                <IconNote size={18} aria-hidden />
                                <span className="grow">
                                    <a href={attachmentUrl(document.id, "content")} download={document.file_name}>
                                        {document.file_name}
                                    </a>
                                    <small className="attachment-facts">
                                        {[document.caption, size(document.bytes), t.by(document.added_by, format.dateTime(document.added_at))].filter(Boolean).join(" · ")}
                                    </small>
                                </span>
                                <a href={attachmentUrl(document.id, "content")} download={document.file_name} aria-label={`${t.download} ${document.file_name}`}>
                                    <IconDownload size={18} />
                                </a>
                                {mayWrite && <AttachmentActs attachment={document} queryKey={key} />}
                            </li>
                        ))}
                    </ul>
                )}
                {over && <p className="attachments-drop">{t.drop}</p>}
            </Section>
            {shown !== null && photos[shown] && (
                <PhotoViewer photos={photos} at={shown} queryKey={key} mayWrite={mayWrite} onMove={setShown} onClose={() => setShown(null)} />
            )}
        </div>
    );
}
