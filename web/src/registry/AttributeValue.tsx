import { useFormat, useTexts } from "@/i18n";
import { uiTexts } from "@/ui/texts";
import { isYear, type SchemaField } from "./schemaFields";

/** One attribute as people read it: choices by name, numbers with unit, yes and no in words. */
export function AttributeValue({ field, value }: { field: SchemaField; value: unknown }) {
    const t = useTexts(uiTexts);
    const format = useFormat();
    if (typeof value === "boolean") return <>{value ? t.yes : t.no}</>;
    if (typeof value === "number") {
        if (isYear(field)) return <>{value}</>;
        const decimals = Number.isInteger(value) ? 0 : Math.min(6, String(value).split(".")[1]?.length ?? 0);
        return <>{format.quantity(value, field.unit ?? "", decimals)}</>;
    }
    if (field.kind === "date" && typeof value === "string") return <>{format.date(value)}</>;
    if (field.kind === "table" && Array.isArray(value)) return <TableValue field={field} rows={value} />;
    if (Array.isArray(value)) return <>{value.map((each) => titleOf(field, each)).join(", ")}</>;
    return <>{titleOf(field, value)}</>;
}

const titleOf = (field: SchemaField, value: unknown) =>
    field.options.find((option) => option.value === value)?.label ?? String(value);

/** Rows with their columns: corner points, output by year. */
function TableValue({ field, rows }: { field: SchemaField; rows: unknown[] }) {
    const format = useFormat();
    const cell = (row: unknown, key: string) => (row as Record<string, unknown> | null)?.[key];
    return (
        <div className="value-table" tabIndex={0} role="region" aria-label={field.title}>
            <table>
                <thead>
                    <tr>
                        {field.columns.map((column) => (
                            <th key={column.key} scope="col">
                                {column.title}
                                {column.unit && ` (${format.unit(column.unit)})`}
                            </th>
                        ))}
                    </tr>
                </thead>
                <tbody>
                    {rows.map((row, i) => (
                        <tr key={i}>
                            {field.columns.map((column) => {
                                const { unit: _, ...plain } = column;
                                const value = cell(row, column.key);
                                return (
                                    <td key={column.key} className={typeof value === "number" ? "end" : ""}>
                                        {value == null ? "" : <AttributeValue field={plain} value={value} />}
                                    </td>
                                );
                            })}
                        </tr>
                    ))}
                </tbody>
            </table>
        </div>
    );
}
