import { useQuery } from "@tanstack/react-query";
import { api } from "@/api/client";
import type { List } from "@/api/types";

export type Grade = "special" | "I" | "II" | "III" | "IV";

export interface GradingInterval {
    grade: Grade;
    from?: number | null;
    from_open: boolean;
    to?: number | null;
    to_open: boolean;
}

/** A row of the tables of TT 34/2026/TT-BXD. */
export interface GradingRow {
    code: string;
    work_vi: string;
    work_en: string;
    criterion_vi: string;
    criterion_en: string;
    unit: string;
    classes: GradingInterval[];
    /** Words instead of numbers, for rows by importance. */
    importance: { key: string; name_vi: string; name_en: string; grade: Grade }[];
    standard_speeds: boolean;
    length_limit_m?: number | null;
    raised_when: "never" | "under_river" | "dangerous_chemicals";
    least_grade?: Grade;
    note_vi?: string | null;
    note_en?: string | null;
    legal_basis: string;
    valid_from: string;
}

export interface GradingAnswer {
    grade: Grade;
    steps: { code: string; value: number | string; grade: Grade; explanation_vi: string; explanation_en: string }[];
    legal_basis: string;
}

const HOUR_MS = 3_600_000;

export const useGradingTables = () =>
    useQuery({
        queryKey: ["grading-tables"],
        queryFn: ({ signal }) =>
            api.get<List<GradingRow>>("/api/v1/grading-tables", { signal }).then((list) => list.items),
        staleTime: HOUR_MS,
    });

/** A measure as it is typed; `value` is a number, a word, or nothing yet. */
export interface Measure {
    code: string | null;
    value: number | string | null;
}

export interface Conditions {
    length_m: number | null;
    under_river: boolean;
    dangerous_chemicals: boolean;
    on: string | null;
}

/** The question to the server; nothing while no measure is complete. Only conditions that a row asks for are sent. */
export function question(measures: Measure[], conditions: Conditions, rows: GradingRow[]): object | undefined {
    const complete = measures.filter((each) => each.code !== null && each.value !== null && each.value !== "");
    if (complete.length === 0) return undefined;
    const asked = asksFor(measures, rows);
    return {
        measures: complete,
        ...(asked.length && conditions.length_m !== null ? { length_m: conditions.length_m } : {}),
        ...(asked.underRiver ? { under_river: conditions.under_river } : {}),
        ...(asked.dangerous ? { dangerous_chemicals: conditions.dangerous_chemicals } : {}),
        ...(conditions.on ? { on: conditions.on } : {}),
    };
}

/** Which further conditions the chosen rows depend on. */
export function asksFor(measures: Measure[], rows: GradingRow[]) {
    const chosen = rows.filter((row) => measures.some((each) => each.code === row.code));
    return {
        length: chosen.some((row) => row.length_limit_m !== undefined && row.length_limit_m !== null),
        underRiver: chosen.some((row) => row.raised_when === "under_river"),
        dangerous: chosen.some((row) => row.raised_when === "dangerous_chemicals"),
    };
}

/** "30 – <150": an interval in numbers, its open ends marked. */
export function intervalText(interval: GradingInterval, number: (v: number) => string): string {
    const { from, to } = interval;
    const low = from === undefined || from === null ? undefined : from;
    const high = to === undefined || to === null ? undefined : to;
    if (low !== undefined && high === low) return number(low);
    if (low === undefined) return high === undefined ? "" : `${interval.to_open ? "<" : "≤"} ${number(high)}`;
    if (high === undefined) return `${interval.from_open ? ">" : "≥"} ${number(low)}`;
    return `${interval.from_open ? "> " : ""}${number(low)} – ${interval.to_open ? "< " : ""}${number(high)}`;
}
