import type { Format } from "@/i18n/format";

const DAY_MS = 86_400_000;

/** Time at the axis: the clock within days, the date beyond, seconds only when zoomed into minutes. */
export function axisTime(t: number, spanMs: number, format: Format): string {
    if (spanMs <= DAY_MS / 48) return format.clock(t);
    const clock = format.clock(t).slice(0, 5);
    const day = format.date(t).slice(0, 5);
    if (spanMs > 7 * DAY_MS) return spanMs > 400 * DAY_MS ? format.date(t).slice(3) : day;
    return clock === "00:00" ? day : clock;
}

/** Decimals that tell two ticks `step` apart from each other. */
export function decimalsOf(step: number): number {
    return step >= 1 ? 0 : Math.min(6, Math.ceil(-Math.log10(step)));
}
