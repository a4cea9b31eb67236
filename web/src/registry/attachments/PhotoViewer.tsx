import { App, Button, Input, Modal } from "antd";
import { useEffect, useState } from "react";
import { api } from "@/api/client";
import { queryClient } from "@/api/queries";
import { IconChevronLeft, IconChevronRight, IconEdit, IconTrash } from "@/app/icons";
import { common, useFormat, useTexts } from "@/i18n";
import { useSayError } from "@/ui/useSayError";
import { attachmentUrl, type Attachment } from "./files";
import { attachmentTexts } from "./texts";

interface Props {
    photos: Attachment[];
    at: number;
    queryKey: readonly unknown[];
    mayWrite: boolean;
    onMove: (at: number) => void;
    onClose: () => void;
}

/** One photo large, with its caption; arrow keys go on. */
export function PhotoViewer({ photos, at, queryKey, mayWrite, onMove, onClose }: Props) {
    const t = useTexts(attachmentTexts);
    const format = useFormat();
    const photo = photos[at];
    useEffect(() => {
        const onKey = (event: KeyboardEvent) => {
            if (event.target instanceof HTMLInputElement) return;
            if (event.key === "ArrowLeft" && at > 0) onMove(at - 1);
            if (event.key === "ArrowRight" && at < photos.length - 1) onMove(at + 1);
        };
        window.addEventListener("keydown", onKey);
        return () => window.removeEventListener("keydown", onKey);
    }, [at, photos.length, onMove]);
    if (!photo) return null;
    return (
        <Modal open title={photo.caption ?? photo.file_name} width={960} centered onCancel={onClose} footer={null}>
            <div className="photo-view">
                <img src={attachmentUrl(photo.id, "content")} alt={photo.caption ?? photo.file_name} />
            </div>
            <div className="photo-foot">
                <Button icon={<IconChevronLeft size={16} />} aria-label={t.previous} disabled={at === 0} onClick={() => onMove(at - 1)} />
                <Button icon={<IconChevronRight size={16} />} aria-label={t.next} disabled={at === photos.length - 1} onClick={() => onMove(at + 1)} />
                <span className="grow muted">
                    {photo.file_name} · {t.by(photo.added_by, format.dateTime(photo.added_at))}
                </span>
                {mayWrite && <AttachmentActs key={photo.id} attachment={photo} queryKey={queryKey} onRemoved={onClose} />}
            </div>
        </Modal>
    );
}

/** Caption and removal. Removing asks first and says what stays. */
export function AttachmentActs({ attachment, queryKey, onRemoved }: { attachment: Attachment; queryKey: readonly unknown[]; onRemoved?: () => void }) {
    const t = useTexts(attachmentTexts);
    const words = useTexts(common);
    const { modal, message } = App.useApp();
    const sayError = useSayError();
    const [caption, setCaption] = useState<string | null>(null);
    const path = `/api/v1/attachments/${attachment.id}`;
    const options = { version: attachment.version };
    const refresh = () => void queryClient.invalidateQueries({ queryKey });
    const save = async () => {
        try {
            await api.patch<Attachment>(path, { caption: caption?.trim() || null }, options);
            setCaption(null);
        } catch (error) {
            sayError(error);
        }
        refresh();
    };
    const remove = () =>
        modal.confirm({
            title: t.removeTitle(attachment.caption ?? attachment.file_name),
            content: t.removeWhy,
            okText: t.remove,
            cancelText: words.act.cancel,
            okButtonProps: { danger: true },
            onOk: async () => {
                try {
                    await api.delete<undefined>(path, options);
                    message.success(t.removed);
                    onRemoved?.();
                } catch (error) {
                    sayError(error);
                }
                refresh();
            },
        });
    if (caption !== null) {
        return (
            <span className="caption-edit">
                <Input autoFocus aria-label={t.caption} maxLength={500} value={caption} onChange={(event) => setCaption(event.target.value)} onPressEnter={() => void save()} />
                <Button type="primary" onClick={() => void save()}>
                    {t.save}
                </Button>
            </span>
        );
    }
    return (
        <>
            <Button type="text" icon={<IconEdit size={16} />} aria-label={attachment.caption ? t.caption : t.addCaption} onClick={() => setCaption(attachment.caption ?? "")} />
            <Button type="text" icon={<IconTrash size={16} />} aria-label={t.remove} onClick={remove} />
        </>
    );
}
