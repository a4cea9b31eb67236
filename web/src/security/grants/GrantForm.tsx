import { App, Button, DatePicker, Drawer, Input, Select } from "antd";
import { useMutation } from "@tanstack/react-query";
import type { Dayjs } from "dayjs";
import { useState, type FormEvent } from "react";
import { api, ApprovalPending } from "@/api/client";
import { useClasses, useDomains, useWards } from "@/api/queries";
import type { Grant } from "@/api/security";
import type { Sensitivity, User } from "@/api/types";
import { localName, useLanguage, useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";
import { foldText } from "@/ui/filters/fold";
import { Field } from "@/ui/form/Field";
import { refusalsOf, type Refusals } from "@/ui/form/refusals";
import { sensitivityTexts } from "@/ui/sensitivity";
import { SensitivitySelect } from "@/ui/SensitivitySelect";
import { uiTexts } from "@/ui/texts";
import { wardName } from "@/ui/wardName";
import { OrganisationSelect } from "../organisations/OrganisationSelect";
import { useRoles } from "../useRoles";
import { renewRights } from "./renewRights";
import { grantTexts } from "./texts";

interface Draft {
    role: string | null;
    organisation_id: number | null;
    wards: string[];
    domains: string[];
    classes: string[];
    sensitivity: Sensitivity | null;
    from: Dayjs | null;
    to: Dayjs | null;
    reason: string;
}

const EMPTY: Draft = { role: null, organisation_id: null, wards: [], domains: [], classes: [], sensitivity: null, from: null, to: null, reason: "" };
const POINTERS = ["/role", "/organisation_id", "/wards", "/domains", "/classes", "/sensitivity", "/valid_from", "/valid_to", "/reason"];
const REASON_MAX = 500;

/** A role for a person: what, where, up to which sensitivity, for how long, why. */
export function GrantForm({ user, onClose }: { user: User; onClose: () => void }) {
    const t = useTexts(grantTexts);
    const s = useTexts(sensitivityTexts);
    const u = useTexts(uiTexts);
    const language = useLanguage();
    const { message } = App.useApp();
    const roles = useRoles();
    const wards = useWards();
    const domains = useDomains();
    const classes = useClasses();
    const [draft, setDraft] = useState(EMPTY);
    const [missing, setMissing] = useState<Refusals>({});
    const save = useMutation({
        mutationFn: () => api.post<Grant>("/api/v1/grants", bodyOf(user.id, draft), { approvalReason: draft.reason }),
        onSuccess: () => {
            message.success(t.saved);
            renewRights();
            onClose();
        },
        onError: (error) => {
            if (error instanceof ApprovalPending) onClose();
        },
    });
    const errors: Refusals = { ...refusalsOf(save.error, (pointer) => POINTERS.includes(pointer)), ...missing };
    const set = (change: Partial<Draft>): void => {
        setMissing({});
        setDraft((now) => ({ ...now, ...change }));
    };
    const submit = (event: FormEvent): void => {
        event.preventDefault();
        const empty: Refusals = {
            ...(draft.role ? {} : { "/role": u.fillIn }),
            ...(draft.reason.trim() ? {} : { "/reason": u.fillIn }),
        };
        setMissing(empty);
        if (Object.keys(empty).length === 0) save.mutate();
    };
    const many = (key: "wards" | "domains" | "classes", label: string, options: { value: string; label: string }[]) => (
        <Field label={label} error={errors[`/${key}`]}>
            {(props) => (
                <Select
                    {...props}
                    mode="multiple"
                    allowClear
                    placeholder={u.all}
                    showSearch={{ filterOption: (typed, option) => foldText(String(option?.label)).includes(foldText(typed)) }}
                    value={draft[key]}
                    onChange={(chosen: string[]) => set({ [key]: chosen })}
                    options={options}
                />
            )}
        </Field>
    );
    const day = (key: "from" | "to", label: string, placeholder: string, help?: string) => (
        <Field label={label} help={help} error={errors[`/valid_${key}`]}>
            {({ status, ...props }) => (
                <DatePicker {...props} {...(status ? { status } : {})} format="DD/MM/YYYY" placeholder={placeholder} value={draft[key]} onChange={(date: Dayjs | null) => set({ [key]: date })} />
            )}
        </Field>
    );
    const named = (all: { key: string; name_vi: string; name_en: string }[] | undefined) =>
        (all ?? []).map((each) => ({ value: each.key, label: localName(each, language) }));
    const inDomains = (classes.data ?? []).filter((each) => draft.domains.length === 0 || draft.domains.includes(each.domain));
    return (
        <Drawer open size={520} onClose={onClose} title={t.addTitle(user.full_name)}>
            <form className="stack" noValidate onSubmit={submit}>
                <Field label={t.role} required error={errors["/role"]}>
                    {(props) => <Select {...props} autoFocus loading={roles.isPending} value={draft.role} onChange={(role: string) => set({ role })} options={named(roles.data)} />}
                </Field>
                <fieldset className="plain-fields stack">
                    <legend>
                        {t.where} <small className="muted">{t.whereHelp}</small>
                    </legend>
                    <Field label={t.organisation} help={t.organisationHelp} error={errors["/organisation_id"]}>
                        {(props) => <OrganisationSelect field={props} value={draft.organisation_id} placeholder={u.all} onChange={(organisation_id) => set({ organisation_id })} />}
                    </Field>
                    {many("wards", t.wards, (wards.data ?? []).map((each) => ({ value: each.code, label: wardName(each, language) })))}
                    {many("domains", t.domains, named(domains.data))}
                    {many("classes", t.classes, named(inDomains))}
                </fieldset>
                <Field label={s.title} help={t.sensitivityHelp} error={errors["/sensitivity"]}>
                    {(props) => <SensitivitySelect field={props} allowClear placeholder={t.roleLevel} value={draft.sensitivity} onChange={(sensitivity) => set({ sensitivity })} />}
                </Field>
                <div className="fields">
                    {day("from", t.from, t.now)}
                    {day("to", t.to, t.forGood, t.toHelp)}
                </div>
                <Field label={t.reason} required help={t.reasonHelp} error={errors["/reason"]}>
                    {(props) => <Input {...props} maxLength={REASON_MAX} value={draft.reason} onChange={(event) => set({ reason: event.target.value })} />}
                </Field>
                {save.isError && <ErrorView error={save.error} inline />}
                <Button type="primary" htmlType="submit" loading={save.isPending}>
                    {t.save}
                </Button>
            </form>
        </Drawer>
    );
}

/** Only what limits: an absent list is everywhere. */
function bodyOf(userId: number, draft: Draft): Record<string, unknown> {
    const { role, organisation_id, wards, domains, classes, sensitivity, from, to, reason } = draft;
    return {
        user_id: userId,
        role,
        reason: reason.trim(),
        ...(organisation_id === null ? {} : { organisation_id }),
        ...(wards.length > 0 ? { wards } : {}),
        ...(domains.length > 0 ? { domains } : {}),
        ...(classes.length > 0 ? { classes } : {}),
        ...(sensitivity ? { sensitivity } : {}),
        ...(from ? { valid_from: from.startOf("day").toISOString() } : {}),
        ...(to ? { valid_to: to.endOf("day").toISOString() } : {}),
    };
}
