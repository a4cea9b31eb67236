import { App, Button, Select } from "antd";
import { useRef, useState, type FormEvent } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { api } from "@/api/client";
import { queryClient, usePeople } from "@/api/queries";
import type { WorkOrder } from "@/api/types";
import { common, useTexts } from "@/i18n";
import { AssetPicker } from "@/ui/AssetPicker";
import { ErrorView } from "@/ui/ErrorView";
import { foldText } from "@/ui/filters/fold";
import { Field } from "@/ui/form/Field";
import { refusalsOf, showFirstRefusal, type Refusals } from "@/ui/form/refusals";
import { useDraft } from "@/ui/form/useDraft";
import { Page, Section } from "@/ui/Page";
import { uiTexts } from "@/ui/texts";
import { workTexts } from "./texts";
import { emptyWork, workCreation, type WorkDraft } from "./workDraft";
import { WorkFields } from "./WorkFields";

/** A work order by hand, or from the asset or alarm named in the address. */
export default function WorkCreatePage() {
    const t = useTexts(workTexts);
    const u = useTexts(uiTexts);
    const words = useTexts(common);
    const navigate = useNavigate();
    const { message } = App.useApp();
    const [params] = useSearchParams();
    const assetId = Number(params.get("asset")) || null;
    const alarmId = Number(params.get("alarm")) || undefined;
    const people = usePeople("work.do");
    const draft = useDraft(`work-new-${alarmId ?? assetId ?? ""}`, { ...emptyWork, asset_id: assetId });
    const [errors, setErrors] = useState<Refusals>({});
    const [refusal, setRefusal] = useState<unknown>(null);
    const [saving, setSaving] = useState(false);
    const [idempotencyKey] = useState(() => crypto.randomUUID());
    const form = useRef<HTMLFormElement>(null);
    const set = (change: Partial<WorkDraft>) => {
        setErrors({});
        draft.change((now) => ({ ...now, ...change }));
    };
    const refuse = (next: Refusals) => {
        setErrors(next);
        requestAnimationFrame(() => showFirstRefusal(form.current));
    };
    const submit = async (event: FormEvent) => {
        event.preventDefault();
        const missing: Refusals = {};
        if (draft.value.asset_id === null) missing["/asset_id"] = u.fillIn;
        if (!draft.value.title.trim()) missing["/title"] = u.fillIn;
        if (Object.keys(missing).length > 0) return refuse(missing);
        setSaving(true);
        setRefusal(null);
        try {
            const work = await api.post<WorkOrder>("/api/v1/work-orders", workCreation(draft.value, alarmId), {
                idempotencyKey,
            });
            draft.drop();
            void queryClient.invalidateQueries({ queryKey: ["work"] });
            message.success(t.createdDone(work.number));
            await navigate(`/work-orders/${work.id}`);
        } catch (error) {
            setRefusal(error);
            refuse(
                refusalsOf(error, (at) => form.current?.querySelector(`[data-pointer="${CSS.escape(at)}"]`) !== null),
            );
        } finally {
            setSaving(false);
        }
    };
    return (
        <Page above={{ to: "/work-orders", label: t.title }} title={t.createTitle}>
            <form ref={form} className="stack" noValidate onSubmit={(event) => void submit(event)}>
                <Section title={t.info}>
                    <div className="fields" style={{ marginBottom: 14 }}>
                        <Field label={t.asset} required error={errors["/asset_id"]} pointer="/asset_id">
                            {(props) => (
                                <AssetPicker
                                    field={props}
                                    value={draft.value.asset_id}
                                    placeholder={t.assetSearch}
                                    disabled={alarmId !== undefined}
                                    onChange={(asset_id) => set({ asset_id })}
                                />
                            )}
                        </Field>
                        <Field
                            label={t.assignee}
                            help={t.assigneeHelp}
                            error={errors["/assignee_id"]}
                            pointer="/assignee_id"
                        >
                            {(props) => (
                                <Select
                                    {...props}
                                    allowClear
                                    loading={people.isPending}
                                    showSearch={{
                                        filterOption: (typed, option) =>
                                            foldText(String(option?.label)).includes(foldText(typed)),
                                    }}
                                    value={draft.value.assignee_id}
                                    onChange={(id: number | null | undefined) => set({ assignee_id: id ?? null })}
                                    options={(people.data ?? []).map((each) => ({
                                        value: each.id,
                                        label: each.full_name,
                                    }))}
                                />
                            )}
                        </Field>
                    </div>
                    <WorkFields draft={draft.value} errors={errors} set={set} />
                </Section>
                {refusal !== null && <ErrorView error={refusal} inline />}
                <footer className="form-foot">
                    <Button onClick={() => void navigate(-1)}>{words.act.cancel}</Button>
                    <Button type="primary" htmlType="submit" loading={saving}>
                        {t.createTitle}
                    </Button>
                </footer>
            </form>
        </Page>
    );
}
