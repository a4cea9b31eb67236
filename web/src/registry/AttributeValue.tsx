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
    if (Array.isArray(value)) return <>{value.join(", ")}</>;
    return <>{field.options.find((option) => option.value === value)?.label ?? String(value)}</>;
}
