import { App, Button, Input } from "antd";
import { useRef } from "react";
import { useMutation } from "@tanstack/react-query";
import { api, ApiError } from "@/api/client";
import type { WorkNote, WorkOrder } from "@/api/types";
import { IconCamera, IconNote } from "@/app/icons";
import { useMay, useSession } from "@/app/session";
import { common, useFormat, useTexts } from "@/i18n";
import { AgeText } from "@/ui/AgeText";
import { useDraft } from "@/ui/form/useDraft";
import { Section } from "@/ui/Page";
import { isFinal } from "./acts";
import { PHOTO_BYTES_MAX, shrinkPhoto } from "./shrinkPhoto";
import { workTexts } from "./texts";
import { refreshWork } from "./useWorkAct";

/** What the crew saw: words and photos, newest last, and the box to add more. */
export function WorkNotes({ work }: { work: WorkOrder }) {
    const t = useTexts(workTexts);
    const format = useFormat();
    const session = useSession().data;
    const mayWrite = useMay("work.write");
    const mayDo = useMay("work.do");
    const mayAdd = !isFinal(work.state) && (mayWrite || (mayDo && work.assignee_id === session?.user.id));
    const notes = work.notes ?? [];
    return (
        <Section title={t.notes}>
            {notes.length === 0 && <p className="nothing">{t.noNotes}</p>}
            <ul className="note-list">
                {notes.map((note) => (
                    <li key={note.id}>
                        <small>
                            {note.by} · <AgeText time={note.at} />
                        </small>
                        {note.text && <p>{note.text}</p>}
                        {note.photo && (
                            <a href={`/api/v1/photos/${note.photo}`} target="_blank" rel="noreferrer">
                                <img
                                    src={`/api/v1/photos/${note.photo}`}
                                    loading="lazy"
                                    alt={t.photoAlt(note.by, format.dateTime(note.at))}
                                />
                            </a>
                        )}
                    </li>
                ))}
            </ul>
            {mayAdd && <Composer work={work} />}
        </Section>
    );
}

function Composer({ work }: { work: WorkOrder }) {
    const t = useTexts(workTexts);
    const words = useTexts(common);
    const { message } = App.useApp();
    const text = useDraft(`work-${work.id}-note`, "");
    const picker = useRef<HTMLInputElement>(null);
    const refused = (error: unknown) =>
        message.error(error instanceof ApiError ? error.title : words.problem.unexpected);
    const note = useMutation({
        mutationFn: (words: string) => api.post<WorkNote>(`/api/v1/work-orders/${work.id}/notes`, { text: words }),
        onSuccess: () => {
            text.drop("");
            refreshWork(work);
        },
        onError: (error) => {
            refused(error);
            message.info(t.noteKept);
        },
    });
    const photo = useMutation({
        mutationFn: async (file: File) => {
            const small = await shrinkPhoto(file);
            if (!small || small.size > PHOTO_BYTES_MAX) {
                message.error(t.photoTooLarge);
                return;
            }
            await api.upload<unknown>(`/api/v1/work-orders/${work.id}/photos`, small);
        },
        onSuccess: () => refreshWork(work),
        onError: refused,
    });
    return (
        <div className="note-composer">
            <Input.TextArea
                aria-label={t.addNote}
                placeholder={t.notePlaceholder}
                rows={2}
                maxLength={4000}
                value={text.value}
                onChange={(event) => text.change(event.target.value)}
            />
            <div>
                <input
                    ref={picker}
                    type="file"
                    accept="image/*"
                    capture="environment"
                    hidden
                    onChange={(event) => {
                        const file = event.target.files?.[0];
                        event.target.value = "";
                        if (file) photo.mutate(file);
                    }}
                />
                <Button
                    icon={<IconCamera size={18} />}
                    loading={photo.isPending}
                    onClick={() => picker.current?.click()}
                >
                    {photo.isPending ? t.uploading : t.addPhoto}
                </Button>
                <Button
                    icon={<IconNote size={18} />}
                    disabled={!text.value.trim()}
                    loading={note.isPending}
                    onClick={() => note.mutate(text.value.trim())}
                >
                    {t.addNote}
                </Button>
            </div>
        </div>
    );
}
