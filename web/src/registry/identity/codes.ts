import type { Identifier } from "@/api/types";

/** "HT00000123T" as people read it aloud: "HT 0000 0123 T"; other codes as they are. */
export function groupedCode(code: string): string {
    const parts = /^(HT)(\d{4})(\d{4})([0-9A-Z])$/.exec(code);
    return parts ? parts.slice(1).join(" ") : code;
}

/** Codes that are valid on a day (yyyy-MM-dd) before those that are not, each in the order they came. */
export function byValidity(codes: Identifier[], today: string): { now: Identifier[]; past: Identifier[]; later: Identifier[] } {
    const out = { now: [] as Identifier[], past: [] as Identifier[], later: [] as Identifier[] };
    for (const code of codes) {
        if (code.valid_to && code.valid_to < today) out.past.push(code);
        else if (code.valid_from && code.valid_from > today) out.later.push(code);
        else out.now.push(code);
    }
    return out;
}

/** The list of codes with one of them ended on a day. */
export function endedOn(codes: Identifier[], which: Identifier, day: string): Identifier[] {
    return codes.map((each) => (each.kind === which.kind && each.value === which.value && each.valid_from === which.valid_from ? { ...each, valid_to: day } : each));
}

/** Filters of the asset list, which live in the address as text, as the server takes them in a body. */
export function filterBody(values: Record<string, string | undefined>): Record<string, string | number> {
    const out: Record<string, string | number> = {};
    for (const [key, value] of Object.entries(values)) if (value) out[key] = key === "owner" || key === "parent" ? Number(value) : value;
    return out;
}

/** Today in the city, yyyy-MM-dd. */
export function cityDay(now: Date): string {
    return new Date(now.getTime() + 7 * 3_600_000).toISOString().slice(0, 10);
}
