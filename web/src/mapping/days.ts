/** Days of a time slider as yyyy-MM-dd, counted in Hà Nội. Pure. */
const DAY_MS = 86_400_000;
const ZONE_MS = 7 * 3_600_000;

export const dayOf = (ms: number): string => new Date(ms + ZONE_MS).toISOString().slice(0, 10);
export const dayNumber = (day: string): number => Math.round(Date.parse(`${day}T00:00:00Z`) / DAY_MS);
export const dayFrom = (number: number): string => new Date(number * DAY_MS).toISOString().slice(0, 10);

/** The same day so many months on; the last of the month where it has no such day. */
export function addMonths(day: string, months: number): string {
    const [year, month, date] = day.split("-").map(Number) as [number, number, number];
    const first = new Date(Date.UTC(year, month - 1 + months, 1));
    const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
    return new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), Math.min(date, last))).toISOString().slice(0, 10);
}
