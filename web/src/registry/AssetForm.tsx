import { Button, DatePicker, Input } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useRef, useState, type FormEvent } from "react";
import { ApiError } from "@/api/client";
import type { AssetClass } from "@/api/types";
import { common, useFormat, useLanguage, useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";
import { Field } from "@/ui/form/Field";
import { refusalsOf, showFirstRefusal, type Refusals } from "@/ui/form/refusals";
import { Section } from "@/ui/Page";
import { problemsOf, type AssetDraft, type Problem } from "./assetDraft";
import { AttributeInput } from "./AttributeInput";
import { formTexts } from "./formTexts";
import { GeneralFields } from "./GeneralFields";
import { GeometryField } from "./GeometryField";
import { IdentifierFields } from "./IdentifierFields";
import { fieldsOf } from "./schemaFields";
import { registryTexts } from "./texts";

interface Props {
    assetClass: AssetClass;
    draft: AssetDraft;
    stored: GeoJSON.Geometry | null;
    /** A change of something stored carries a reason and the day it took effect. */
    changing: boolean;
    onChange: (change: (now: AssetDraft) => AssetDraft) => void;
    /** Sends it; throws the refusal of the server. */
    onSave: () => Promise<void>;
    onCancel: () => void;
}

/** The form of an asset, its attribute fields made from the schema of the class. Refusals stand at their field. */
export function AssetForm({ assetClass, draft, stored, changing, onChange, onSave, onCancel }: Props) {
    const t = useTexts(registryTexts);
    const f = useTexts(formTexts);
    const words = useTexts(common);
    const language = useLanguage();
    const problemText = useProblemText();
    const form = useRef<HTMLFormElement>(null);
    const [errors, setErrors] = useState<Refusals>({});
    const [refusal, setRefusal] = useState<unknown>(null);
    const [saving, setSaving] = useState(false);
    const fields = fieldsOf(assetClass.schema, language).filter((field) => field.kind !== "map");
    const set = (change: Partial<AssetDraft>) => {
        const pointers = Object.keys(change).map((key) => (key === "shape" ? "/geometry" : `/${key}`));
        setErrors((now) =>
            Object.fromEntries(Object.entries(now).filter(([at]) => !pointers.some((p) => at.startsWith(p)))),
        );
        onChange((now) => ({ ...now, ...change }));
    };
    const setAttribute = (key: string, value: unknown) => {
        setErrors(({ [`/attributes/${key}`]: _, ...rest }) => rest);
        onChange((now) => ({ ...now, attributes: { ...now.attributes, [key]: value } }));
    };
    const refuse = (next: Refusals) => {
        setErrors(next);
        requestAnimationFrame(() => showFirstRefusal(form.current));
    };
    const submit = async (event: FormEvent) => {
        event.preventDefault();
        setRefusal(null);
        const problems = Object.entries(problemsOf(draft, fields));
        if (problems.length > 0)
            return refuse(Object.fromEntries(problems.map(([at, each]) => [at, problemText(each)])));
        setSaving(true);
        try {
            await onSave();
        } catch (error) {
            setRefusal(error);
            const known = (pointer: string) =>
                form.current?.querySelector(`[data-pointer="${CSS.escape(pointer)}"]`) !== null;
            if (error instanceof ApiError) refuse(refusalsOf(error, known));
        } finally {
            setSaving(false);
        }
    };
    const part = { draft, set, errors };
    return (
        <form ref={form} onSubmit={(event) => void submit(event)} noValidate className="stack">
            <Section title={f.general}>
                <GeneralFields {...part} />
            </Section>
            <Section title={t.location}>
                <GeometryField
                    shape={draft.shape}
                    stored={stored}
                    taken={assetClass.geometry}
                    error={errors["/geometry"]}
                    onChange={(shape) => set({ shape })}
                />
            </Section>
            <Section title={t.attributes}>
                <div className="fields">
                    {fields.map((field) => (
                        <AttributeInput
                            key={field.key}
                            field={field}
                            value={draft.attributes[field.key]}
                            error={errors[`/attributes/${field.key}`]}
                            onChange={(value) => setAttribute(field.key, value)}
                        />
                    ))}
                </div>
            </Section>
            <Section title={t.identifiers}>
                <IdentifierFields {...part} />
            </Section>
            {changing && (
                <Section title={t.changedFields}>
                    <div className="fields">
                        <Field label={f.reason} help={f.reasonHelp} error={errors["/reason"]} pointer="/reason">
                            {(props) => (
                                <Input
                                    {...props}
                                    value={draft.reason ?? ""}
                                    onChange={(event) => set({ reason: event.target.value || null })}
                                />
                            )}
                        </Field>
                        <Field
                            label={f.validFrom}
                            help={f.validFromHelp}
                            error={errors["/valid_from"]}
                            pointer="/valid_from"
                        >
                            {(props) => (
                                <DatePicker
                                    {...props}
                                    format="DD/MM/YYYY"
                                    disabledDate={(day: Dayjs) => day.isAfter(new Date())}
                                    value={draft.valid_from ? dayjs(draft.valid_from) : null}
                                    onChange={(day: Dayjs | null) =>
                                        set({ valid_from: day?.startOf("day").toISOString() ?? null })
                                    }
                                />
                            )}
                        </Field>
                    </div>
                </Section>
            )}
            {refusal !== null && <ErrorView error={refusal} inline />}
            <footer className="form-foot">
                {Object.keys(errors).length > 0 && <span className="grow field-error">{f.notSaved}</span>}
                <Button onClick={onCancel}>{words.act.cancel}</Button>
                <Button type="primary" htmlType="submit" loading={saving}>
                    {changing ? f.save : f.saveNew}
                </Button>
            </footer>
        </form>
    );
}

function useProblemText(): (problem: Problem) => string {
    const f = useTexts(formTexts);
    const format = useFormat();
    return (problem) => {
        if (problem.kind === "required") return f.required;
        const { least, most } = problem;
        if (least !== undefined && most !== undefined) return f.range(format.number(least), format.number(most));
        return least !== undefined ? f.atLeast(format.number(least)) : f.atMost(format.number(most));
    };
}
