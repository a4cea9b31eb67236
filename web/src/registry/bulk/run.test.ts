import { expect, it } from "vitest";
import { CHUNK, runBulk, undoBulk } from "./run";

it("sends a large selection as one act in several requests", async () => {
    const items = Array.from({ length: CHUNK * 2 + 5 }, (_, i) => ({ id: i + 1, version: 1 }));
    const bodies: { items: unknown[]; bulk_id?: number; dry_run?: boolean }[] = [];
    const done: number[] = [];
    const post = <T,>(_: string, body: unknown) => {
        const sent = body as (typeof bodies)[number];
        bodies.push(sent);
        return Promise.resolve({ bulk_id: sent.dry_run ? null : 7, changed: sent.items.length - 1, unchanged: 0, refused: [{ id: 1, code: "x", title_vi: "", title_en: "" }] } as T);
    };
    const report = await runBulk(items, { status: "retired" }, { dryRun: false, onProgress: (n) => done.push(n), post });
    expect(bodies.map((body) => [body.items.length, body.bulk_id])).toEqual([[CHUNK, undefined], [CHUNK, 7], [5, 7]]);
    expect(done).toEqual([CHUNK, CHUNK * 2, CHUNK * 2 + 5]);
    expect(report).toMatchObject({ bulk_id: 7, changed: CHUNK * 2 + 2 });
    expect(report.refused).toHaveLength(3);
    const tried = await runBulk(items, { status: "retired" }, { dryRun: true, onProgress: () => undefined, post });
    expect(tried.bulk_id).toBeNull();
    expect(bodies.slice(3).every((body) => body.dry_run && body.bulk_id === undefined)).toBe(true);
});

it("asks for the undo until nothing remains", async () => {
    const steps = [{ undone: 200, remaining: 30, left: [] }, { undone: 28, remaining: 0, left: [{ id: 3 }, { id: 4 }] }];
    const post = <T,>() => Promise.resolve(steps.shift() as T);
    expect(await undoBulk(7, () => undefined, post)).toMatchObject({ undone: 228, left: [{ id: 3 }, { id: 4 }] });
});
