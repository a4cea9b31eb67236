/** What the mineral planning map warns of: papers that end, reserves that run out. Pure. */
export type Expiry = "expired" | "soon" | "year" | "later" | "unknown";

const DAY_MS = 86_400_000;
/** A choice of ours, not of a law: half a year is time to prepare an extension or a closure. */
export const SOON_DAYS = 180;
const YEAR_DAYS = 365;

/** Days from `today` until a paper ends, its last day included; undefined without a date. */
export function daysLeft(until: unknown, today: string): number | undefined {
    if (typeof until !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(until)) return undefined;
    const days = (Date.parse(until) - Date.parse(today)) / DAY_MS;
    return Number.isFinite(days) ? Math.round(days) : undefined;
}

export function expiryOf(days: number | undefined): Expiry {
    if (days === undefined) return "unknown";
    if (days < 0) return "expired";
    return days <= SOON_DAYS ? "soon" : days <= YEAR_DAYS ? "year" : "later";
}

/** Where each class says until when its paper holds. */
const UNTIL: Record<string, string> = {
    exploration_licence: "valid_until",
    mining_licence: "valid_until",
    building_material_plant: "permit_until",
    material_yard: "licence_until",
    mineral_restricted_zone: "until",
};
export const untilOf = (assetClass: string, attributes: Record<string, unknown>): unknown => attributes[UNTIL[assetClass] ?? ""];
export const hasPaper = (assetClass: string): boolean => assetClass in UNTIL && assetClass !== "mineral_restricted_zone";

const amount = (value: unknown): number | undefined => (typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : undefined);

export interface Reserve {
    left_m3: number;
    per_year_m3: number;
    /** Years until nothing is left at this output; undefined when nothing is taken. */
    years: number | undefined;
}

/** Reserve against output, where the register knows both: what the last year says remains, else what was granted less what was mined. */
export function reserveOf(attributes: Record<string, unknown>): Reserve | undefined {
    const perYear = amount(attributes["output_m3_per_year"]);
    const rows = (Array.isArray(attributes["output"]) ? attributes["output"] : []) as Record<string, unknown>[];
    const latest = [...rows].sort((a, b) => Number(b["year"]) - Number(a["year"]))[0];
    const granted = amount(attributes["reserves_m3"]);
    const mined = rows.reduce((sum, row) => sum + (amount(row["mined_m3"]) ?? 0), 0);
    const left = amount(attributes["reserves_left_m3"]) ?? amount(latest?.["remaining_m3"]) ?? (granted === undefined ? undefined : Math.max(0, granted - mined));
    if (left === undefined || perYear === undefined) return undefined;
    return { left_m3: left, per_year_m3: perYear, years: perYear > 0 ? left / perYear : undefined };
}
