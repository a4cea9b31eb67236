import { Button, Drawer, Input, Progress, Select } from "antd";
import { useState } from "react";
import { queryClient, useClasses, useOrganisations } from "@/api/queries";
import type { AssetSummary } from "@/api/types";
import { IconX } from "@/app/icons";
import { useIsPhone } from "@/app/theme";
import { common, useFormat, useLanguage, useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";
import { foldText } from "@/ui/filters/fold";
import { Field } from "@/ui/form/Field";
import { SENSITIVITIES } from "@/api/types";
import { sensitivityTexts } from "@/ui/sensitivity";
import { AttributeInput } from "../AttributeInput";
import { fieldsOf, type SchemaField } from "../schemaFields";
import { registryTexts } from "../texts";
import { runBulk, undoBulk, type BulkSet, type Refusal, type Report } from "./run";
import { bulkTexts } from "./texts";
import "../registry.css";
import "./bulk.css";

interface Props {
    assets: AssetSummary[];
    onClose: (changed: boolean) => void;
}

type Step =
    | { at: "edit" }
    | { at: "busy"; words: string; done: number; of: number }
    | { at: "preview"; report: Report }
    | { at: "done"; report: Report }
    | { at: "undone"; undone: number; left: Refusal[] };

const GRADES = ["special", "I", "II", "III", "IV"];

/** Which fields, what values, a trial on the server, then the act itself with its undo. */
export function BulkDrawer({ assets, onClose }: Props) {
    const t = useTexts(bulkTexts);
    const words = useTexts(common);
    const format = useFormat();
    const isPhone = useIsPhone();
    const [values, setValues] = useState<ReadonlyMap<string, unknown>>(new Map());
    const [reason, setReason] = useState("");
    const [step, setStep] = useState<Step>({ at: "edit" });
    const [error, setError] = useState<unknown>(null);
    const fields = useBulkFields(assets);
    const n = (count: number) => format.number(count, 0);

    const set = (): BulkSet => {
        const plain: BulkSet = {};
        const attributes: Record<string, unknown> = {};
        for (const [key, value] of values) {
            if (key.startsWith("/attributes/")) attributes[key.slice("/attributes/".length)] = value ?? null;
            else plain[key.slice(1)] = value ?? null;
        }
        return Object.keys(attributes).length > 0 ? { ...plain, attributes } : plain;
    };
    const run = async (dryRun: boolean, items: AssetSummary[]) => {
        const busy = (done: number) => setStep({ at: "busy", words: dryRun ? t.previewing : t.applying, done, of: items.length });
        setError(null);
        busy(0);
        try {
            const seen = items.map(({ id, version }) => ({ id, version }));
            const report = await runBulk(seen, set(), { reason: reason.trim() || undefined, dryRun, onProgress: busy });
            setStep({ at: dryRun ? "preview" : "done", report });
        } catch (caught) {
            setError(caught);
            setStep({ at: "edit" });
        } finally {
            if (!dryRun) void queryClient.invalidateQueries({ queryKey: ["assets"] });
        }
    };
    const apply = (tried: Report) => {
        const refused = new Set(tried.refused.map((each) => each.id));
        return run(false, assets.filter((each) => !refused.has(each.id)));
    };
    const undo = async (report: Report) => {
        if (report.bulk_id === null) return;
        const busy = (done: number) => setStep({ at: "busy", words: t.undoing, done, of: report.changed });
        busy(0);
        try {
            setStep({ at: "undone", ...(await undoBulk(report.bulk_id, busy)) });
        } catch (caught) {
            setError(caught);
            setStep({ at: "done", report });
        } finally {
            void queryClient.invalidateQueries({ queryKey: ["assets"] });
        }
    };
    const changed = step.at === "done" || step.at === "undone";
    return (
        <Drawer
            open
            title={t.title(n(assets.length))}
            size={isPhone ? "100%" : 480}
            placement={isPhone ? "bottom" : "right"}
            closable={step.at !== "busy"}
            mask={{ closable: false }}
            onClose={() => onClose(changed)}
            footer={
                <div className="form-foot bulk-foot">
                    {step.at === "edit" && (
                        <>
                            <Button onClick={() => onClose(false)}>{words.act.cancel}</Button>
                            <Button type="primary" disabled={values.size === 0} onClick={() => void run(true, assets)}>
                                {t.preview}
                            </Button>
                        </>
                    )}
                    {step.at === "preview" && (
                        <>
                            <Button onClick={() => setStep({ at: "edit" })}>{t.back}</Button>
                            <Button type="primary" disabled={step.report.changed === 0} onClick={() => void apply(step.report)}>
                                {t.apply(n(step.report.changed))}
                            </Button>
                        </>
                    )}
                    {step.at === "done" && (
                        <>
                            {step.report.changed > 0 && <Button onClick={() => void undo(step.report)}>{t.undo}</Button>}
                            <Button type="primary" onClick={() => onClose(true)}>
                                {t.close}
                            </Button>
                        </>
                    )}
                    {step.at === "undone" && (
                        <Button type="primary" onClick={() => onClose(true)}>
                            {t.close}
                        </Button>
                    )}
                </div>
            }
        >
            {error !== null && <ErrorView error={error} inline />}
            {step.at === "edit" && (
                <FieldChooser fields={fields} values={values} onChange={setValues}>
                    <Field label={t.reason} help={t.reasonHelp}>
                        {(props) => <Input {...props} maxLength={2000} value={reason} onChange={(event) => setReason(event.target.value)} />}
                    </Field>
                </FieldChooser>
            )}
            {step.at === "busy" && (
                <div role="status">
                    <p>{step.words}</p>
                    <Progress percent={Math.round((100 * step.done) / Math.max(1, step.of))} format={() => t.progress(n(step.done), n(step.of))} />
                </div>
            )}
            {(step.at === "preview" || step.at === "done") && (
                <>
                    <div role="status">
                        <ul className="bulk-figures">
                            <li>
                                <strong>{step.at === "done" ? t.done(n(step.report.changed)) : t.willChange(n(step.report.changed))}</strong>
                            </li>
                            {step.report.unchanged > 0 && <li className="muted">{t.same(n(step.report.unchanged))}</li>}
                            {step.report.refused.length > 0 && <li>{t.refused(n(step.report.refused.length))}</li>}
                        </ul>
                    </div>
                    <Refusals refusals={step.report.refused} assets={assets} />
                </>
            )}
            {step.at === "undone" && (
                <>
                    <div role="status">
                        <ul className="bulk-figures">
                            <li>
                                <strong>{t.undone(n(step.undone))}</strong>
                            </li>
                            {step.left.length > 0 && <li>{t.leftOver(n(step.left.length))}</li>}
                        </ul>
                    </div>
                    <Refusals refusals={step.left} assets={assets} />
                </>
            )}
        </Drawer>
    );
}

/** So many refusals are listed; the figure above counts them all. */
const REFUSALS_SHOWN = 100;

function Refusals({ refusals, assets }: { refusals: Refusal[]; assets: AssetSummary[] }) {
    const language = useLanguage();
    const names = new Map(assets.map((each) => [each.id, each.name]));
    return (
        <ul className="bulk-refused" tabIndex={refusals.length > 0 ? 0 : -1}>
            {refusals.slice(0, REFUSALS_SHOWN).map((each) => (
                <li key={each.id}>
                    {names.get(each.id) ?? `#${each.id}`}
                    <small>{language === "vi" ? each.title_vi : each.title_en}</small>
                </li>
            ))}
        </ul>
    );
}

interface BulkField {
    pointer: string;
    title: string;
    attribute?: SchemaField;
    options?: { value: string | number; label: string }[];
}

/** What can be set for these assets: common fields, and the attributes where they are all of one class. */
function useBulkFields(assets: AssetSummary[]): BulkField[] {
    const t = useTexts(registryTexts);
    const words = useTexts(common);
    const s = useTexts(sensitivityTexts);
    const language = useLanguage();
    const organisations = useOrganisations().data ?? [];
    const classes = useClasses().data ?? [];
    const [first] = assets;
    const schema = assets.every((each) => each.class === first?.class) ? classes.find((each) => each.key === first?.class)?.schema : undefined;
    const named = organisations.map((each) => ({ value: each.id, label: each.name }));
    return [
        { pointer: "/status", title: t.status, options: Object.entries(words.assetStatus).map(([value, label]) => ({ value, label })) },
        { pointer: "/owner_id", title: t.owner, options: named },
        { pointer: "/operator_id", title: t.operator, options: named },
        { pointer: "/grade", title: t.grade, options: GRADES.map((value) => ({ value, label: t.grades[value] ?? value })) },
        { pointer: "/sensitivity", title: s.title, options: SENSITIVITIES.map((value) => ({ value, label: s.names[value] })) },
        { pointer: "/address", title: t.address },
        { pointer: "/source", title: t.source },
        ...(schema ? fieldsOf(schema, language) : [])
            .filter((field) => field.kind !== "map" && field.kind !== "table")
            .map((field) => ({ pointer: `/attributes/${field.key}`, title: field.title, attribute: field })),
    ];
}

function FieldChooser({ fields, values, onChange, children }: { fields: BulkField[]; values: ReadonlyMap<string, unknown>; onChange: (values: ReadonlyMap<string, unknown>) => void; children: React.ReactNode }) {
    const t = useTexts(bulkTexts);
    const set = (pointer: string, value: unknown) => onChange(new Map(values).set(pointer, value));
    const remove = (pointer: string) => onChange(new Map([...values].filter(([key]) => key !== pointer)));
    const chosen = [...values.keys()].flatMap((pointer) => fields.find((field) => field.pointer === pointer) ?? []);
    return (
        <>
            {chosen.map((field) => (
                <div className="bulk-field" key={field.pointer}>
                    <BulkInput field={field} value={values.get(field.pointer)} onChange={(value) => set(field.pointer, value)} />
                    <Button type="text" icon={<IconX size={16} />} aria-label={t.remove(field.title)} onClick={() => remove(field.pointer)} />
                </div>
            ))}
            <Field label={t.addField} help={fields.some((field) => field.attribute) ? t.addFieldHelp : `${t.addFieldHelp} ${t.oneClass}`}>
                {(props) => (
                    <Select
                        {...props}
                        value={null}
                        showSearch={{ filterOption: (typed, option) => foldText(String(option?.label)).includes(foldText(typed)) }}
                        onChange={(pointer: string | null) => pointer && set(pointer, null)}
                        options={fields.filter((field) => !values.has(field.pointer)).map((field) => ({ value: field.pointer, label: field.title }))}
                    />
                )}
            </Field>
            <div style={{ marginTop: 16 }}>{children}</div>
        </>
    );
}

/** These two always have a value: there is nothing to clear. */
const NEVER_EMPTY = new Set(["/status", "/sensitivity"]);

function BulkInput({ field, value, onChange }: { field: BulkField; value: unknown; onChange: (value: unknown) => void }) {
    const t = useTexts(bulkTexts);
    if (field.attribute) return <AttributeInput field={{ ...field.attribute, required: false }} value={value} error={undefined} onChange={onChange} />;
    const never = NEVER_EMPTY.has(field.pointer);
    return (
        <Field label={field.title} required={never} help={value == null && !never ? t.willClear : undefined}>
            {(props) =>
                field.options ? (
                    <Select
                        {...props}
                        allowClear={!never}
                        showSearch={{ filterOption: (typed, option) => foldText(String(option?.label)).includes(foldText(typed)) }}
                        value={(value as string | number | null | undefined) ?? null}
                        onChange={(next: string | number | null | undefined) => onChange(next ?? null)}
                        options={field.options}
                    />
                ) : (
                    <Input {...props} maxLength={400} value={typeof value === "string" ? value : ""} onChange={(event) => onChange(event.target.value || null)} />
                )
            }
        </Field>
    );
}
