import { foldText } from "@/ui/filters/fold";
import type { SchemaField } from "./schemaFields";

export type Row = Record<string, unknown>;

/** 2 325 118,45 · 2.325.118,45 · 2325118.45: how people and spreadsheets write one number. */
export function looseNumber(text: string): number | undefined {
    const bare = text.trim().replace(/[\s\u00a0]/g, "");
    const last = Math.max(bare.lastIndexOf(","), bare.lastIndexOf("."));
    const mark = bare.charAt(last);
    const groups = last >= 0 && bare.split(mark).length > 2;
    const plain = last < 0 || groups ? bare.replace(/[.,]/g, "") : `${bare.slice(0, last).replace(/[.,]/g, "")}.${bare.slice(last + 1)}`;
    return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : undefined;
}

function cell(text: string, column: SchemaField): unknown {
    const trimmed = text.trim();
    if (!trimmed) return undefined;
    switch (column.kind) {
        case "number":
            return looseNumber(trimmed);
        case "integer": {
            const n = looseNumber(trimmed);
            return n === undefined ? undefined : Math.round(n);
        }
        case "choice":
            return column.options.find((each) => each.value === trimmed || foldText(each.label) === foldText(trimmed))?.value;
        case "date": {
            const [, d = "", m = "", y = ""] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(trimmed) ?? [];
            if (y) return `${y}-${m.padStart(2, "0")}-${d.padStart(2, "0")}`;
            return /^\d{4}-\d{2}-\d{2}$/.test(trimmed) ? trimmed : undefined;
        }
        default:
            return trimmed;
    }
}

/**
 * Rows from text copied out of a spreadsheet (tabs between cells); nothing when it is a single value, which goes into its cell
 * as usual. A first line in which no number fits its column is a heading and left out.
 */
export function pastedRows(text: string, columns: SchemaField[]): Row[] | undefined {
    const lines = text.replace(/\r/g, "").split("\n").filter((line) => line.trim());
    if (lines.length < 2 && !text.includes("\t")) return undefined;
    const rows = lines.map((line) => {
        const cells = line.split("\t");
        const row: Row = {};
        columns.forEach((column, i) => {
            const value = cell(cells[i] ?? "", column);
            if (value !== undefined) row[column.key] = value;
        });
        return row;
    });
    const numbers = columns.filter((column) => column.kind === "number" || column.kind === "integer");
    const heading = rows.length > 1 && numbers.length > 0 && numbers.every((column) => rows[0]?.[column.key] === undefined);
    return heading ? rows.slice(1) : rows;
}
