import { Input, Select } from "antd";
import { useOrganisations } from "@/api/queries";
import type { AssetStatus } from "@/api/types";
import { common, useTexts } from "@/i18n";
import { AssetPicker } from "@/ui/AssetPicker";
import { foldText } from "@/ui/filters/fold";
import { Field } from "@/ui/form/Field";
import type { Refusals } from "@/ui/form/refusals";
import { sensitivityTexts } from "@/ui/sensitivity";
import { SensitivitySelect } from "@/ui/SensitivitySelect";
import type { AssetDraft } from "./assetDraft";
import { formTexts } from "./formTexts";
import { registryTexts } from "./texts";

const GRADES = ["special", "I", "II", "III", "IV"];
const NAME_MAX = 400;

export interface PartProps {
    draft: AssetDraft;
    set: (change: Partial<AssetDraft>) => void;
    errors: Refusals;
}

/** Names, state, grade, who owns and runs it, where it stands by address. */
export function GeneralFields({ draft, set, errors }: PartProps) {
    const t = useTexts(registryTexts);
    const f = useTexts(formTexts);
    const s = useTexts(sensitivityTexts);
    const words = useTexts(common);
    const organisations = useOrganisations();
    const organisation = (key: "owner_id" | "operator_id", label: string) => (
        <Field label={label} error={errors[`/${key}`]} pointer={`/${key}`}>
            {(props) => (
                <Select
                    {...props}
                    allowClear
                    loading={organisations.isPending}
                    showSearch={{
                        filterOption: (typed, option) => foldText(String(option?.label)).includes(foldText(typed)),
                    }}
                    value={draft[key]}
                    onChange={(id: number | null | undefined) => set({ [key]: id ?? null })}
                    options={(organisations.data ?? []).map((each) => ({ value: each.id, label: each.name }))}
                />
            )}
        </Field>
    );
    const text = (key: "name_en" | "address" | "source", label: string) => (
        <Field label={label} error={errors[`/${key}`]} pointer={`/${key}`}>
            {(props) => (
                <Input
                    {...props}
                    maxLength={NAME_MAX}
                    value={draft[key] ?? ""}
                    onChange={(event) => set({ [key]: event.target.value || null })}
                />
            )}
        </Field>
    );
    return (
        <div className="fields">
            <Field label={t.name} required help={f.nameHelp} error={errors["/name"]} pointer="/name" wide>
                {(props) => (
                    <Input
                        {...props}
                        maxLength={NAME_MAX}
                        value={draft.name}
                        onChange={(event) => set({ name: event.target.value })}
                    />
                )}
            </Field>
            {text("name_en", t.nameEn)}
            <Field label={t.otherNames} help={f.otherNamesHelp} error={errors["/other_names"]} pointer="/other_names">
                {(props) => (
                    <Select
                        {...props}
                        mode="tags"
                        open={false}
                        suffixIcon={null}
                        value={draft.other_names}
                        onChange={(names: string[]) => set({ other_names: names })}
                    />
                )}
            </Field>
            <Field label={t.status} required error={errors["/status"]} pointer="/status">
                {(props) => (
                    <Select
                        {...props}
                        value={draft.status}
                        onChange={(status: AssetStatus) => set({ status })}
                        options={Object.entries(words.assetStatus).map(([value, label]) => ({ value, label }))}
                    />
                )}
            </Field>
            <Field label={t.grade} error={errors["/grade"]} pointer="/grade">
                {(props) => (
                    <Select
                        {...props}
                        allowClear
                        value={draft.grade}
                        onChange={(grade: string | null | undefined) => set({ grade: grade ?? null })}
                        options={GRADES.map((value) => ({ value, label: t.grades[value] ?? value }))}
                    />
                )}
            </Field>
            <Field label={s.title} help={draft.sensitivity ? s.why[draft.sensitivity] : f.sensitivityHelp} error={errors["/sensitivity"]} pointer="/sensitivity">
                {(props) => <SensitivitySelect field={props} placeholder={f.sensitivityOfClass} value={draft.sensitivity} onChange={(sensitivity) => set({ sensitivity })} />}
            </Field>
            <Field label={t.parent} help={f.parentHelp} error={errors["/parent_id"]} pointer="/parent_id">
                {(props) => (
                    <AssetPicker
                        field={props}
                        value={draft.parent_id}
                        placeholder={f.parentSearch}
                        onChange={(parent_id) => set({ parent_id })}
                    />
                )}
            </Field>
            {organisation("owner_id", t.owner)}
            {organisation("operator_id", t.operator)}
            {text("address", t.address)}
            {text("source", t.source)}
        </div>
    );
}
