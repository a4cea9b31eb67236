import { Input, InputNumber, Select } from "antd";
import { useFormat, useTexts } from "@/i18n";
import { Field } from "@/ui/form/Field";
import { foldText } from "@/ui/filters/fold";
import { uiTexts } from "@/ui/texts";
import { formTexts } from "./formTexts";
import { isYear, type SchemaField } from "./schemaFields";

interface Props {
    field: SchemaField;
    value: unknown;
    error: string | undefined;
    onChange: (value: unknown) => void;
}

/** The input for one attribute, made from its schema: kind, unit, choices, limits, help. */
export function AttributeInput({ field, value, error, onChange }: Props) {
    const t = useTexts(uiTexts);
    const f = useTexts(formTexts);
    const format = useFormat();
    const { least, most } = field;
    const number = (v: number) => (isYear(field) ? String(v) : format.number(v, Number.isInteger(v) ? 0 : 2));
    const range =
        least !== undefined && most !== undefined
            ? f.range(number(least), number(most))
            : least !== undefined
              ? f.atLeast(number(least))
              : undefined;
    const help = field.help ?? (field.kind === "number" || field.kind === "integer" ? range : undefined);
    return (
        <Field
            label={field.title}
            required={field.required}
            help={help}
            error={error}
            pointer={`/attributes/${field.key}`}
            wide={field.kind === "paragraph"}
        >
            {(props) => {
                switch (field.kind) {
                    case "number":
                    case "integer":
                        return (
                            <InputNumber
                                {...props}
                                value={typeof value === "number" ? value : null}
                                suffix={field.unit ? format.unit(field.unit) : undefined}
                                decimalSeparator={format.number(0.5, 1).charAt(1)}
                                {...(field.kind === "integer" ? { precision: 0 } : {})}
                                onChange={onChange}
                            />
                        );
                    case "boolean":
                        return (
                            <Select
                                {...props}
                                allowClear
                                value={typeof value === "boolean" ? value : null}
                                onChange={(chosen: boolean | null | undefined) => onChange(chosen ?? null)}
                                options={[
                                    { value: true, label: t.yes },
                                    { value: false, label: t.no },
                                ]}
                            />
                        );
                    case "choice":
                        return (
                            <Select
                                {...props}
                                allowClear
                                showSearch={{
                                    filterOption: (typed, option) =>
                                        foldText(String(option?.label)).includes(foldText(typed)),
                                }}
                                value={typeof value === "string" ? value : null}
                                onChange={(chosen: string | null | undefined) => onChange(chosen ?? null)}
                                options={field.options}
                            />
                        );
                    case "tags":
                        return (
                            <Select
                                {...props}
                                mode="tags"
                                open={false}
                                suffixIcon={null}
                                value={Array.isArray(value) ? (value as string[]) : []}
                                onChange={onChange}
                            />
                        );
                    case "paragraph":
                        return (
                            <Input.TextArea
                                {...props}
                                rows={2}
                                maxLength={field.lengthMax}
                                value={typeof value === "string" ? value : ""}
                                onChange={(event) => onChange(event.target.value || null)}
                            />
                        );
                    default:
                        return (
                            <Input
                                {...props}
                                maxLength={field.lengthMax}
                                value={typeof value === "string" ? value : ""}
                                onChange={(event) => onChange(event.target.value || null)}
                            />
                        );
                }
            }}
        </Field>
    );
}
