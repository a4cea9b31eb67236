import { Input, InputNumber, Select } from "antd";
import { useFormat, useTexts } from "@/i18n";
import { uiTexts } from "@/ui/texts";
import type { SchemaField } from "../schemaFields";
import { suggestValues, textsOf, unitFactor, unitInName } from "./mapping";
import { transferTexts } from "./texts";
import type { FieldRule, FileField } from "./types";
import { ValueMap } from "./ValueMap";

interface Props {
    fields: SchemaField[];
    columns: FileField[];
    rules: FieldRule[];
    onChange: (rules: FieldRule[]) => void;
}

/** Each attribute of the class with the column that fills it, and what its values look like. */
export function FieldTable({ fields, columns, rules, onChange }: Props) {
    const t = useTexts(transferTexts);
    const change = (attribute: string, rule: FieldRule | undefined) => {
        const others = rules.filter((each) => each.attribute !== attribute);
        onChange(rule ? [...others, rule] : others);
    };
    return (
        <table className="field-table">
            <thead>
                <tr>
                    <th scope="col">{t.attribute}</th>
                    <th scope="col">{t.column}</th>
                    <th scope="col">{t.samples}</th>
                </tr>
            </thead>
            <tbody>
                {fields.map((field) => (
                    <FieldRow key={field.key} field={field} columns={columns} rule={rules.find((each) => each.attribute === field.key)} onChange={(rule) => change(field.key, rule)} />
                ))}
            </tbody>
        </table>
    );
}

interface RowProps {
    field: SchemaField;
    columns: FileField[];
    rule: FieldRule | undefined;
    onChange: (rule: FieldRule | undefined) => void;
}

/** A choice in the list of columns that is no column. */
const CONSTANT = "\u0000constant";

function FieldRow({ field, columns, rule, onChange }: RowProps) {
    const t = useTexts(transferTexts);
    const ui = useTexts(uiTexts);
    const format = useFormat();
    const column = columns.find((each) => each.name === rule?.column);
    const constant = rule?.constant !== undefined;
    const choose = (chosen: string | null | undefined) => {
        if (!chosen) return onChange(undefined);
        if (chosen === CONSTANT) return onChange({ attribute: field.key, constant: "" });
        const next: FieldRule = { attribute: field.key, column: chosen };
        const unit = unitInName(chosen);
        const factor = unit && field.unit ? unitFactor(unit, field.unit) : undefined;
        if (factor !== undefined && factor !== 1) next.unit_factor = factor;
        const source = columns.find((each) => each.name === chosen);
        if (field.kind === "choice" && source) next.values = suggestValues(textsOf(source), field);
        onChange(next);
    };
    const number = field.kind === "number" || field.kind === "integer";
    return (
        <tr className={rule ? "" : "field-idle"}>
            <th scope="row">
                <span className="field-title">
                    {field.title}
                    {field.unit && <span className="muted"> ({format.unit(field.unit)})</span>}
                    {field.required && (
                        <span className="field-required" title={ui.required}>
                            {" *"}
                        </span>
                    )}
                </span>
                {field.help && <span className="field-help">{field.help}</span>}
            </th>
            <td>
                <Select
                    aria-label={`${t.column}: ${field.title}`}
                    className="column-select"
                    allowClear
                    showSearch
                    placeholder={t.notImported}
                    value={constant ? CONSTANT : (rule?.column ?? null)}
                    onChange={choose}
                    options={[...columns.map((each) => ({ value: each.name, label: each.name })), { value: CONSTANT, label: t.constant }]}
                />
                {number && column && (
                    <label className="factor">
                        {t.factor}
                        <InputNumber
                            aria-label={`${t.factor}: ${field.title}`}
                            size="small"
                            value={rule?.unit_factor ?? 1}
                            decimalSeparator={format.number(0.5, 1).charAt(1)}
                            onChange={(factor) => {
                                if (!rule) return;
                                const { unit_factor: _, ...rest } = rule;
                                onChange(factor === null || factor === 1 ? rest : { ...rest, unit_factor: factor });
                            }}
                        />
                        {rule?.unit_factor !== undefined && unitInName(column.name) && field.unit && (
                            <span className="field-help">{t.factorHelp(unitInName(column.name) ?? "", format.unit(field.unit))}</span>
                        )}
                    </label>
                )}
            </td>
            <td>
                {constant && rule && <ConstantInput field={field} rule={rule} onChange={onChange} />}
                {column && field.kind === "choice" && rule ? (
                    <ValueMap field={field} texts={textsOf(column)} values={rule.values ?? {}} onChange={(values) => onChange({ ...rule, values })} />
                ) : (
                    <span className="muted">{column?.samples.slice(0, 3).join(" · ")}</span>
                )}
            </td>
        </tr>
    );
}

function ConstantInput({ field, rule, onChange }: { field: SchemaField; rule: FieldRule; onChange: (rule: FieldRule) => void }) {
    const t = useTexts(transferTexts);
    const ui = useTexts(uiTexts);
    const label = `${t.constant}: ${field.title}`;
    const set = (constant: string | number | boolean) => onChange({ attribute: field.key, constant });
    if (field.kind === "choice") return <Select aria-label={label} className="column-select" value={typeof rule.constant === "string" && rule.constant ? rule.constant : null} options={field.options} onChange={(value: string) => set(value)} />;
    if (field.kind === "boolean") {
        const options = [
            { value: true, label: ui.yes },
            { value: false, label: ui.no },
        ];
        return <Select aria-label={label} className="column-select" value={typeof rule.constant === "boolean" ? rule.constant : null} options={options} onChange={(value: boolean) => set(value)} />;
    }
    if (field.kind === "number" || field.kind === "integer") {
        return <InputNumber aria-label={label} value={typeof rule.constant === "number" ? rule.constant : null} onChange={(value) => set(value ?? "")} />;
    }
    return <Input aria-label={label} value={String(rule.constant ?? "")} onChange={(event) => set(event.target.value)} />;
}
