import { api } from "@/api/client";
import type { List } from "@/api/types";
import type { ImportRow, Outcome } from "./types";

/** Rows asked for at a time: the most the server gives. */
const PAGE_ROWS = 1000;

const quoted = (value: unknown): string => {
    const text = value === null || value === undefined ? "" : String(value);
    // A cell that begins like a formula is text: spreadsheets would run it.
    const safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d+([.,]\d+)?$/.test(text) ? `'${text}` : text;
    return `"${safe.replaceAll('"', '""')}"`;
};

/** CSV with a byte order mark, so that spreadsheets read Vietnamese. */
export function rowsCsv(heads: string[], rows: ImportRow[], language: "vi" | "en"): string {
    const lines = rows.map((row) => [row.row, row.name, row.where, language === "vi" ? row.reason_vi : row.reason_en, row.code, row.lon, row.lat].map(quoted).join(","));
    return `\uFEFF${[heads.map(quoted).join(","), ...lines].join("\r\n")}\r\n`;
}

/** Every row of one outcome, page after page. */
export async function allRows(id: number, outcome: Outcome): Promise<ImportRow[]> {
    const rows: ImportRow[] = [];
    let cursor: string | undefined;
    do {
        const page: List<ImportRow> = await api.get(`/api/v1/imports/${id}/rows`, { query: { outcome, limit: PAGE_ROWS, cursor } });
        rows.push(...page.items);
        cursor = page.next ?? undefined;
    } while (cursor);
    return rows;
}
