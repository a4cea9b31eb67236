const HOUR_MS = 3_600_000;
export const HOURS = 24;

export interface Hour {
    /** Its beginning, ms since 1970. */
    at: number;
    count: number;
}

/** The last 24 hours, each with its count: an hour without a row is a zero, not a gap. */
export function lastHours(rows: readonly { at: string; count: number }[], now: number): Hour[] {
    const counts = new Map<number, number>();
    for (const row of rows) {
        const hour = Math.floor(new Date(row.at).getTime() / HOUR_MS);
        counts.set(hour, (counts.get(hour) ?? 0) + row.count);
    }
    const last = Math.floor(now / HOUR_MS);
    return Array.from({ length: HOURS }, (_, i) => {
        const hour = last - HOURS + 1 + i;
        return { at: hour * HOUR_MS, count: counts.get(hour) ?? 0 };
    });
}

/** The top of an axis that shows `most`: 1, 2 or 5 times a power of ten. */
export function niceTop(most: number): number {
    if (most <= 4) return 4;
    const power = 10 ** Math.floor(Math.log10(most));
    return power * ([1, 2, 5, 10].find((step) => step * power >= most) ?? 10);
}
