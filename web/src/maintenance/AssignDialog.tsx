import { Modal, Select } from "antd";
import { useState } from "react";
import { usePeople } from "@/api/queries";
import type { WorkOrder } from "@/api/types";
import { common, useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";
import { foldText } from "@/ui/filters/fold";
import { Field } from "@/ui/form/Field";
import { workTexts } from "./texts";

interface Props {
    work: WorkOrder;
    busy: boolean;
    onClose: () => void;
    onAssign: (id: number) => void;
}

export function AssignDialog({ work, busy, onClose, onAssign }: Props) {
    const t = useTexts(workTexts);
    const words = useTexts(common);
    const people = usePeople("work.do");
    const [id, setId] = useState<number | null>(work.assignee_id ?? null);
    const title = work.state === "open" ? t.act.assign : t.act.reassign;
    return (
        <Modal
            open
            title={title}
            okText={title}
            cancelText={words.act.close}
            okButtonProps={{ disabled: id === null || id === work.assignee_id }}
            confirmLoading={busy}
            onOk={() => id !== null && onAssign(id)}
            onCancel={onClose}
        >
            {people.isError && <ErrorView error={people.error} inline onRetry={() => void people.refetch()} />}
            <Field label={t.assignee} required>
                {(props) => (
                    <Select
                        {...props}
                        autoFocus
                        loading={people.isPending}
                        value={id}
                        showSearch={{
                            filterOption: (typed, option) => foldText(String(option?.label)).includes(foldText(typed)),
                        }}
                        onChange={setId}
                        options={(people.data ?? []).map((each) => ({
                            value: each.id,
                            label: each.organisation ? `${each.full_name} · ${each.organisation}` : each.full_name,
                        }))}
                    />
                )}
            </Field>
        </Modal>
    );
}
