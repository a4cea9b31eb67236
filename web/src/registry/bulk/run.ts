import { api } from "@/api/client";

/** An asset as it was seen in the list. */
export interface Seen {
    id: number;
    version: number;
}
export interface Refusal {
    id: number;
    code: string;
    where?: string;
    title_vi: string;
    title_en: string;
}
export interface Report {
    bulk_id: number | null;
    changed: number;
    unchanged: number;
    refused: Refusal[];
}
export interface BulkSet {
    [field: string]: unknown;
    attributes?: Record<string, unknown>;
}

/** The server takes this many assets a request (registry/limits.hpp); larger selections are requests of one act. */
export const CHUNK = 200;
/** Twenty-five requests, a minute at most: beyond this an import is the better tool. */
export const CHOSEN_MAX = 5_000;

type Post = <T>(path: string, body: unknown, options?: { idempotencyKey?: string }) => Promise<T>;

/** Changes all of them, or tries it, chunk by chunk. `onProgress` hears how many are done. */
export async function runBulk(
    items: Seen[],
    set: BulkSet,
    options: { reason?: string | undefined; dryRun: boolean; onProgress: (done: number) => void; post?: Post },
): Promise<Report> {
    const post = options.post ?? api.post;
    const sum: Report = { bulk_id: null, changed: 0, unchanged: 0, refused: [] };
    for (let at = 0; at < items.length; at += CHUNK) {
        const chunk = items.slice(at, at + CHUNK);
        const report = await post<Report>(
            "/api/v1/asset-changes",
            {
                items: chunk,
                set,
                ...(options.reason ? { reason: options.reason } : {}),
                ...(options.dryRun ? { dry_run: true } : {}),
                ...(sum.bulk_id === null ? {} : { bulk_id: sum.bulk_id }),
            },
            options.dryRun ? {} : { idempotencyKey: crypto.randomUUID() },
        );
        sum.bulk_id = report.bulk_id ?? sum.bulk_id;
        sum.changed += report.changed;
        sum.unchanged += report.unchanged;
        sum.refused.push(...report.refused);
        options.onProgress(at + chunk.length);
    }
    return sum;
}

/** Takes the whole act back. */
export async function undoBulk(id: number, onProgress: (done: number) => void, post: Post = api.post) {
    const sum = { undone: 0, left: [] as Refusal[] };
    for (;;) {
        const step = await post<{ undone: number; remaining: number; left: Refusal[] }>(`/api/v1/asset-changes/${id}/undo`, {});
        sum.undone += step.undone;
        sum.left.push(...step.left);
        onProgress(sum.undone + sum.left.length);
        if (step.remaining <= 0) return sum;
    }
}
