import { DatePicker, Input, InputNumber, Select } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useFormat, useTexts } from "@/i18n";
import { Field } from "@/ui/form/Field";
import { foldText } from "@/ui/filters/fold";
import { uiTexts } from "@/ui/texts";
import { formTexts } from "./formTexts";
import { isYear, type SchemaField } from "./schemaFields";
import { TableInput } from "./TableInput";

interface Props {
    field: SchemaField;
    value: unknown;
    error: string | undefined;
    /** Whether another value or the class makes it necessary; absent: as the schema says. */
    required?: boolean;
    /** The legal basis that wants it, where one does. */
    wantedBy?: string | undefined;
    onChange: (value: unknown) => void;
}

/** The input for one attribute, made from its schema: kind, unit, choices, limits, help. */
export function AttributeInput({ field, value, error, required, wantedBy, onChange }: Props) {
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
            required={required ?? field.required}
            mark={wantedBy && f.wanted}
            markTitle={wantedBy && f.wantedBy(wantedBy)}
            help={help}
            error={error}
            pointer={`/attributes/${field.key}`}
            wide={field.kind === "paragraph" || field.kind === "table"}
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
                    case "date":
                        return (
                            <DatePicker
                                {...props}
                                format="DD/MM/YYYY"
                                value={typeof value === "string" ? dayjs(value) : null}
                                onChange={(day: Dayjs | null) => onChange(day?.format("YYYY-MM-DD") ?? null)}
                            />
                        );
                    case "choices":
                        return (
                            <Select
                                {...props}
                                mode="multiple"
                                maxCount={field.itemsMax ?? field.options.length}
                                showSearch={{
                                    filterOption: (typed, option) =>
                                        foldText(String(option?.label)).includes(foldText(typed)),
                                }}
                                value={Array.isArray(value) ? (value as string[]) : []}
                                onChange={(chosen: string[]) => onChange(chosen.length > 0 ? chosen : null)}
                                options={field.options}
                            />
                        );
                    case "table":
                        return <TableInput field={field} value={value} props={props} onChange={onChange} />;
                    case "tags":
                        return (
                            <Select
                                {...props}
                                mode="tags"
                                open={false}
                                suffixIcon={null}
                                value={Array.isArray(value) ? (value as string[]) : []}
                                onChange={(tags: string[]) => onChange(tags.length > 0 ? tags : null)}
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
