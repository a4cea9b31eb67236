import type { Breach } from "@/api/security";

/** The authority is told within this long of the discovery (Luật 91/2025/QH15). */
export const REPORT_WITHIN_MS = 72 * 3_600_000;
const SOON_MS = 24 * 3_600_000;

export interface Deadline {
    state: "closed" | "reported" | "open" | "soon" | "late";
    /** Seconds until the report is due; after it, since then. */
    seconds: number;
}

/** How a breach stands against the 72 hours. */
export function deadlineOf(breach: Pick<Breach, "discovered_at" | "authority_notified_at" | "closed_at">, now: number): Deadline {
    const left = new Date(breach.discovered_at).getTime() + REPORT_WITHIN_MS - now;
    const seconds = Math.abs(left) / 1000;
    if (breach.authority_notified_at) return { state: breach.closed_at ? "closed" : "reported", seconds };
    if (left < 0) return { state: "late", seconds };
    return { state: left < SOON_MS ? "soon" : "open", seconds };
}
