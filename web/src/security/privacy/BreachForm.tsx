import { App, Button, DatePicker, Drawer, Input, InputNumber } from "antd";
import { useMutation } from "@tanstack/react-query";
import dayjs, { type Dayjs } from "dayjs";
import { useState, type FormEvent } from "react";
import { api } from "@/api/client";
import { queryClient } from "@/api/queries";
import type { Breach } from "@/api/security";
import { common, useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";
import { Field } from "@/ui/form/Field";
import { refusalsOf, type Refusals } from "@/ui/form/refusals";
import { uiTexts } from "@/ui/texts";
import { changedIn, draftOf, type BreachDraft } from "./breachDraft";
import { BREACHES_KEY } from "./BreachList";
import { privacyTexts } from "./texts";

const TITLE_MAX = 300;
const TEXT_MAX = 4000;

/** What is known of a breach; what is not stays empty and is added later. */
export function BreachForm({ breach, onClose }: { breach?: Breach; onClose: () => void }) {
    const t = useTexts(privacyTexts);
    const u = useTexts(uiTexts);
    const words = useTexts(common);
    const { message } = App.useApp();
    const [draft, setDraft] = useState<BreachDraft>(() => draftOf(breach, new Date().toISOString()));
    const [missing, setMissing] = useState<Refusals>({});
    const save = useMutation({
        mutationFn: () => {
            const changes = changedIn(breach, draft);
            return breach
                ? api.patch<Breach>(`/api/v1/privacy/breaches/${breach.id}`, changes, { version: breach.version })
                : api.post<Breach>("/api/v1/privacy/breaches", changes);
        },
        onSuccess: () => {
            message.success(t.saved);
            void queryClient.invalidateQueries({ queryKey: BREACHES_KEY });
            onClose();
        },
    });
    const errors: Refusals = { ...refusalsOf(save.error, (pointer) => pointer.slice(1) in draft), ...missing };
    const set = (change: Partial<BreachDraft>): void => {
        setMissing({});
        setDraft((now) => ({ ...now, ...change }));
    };
    const submit = (event: FormEvent): void => {
        event.preventDefault();
        if (draft.title.trim()) save.mutate();
        else setMissing({ "/title": u.fillIn });
    };
    const time = (key: "discovered_at" | "occurred_at" | "authority_notified_at" | "people_notified_at" | "closed_at", label: string, required = false) => (
        <Field label={label} required={required} error={errors[`/${key}`]}>
            {({ status, ...props }) => (
                <DatePicker
                    {...props}
                    {...(status ? { status } : {})}
                    showTime={{ format: "HH:mm" }}
                    format="DD/MM/YYYY HH:mm"
                    allowClear={!required}
                    value={draft[key] ? dayjs(draft[key]) : null}
                    onChange={(date: Dayjs | null) => set({ [key]: date?.toISOString() ?? null })}
                />
            )}
        </Field>
    );
    const text = (key: "description" | "cause" | "consequences" | "measures", label: string) => (
        <Field label={label} error={errors[`/${key}`]}>
            {(props) => (
                <Input.TextArea
                    {...props}
                    rows={2}
                    maxLength={TEXT_MAX}
                    value={draft[key] ?? ""}
                    onChange={(event) => set({ [key]: event.target.value || null })}
                />
            )}
        </Field>
    );
    const line = (key: "data_kinds" | "contact", label: string, help?: string) => (
        <Field label={label} help={help} error={errors[`/${key}`]}>
            {(props) => <Input {...props} maxLength={TEXT_MAX} value={draft[key] ?? ""} onChange={(event) => set({ [key]: event.target.value || null })} />}
        </Field>
    );
    return (
        <Drawer open size={560} onClose={onClose} title={breach ? t.editTitle(breach.title) : t.add}>
            <form className="stack" noValidate onSubmit={submit}>
                <p className="muted">{t.unknownYet}</p>
                <Field label={t.name} required help={t.nameHelp} error={errors["/title"]}>
                    {(props) => <Input {...props} autoFocus maxLength={TITLE_MAX} value={draft.title} onChange={(event) => set({ title: event.target.value })} />}
                </Field>
                <div className="fields">
                    {time("discovered_at", t.discovered, true)}
                    {time("occurred_at", t.occurred)}
                </div>
                {text("description", t.description)}
                <div className="fields">
                    {line("data_kinds", t.kinds, t.kindsHelp)}
                    <Field label={t.people} error={errors["/people_affected"]}>
                        {(props) => <InputNumber {...props} min={0} precision={0} value={draft.people_affected} onChange={(people_affected) => set({ people_affected })} />}
                    </Field>
                </div>
                {text("cause", t.cause)}
                {text("consequences", t.consequences)}
                {text("measures", t.measures)}
                {line("contact", t.contact)}
                {breach && (
                    <div className="fields">
                        {time("authority_notified_at", t.authority)}
                        {time("people_notified_at", t.told)}
                        {time("closed_at", t.closed)}
                    </div>
                )}
                {save.isError && <ErrorView error={save.error} inline />}
                <Button type="primary" htmlType="submit" loading={save.isPending}>
                    {breach ? words.act.save : t.add}
                </Button>
            </form>
        </Drawer>
    );
}
