import { useMutation } from "@tanstack/react-query";
import { App, DatePicker, Form, Input, Modal, Segmented, Select } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useMemo, useState } from "react";
import { useNavigate } from "react-router";
import { api } from "@/api/client";
import { queryClient, usePeople } from "@/api/queries";
import type { Alarm, Asset, Priority, WorkKind, WorkOrder } from "@/api/types";
import { common, useLanguage, useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";
import { StateMark } from "@/ui/StateMark";
import { operationsTexts } from "../texts";

const KINDS: WorkKind[] = ["emergency", "repair", "inspection", "upkeep"];
const PRIORITIES: Priority[] = ["critical", "major", "warning", "notice"];
/** Proposed time to finish by priority, hours. */
const DUE_H: Record<Priority, number> = { critical: 4, major: 24, warning: 72, notice: 168 };
const TITLE_MAX = 200;
const DESCRIPTION_MAX = 4000;

interface Fields {
    kind: WorkKind;
    title: string;
    description?: string;
    priority: Priority;
    assignee_id?: number;
    due_at?: Dayjs;
}

interface Props {
    asset: Pick<Asset, "id" | "name">;
    alarm: Alarm | undefined;
    onClose: () => void;
    onCreated: () => void;
}

const draftKey = (assetId: number): string => `hatang.draft.work.${assetId}`;

function readDraft(assetId: number): Partial<Fields> | undefined {
    try {
        const draft = JSON.parse(sessionStorage.getItem(draftKey(assetId)) ?? "null") as (Partial<Fields> & { due_at?: string }) | null;
        return draft ? { ...draft, ...(draft.due_at ? { due_at: dayjs(draft.due_at) } : {}) } : undefined;
    } catch {
        return undefined;
    }
}

/** A work order for an asset, filled in from the alarm that asks for it; a form left half-way comes back. */
export function CreateWork({ asset, alarm, onClose, onCreated }: Props) {
    const t = useTexts(operationsTexts);
    const words = useTexts(common);
    const language = useLanguage();
    const { message } = App.useApp();
    const navigate = useNavigate();
    const people = usePeople("work.do");
    const [form] = Form.useForm<Fields>();
    const [draft] = useState(() => readDraft(asset.id));
    const [idempotencyKey] = useState(() => crypto.randomUUID());
    const initial = useMemo<Fields>(() => {
        const priority = alarm?.priority ?? "notice";
        const told = alarm && (language === "vi" ? alarm.message_vi : alarm.message_en);
        return {
            kind: !alarm ? "inspection" : priority === "critical" ? "emergency" : "repair",
            title: alarm ? t.workForm.handle(asset.name) : t.workForm.check(asset.name),
            description: [told, alarm?.advice].filter(Boolean).join("\n"),
            priority,
            due_at: dayjs().add(DUE_H[priority], "hour").second(0),
            ...draft,
        };
    }, [alarm, asset.name, draft, language, t]);

    const create = useMutation({
        mutationFn: ({ due_at, ...fields }: Fields) =>
            api.post<WorkOrder>(
                "/api/v1/work-orders",
                { ...fields, asset_id: asset.id, ...(alarm ? { alarm_id: alarm.id } : {}), ...(due_at ? { due_at: due_at.toISOString() } : {}) },
                { idempotencyKey },
            ),
        onSuccess: (work) => {
            sessionStorage.removeItem(draftKey(asset.id));
            void queryClient.invalidateQueries({ queryKey: ["work"] });
            void queryClient.invalidateQueries({ queryKey: ["asset", asset.id] });
            void message.success({
                content: (
                    <>
                        {t.workForm.created(work.number)} · <a onClick={() => void navigate(`/work-orders/${work.id}`)}>{t.workForm.open}</a>
                    </>
                ),
                duration: 6,
            });
            onCreated();
            onClose();
        },
    });

    return (
        <Modal
            open
            title={t.workForm.title}
            okText={t.workForm.submit}
            cancelText={words.act.cancel}
            confirmLoading={create.isPending}
            onCancel={onClose}
            onOk={() => form.submit()}
            width={560}
        >
            <p className="muted">
                {t.workForm.for(asset.name)}
                {draft && ` · ${t.workForm.draft}`}
            </p>
            <Form<Fields>
                form={form}
                layout="vertical"
                requiredMark={false}
                initialValues={initial}
                onValuesChange={(_, all) => sessionStorage.setItem(draftKey(asset.id), JSON.stringify(all))}
                onFinish={(fields) => create.mutate({ ...fields, title: fields.title.trim() })}
            >
                <Form.Item name="kind" label={t.workForm.kind}>
                    <Segmented block options={KINDS.map((value) => ({ value, label: words.workKind[value] }))} />
                </Form.Item>
                <Form.Item name="title" label={t.workForm.what} rules={[{ required: true, whitespace: true, message: t.workForm.whatMissing }]}>
                    <Input maxLength={TITLE_MAX} />
                </Form.Item>
                <Form.Item name="description" label={t.workForm.description}>
                    <Input.TextArea rows={2} maxLength={DESCRIPTION_MAX} />
                </Form.Item>
                <div className="form-columns">
                    <Form.Item name="priority" label={t.workForm.priority}>
                        <Select
                            options={PRIORITIES.map((value) => ({
                                value,
                                label: (
                                    <span className="layer-name">
                                        <StateMark state={value} /> {words.priority[value]}
                                    </span>
                                ),
                            }))}
                            onChange={(value: Priority) => form.setFieldValue("due_at", dayjs().add(DUE_H[value], "hour").second(0))}
                        />
                    </Form.Item>
                    <Form.Item name="due_at" label={t.workForm.due}>
                        <DatePicker showTime={{ format: "HH:mm" }} format="DD/MM/YYYY HH:mm" minDate={dayjs()} />
                    </Form.Item>
                </div>
                <Form.Item name="assignee_id" label={t.workForm.assignee}>
                    <Select
                        allowClear
                        showSearch={{ optionFilterProp: "label" }}
                        placeholder={t.workForm.assigneeNone}
                        loading={people.isPending}
                        options={(people.data ?? []).map((person) => ({
                            value: person.id,
                            label: person.organisation ? `${person.full_name} – ${person.organisation}` : person.full_name,
                        }))}
                    />
                </Form.Item>
                {create.isError && <ErrorView error={create.error} inline />}
            </Form>
        </Modal>
    );
}
