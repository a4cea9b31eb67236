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
import { AttributeGroups } from "./AttributeGroups";
import { fieldState } from "./conditions";
import { formTexts } from "./formTexts";
import { GeneralFields } from "./GeneralFields";
import { GeometryField } from "./GeometryField";
import { IdentifierFields } from "./IdentifierFields";
import { fieldsOf, isYear, type SchemaField } from "./schemaFields";
import { registryTexts } from "./texts";
import "./registry.css";

interface Props {
    assetClass: AssetClass;
    draft: AssetDraft;
    stored: GeoJSON.Geometry | null;
    /** A change of something stored carries a reason and the day it took effect. */
    changing: boolean;
    onChange: (change: (now: AssetDraft) => AssetDraft) => void;
    /** Sends it; throws the refusal of the server. */
    onSave: () => Promise<void>;
    /** When the draft was last kept on this device, ms since 1970. */
    keptAt?: number | undefined;
    onCancel: () => void;
}

/** The form of an asset, its attribute fields made from the schema of the class. Refusals stand at their field. */
export function AssetForm({ assetClass, draft, stored, changing, onChange, onSave, onCancel, keptAt }: Props) {
    const t = useTexts(registryTexts);
    const f = useTexts(formTexts);
    const words = useTexts(common);
    const format = useFormat();
    const language = useLanguage();
    const problemText = useProblemText();
    const form = useRef<HTMLFormElement>(null);
    const [errors, setErrors] = useState<Refusals>({});
    const [refusal, setRefusal] = useState<unknown>(null);
    const [saving, setSaving] = useState(false);
    const state = fieldState(assetClass.schema, draft.attributes);
    const all = fieldsOf(assetClass.schema, language);
    const fields = all
        .filter((field) => field.kind !== "map" && !state.hidden.has(field.key))
        .map((field) => ({ ...field, required: state.required.has(field.key) }));
    const fieldAt = (pointer: string) => all.find((field) => pointer === `/attributes/${field.key}`);
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
            return refuse(Object.fromEntries(problems.map(([at, each]) => [at, problemText(each, fieldAt(at))])));
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
            <AttributeGroups
                schema={assetClass.schema}
                state={state}
                attributes={draft.attributes}
                errors={errors}
                onChange={setAttribute}
            />
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
                {Object.keys(errors).length > 0 ? (
                    <span className="grow field-error">{f.notSaved}</span>
                ) : (
                    keptAt && <span className="grow field-help">{f.draftSaved(format.clock(keptAt))}</span>
                )}
                <Button onClick={onCancel}>{words.act.cancel}</Button>
                <Button type="primary" htmlType="submit" loading={saving}>
                    {changing ? f.save : f.saveNew}
                </Button>
            </footer>
        </form>
    );
}

/** What is wrong, in words: the field, its value and what is expected. */
function useProblemText(): (problem: Problem, field: SchemaField | undefined) => string {
    const t = useTexts(registryTexts);
    const f = useTexts(formTexts);
    const format = useFormat();
    return (problem, field) => {
        const title = field ? `“${field.title}”` : `“${t.name}”`;
        if (problem.kind === "required") return f.required(title);
        if (problem.kind === "cell") return f.cell(title, problem.row, problem.column);
        const number = (n: number) =>
            field && isYear(field) ? String(n) : format.quantity(n, field?.unit ?? "", decimalsOf(n));
        const { value, least, most } = problem;
        const range =
            least !== undefined && most !== undefined
                ? f.range(number(least), number(most))
                : least !== undefined
                  ? f.atLeast(number(least))
                  : f.atMost(number(most ?? 0));
        return f.outside(title, number(value), range);
    };
}

const decimalsOf = (n: number) => (Number.isInteger(n) ? 0 : Math.min(6, String(n).split(".")[1]?.length ?? 0));
