import type { Breach } from "@/api/security";

/** What a form holds of a breach; null is not known. */
export interface BreachDraft {
    title: string;
    discovered_at: string;
    occurred_at: string | null;
    description: string | null;
    data_kinds: string | null;
    people_affected: number | null;
    cause: string | null;
    consequences: string | null;
    measures: string | null;
    contact: string | null;
    authority_notified_at: string | null;
    people_notified_at: string | null;
    closed_at: string | null;
}

export const draftOf = (breach: Breach | undefined, now: string): BreachDraft => ({
    title: breach?.title ?? "",
    discovered_at: breach?.discovered_at ?? now,
    occurred_at: breach?.occurred_at ?? null,
    description: breach?.description ?? null,
    data_kinds: breach?.data_kinds ?? null,
    people_affected: breach?.people_affected ?? null,
    cause: breach?.cause ?? null,
    consequences: breach?.consequences ?? null,
    measures: breach?.measures ?? null,
    contact: breach?.contact ?? null,
    authority_notified_at: breach?.authority_notified_at ?? null,
    people_notified_at: breach?.people_notified_at ?? null,
    closed_at: breach?.closed_at ?? null,
});

/** What is sent: of a new breach all that is known, of a stored one what was changed. */
export function changedIn(breach: Breach | undefined, draft: BreachDraft): Partial<BreachDraft> {
    const entries = Object.entries(draft) as [keyof BreachDraft, BreachDraft[keyof BreachDraft]][];
    const kept = breach ? entries.filter(([key, value]) => (breach[key] ?? null) !== value) : entries.filter(([, value]) => value !== null);
    return Object.fromEntries(kept) as Partial<BreachDraft>;
}
