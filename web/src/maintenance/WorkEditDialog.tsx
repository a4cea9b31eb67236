import { App, Modal } from "antd";
import { useState } from "react";
import { useMutation } from "@tanstack/react-query";
import { api, ApiError } from "@/api/client";
import type { WorkOrder } from "@/api/types";
import { common, useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";
import { refusalsOf } from "@/ui/form/refusals";
import { uiTexts } from "@/ui/texts";
import { workTexts } from "./texts";
import { refreshWork } from "./useWorkAct";
import { draftOfWork, workPatch } from "./workDraft";
import { WorkFields } from "./WorkFields";

const POINTERS = ["/title", "/kind", "/priority", "/due_at", "/description"];

export function WorkEditDialog({ work, onClose }: { work: WorkOrder; onClose: () => void }) {
    const t = useTexts(workTexts);
    const u = useTexts(uiTexts);
    const words = useTexts(common);
    const { message } = App.useApp();
    const [base] = useState(work);
    const [draft, setDraft] = useState(() => draftOfWork(work));
    const patch = workPatch(base, draft);
    const save = useMutation({
        mutationFn: () => api.patch<WorkOrder>(`/api/v1/work-orders/${work.id}`, patch, { version: base.version }),
        onSuccess: () => {
            refreshWork(work);
            message.success(t.saved);
            onClose();
        },
        onError: (error) => {
            if (error instanceof ApiError && error.status === 412) refreshWork(work);
        },
    });
    const known = (pointer: string) => POINTERS.includes(pointer);
    const errors = draft.title.trim() ? refusalsOf(save.error, known) : { "/title": u.fillIn };
    return (
        <Modal
            open
            width={720}
            title={t.editTitle(work.number)}
            okText={words.act.save}
            cancelText={words.act.cancel}
            okButtonProps={{ disabled: Object.keys(patch).length === 0 || !draft.title.trim() }}
            confirmLoading={save.isPending}
            onOk={() => save.mutate()}
            onCancel={onClose}
        >
            {save.isError && <ErrorView error={save.error} inline />}
            <WorkFields draft={draft} errors={errors} set={(change) => setDraft((now) => ({ ...now, ...change }))} />
        </Modal>
    );
}
