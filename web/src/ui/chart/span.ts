export const SPANS_MS = {
    hour: 3_600_000,
    sixHours: 6 * 3_600_000,
    day: 86_400_000,
    week: 7 * 86_400_000,
    month: 30 * 86_400_000,
    year: 365 * 86_400_000,
} as const;
export type SpanName = keyof typeof SPANS_MS;

/** The edge of a moving span steps by this much, so that charts do not ask again with every render. */
const STEP_MS = 60_000;

/** The last `span` up to now, its end rounded up to the minute. */
export function lastSpan(name: SpanName, nowMs: number): { from: number; to: number } {
    const to = Math.ceil(nowMs / STEP_MS) * STEP_MS;
    return { from: to - SPANS_MS[name], to };
}
