import { Button, DatePicker, Input, InputNumber, Select } from "antd";
import dayjs from "dayjs";
import type { ClipboardEvent } from "react";
import { IconPlus, IconX } from "@/app/icons";
import { useFormat, useTexts } from "@/i18n";
import type { FieldProps } from "@/ui/form/Field";
import { formTexts } from "./formTexts";
import type { SchemaField } from "./schemaFields";
import { pastedRows, type Row } from "./tableRows";

interface Props {
    field: SchemaField;
    value: unknown;
    props: FieldProps;
    onChange: (value: unknown) => void;
}

/** Rows of values with the columns of the schema: corner points, output by year. Takes a table pasted from a spreadsheet. */
export function TableInput({ field, value, props, onChange }: Props) {
    const f = useTexts(formTexts);
    const format = useFormat();
    const rows = Array.isArray(value) ? (value as Row[]) : [];
    const most = field.itemsMax ?? Infinity;
    const put = (next: Row[]) => onChange(next.length > 0 ? next.slice(0, most) : null);
    const set = (at: number, key: string, cell: unknown) =>
        put(rows.map((row, i) => (i === at ? { ...row, [key]: cell ?? undefined } : row)));
    const paste = (event: ClipboardEvent, at: number, column: number) => {
        const pasted = pastedRows(event.clipboardData.getData("text"), field.columns.slice(column));
        if (!pasted) return;
        event.preventDefault();
        const kept = rows.slice(0, at);
        put([...kept, ...pasted.map((row, i) => ({ ...rows[at + i], ...row })), ...rows.slice(at + pasted.length)]);
    };
    return (
        <div className="table-input">
            {rows.length > 0 && (
                <table>
                    <thead>
                        <tr>
                            <th scope="col" aria-label="#" />
                            {field.columns.map((column) => (
                                <th key={column.key} scope="col">
                                    {column.title}
                                    {column.unit && <small> {format.unit(column.unit)}</small>}
                                    {column.required && <span className="field-required"> *</span>}
                                </th>
                            ))}
                            <th scope="col" aria-label={f.removeRow(0)} />
                        </tr>
                    </thead>
                    <tbody>
                        {rows.map((row, at) => (
                            <tr key={at}>
                                <td className="muted">{at + 1}</td>
                                {field.columns.map((column, i) => (
                                    <td key={column.key} data-title={column.title} onPaste={(event) => paste(event, at, i)}>
                                        <Cell
                                            column={column}
                                            value={row[column.key]}
                                            label={`${column.title}, ${at + 1}`}
                                            onChange={(cell) => set(at, column.key, cell)}
                                        />
                                    </td>
                                ))}
                                <td>
                                    <Button
                                        type="text"
                                        icon={<IconX size={16} />}
                                        aria-label={f.removeRow(at + 1)}
                                        onClick={() => put(rows.filter((_, i) => i !== at))}
                                    />
                                </td>
                            </tr>
                        ))}
                    </tbody>
                </table>
            )}
            <div className="table-input-foot" onPaste={(event) => paste(event, rows.length, 0)}>
                <Button
                    id={props.id}
                    aria-describedby={props["aria-describedby"]}
                    icon={<IconPlus size={16} />}
                    disabled={rows.length >= most}
                    onClick={() => put([...rows, {}])}
                >
                    {f.addRow}
                </Button>
                <span className="field-help">{rows.length >= most ? f.rowsMax(most) : f.pasteHint}</span>
            </div>
        </div>
    );
}

function Cell({ column, value, label, onChange }: { column: SchemaField; value: unknown; label: string; onChange: (value: unknown) => void }) {
    const format = useFormat();
    const empty = column.required && (value === undefined || value === null || value === "");
    const common = { "aria-label": label, status: empty ? ("error" as const) : ("" as const), style: { width: "100%" } };
    switch (column.kind) {
        case "number":
        case "integer":
            return (
                <InputNumber
                    {...common}
                    controls={false}
                    value={typeof value === "number" ? value : null}
                    decimalSeparator={format.number(0.5, 1).charAt(1)}
                    {...(column.kind === "integer" ? { precision: 0 } : {})}
                    onChange={onChange}
                />
            );
        case "choice":
            return <Select {...common} allowClear value={typeof value === "string" ? value : null} onChange={(chosen: string | null | undefined) => onChange(chosen)} options={column.options} />;
        case "date":
            return <DatePicker {...common} format="DD/MM/YYYY" value={typeof value === "string" ? dayjs(value) : null} onChange={(day: dayjs.Dayjs | null) => onChange(day?.format("YYYY-MM-DD"))} />;
        default:
            return <Input {...common} maxLength={column.lengthMax} value={typeof value === "string" ? value : ""} onChange={(event) => onChange(event.target.value || undefined)} />;
    }
}
