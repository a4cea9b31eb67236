import { api } from "@/api/client";
import { keys, queryClient } from "@/api/queries";
import type { Asset } from "@/api/types";
import { cityDay } from "@/registry/identity/codes";
import { changed, followed, type Act, type Patch, type Succession, type Successions } from "./acts";
import { geometryOf, type Sketch } from "./sketch";

export const patchAsset: Patch = async (id, body, version) => {
    const saved = await api.patch<Asset>(`/api/v1/assets/${id}`, body, { version });
    queryClient.setQueryData(keys.asset(id), saved);
    void queryClient.invalidateQueries({ queryKey: ["assets"] });
    return saved;
};

const forget = (ids: readonly number[]): void => {
    for (const id of ids) void queryClient.invalidateQueries({ queryKey: keys.asset(id) });
    for (const queryKey of [["assets"], ["shapes"]]) void queryClient.invalidateQueries({ queryKey });
};

/** `why` is kept beside an act that is taken back. */
const successions = (why: string): Successions => ({
    record: async (succession) => {
        const done = await api.post<{ id: number; successors: number[] }>("/api/v1/successions", succession, { idempotencyKey: crypto.randomUUID() });
        forget([...succession.predecessors.map(({ id }) => id), ...done.successors]);
        return done;
    },
    revoke: async (id) => {
        const { works } = await api.post<{ works: { id: number; version: number }[] }>(`/api/v1/successions/${id}/revoke`, { reason: why });
        forget(works.map((work) => work.id));
        return works;
    },
});

const shapeOf = (sketch: Sketch, taken: readonly string[]): GeoJSON.Geometry | null => {
    const single = sketch.parts.length < 2 && (taken.length === 0 || taken.includes(sketch.kind));
    return geometryOf({ ...sketch, multi: sketch.multi || !single });
};

/** Why an act was done that nobody gave a reason for, and why one was taken back. */
export interface Whys {
    split: string;
    merge: string;
    undo: string;
}

/**
 * Saves an edited shape in one request, under the version that was seen. Where a piece was cut off or other works were joined in, the
 * register ends, begins and redraws all of them together: the work itself goes on.
 */
export async function saveShape(asset: Asset, sketch: Sketch, taken: readonly string[], reason: string, whys: Whys): Promise<Act> {
    const geometry = shapeOf(sketch, taken);
    const piece = sketch.cutOff && shapeOf({ ...sketch, parts: sketch.cutOff }, taken);
    const joined = sketch.joined ?? [];
    const why = reason.trim();
    const { id, version, name } = asset;
    if (!geometry || (!piece && joined.length === 0)) {
        const saved = await patchAsset(id, { geometry, ...(why ? { reason: why } : {}) }, version);
        void queryClient.invalidateQueries({ queryKey: ["shapes"] });
        return changed({ id, name, version: saved.version, before: { geometry: asset.geometry }, after: { geometry } }, patchAsset);
    }
    const kind = piece ? "split" : "merge";
    const succession: Succession = {
        kind,
        day: cityDay(new Date()),
        reason: why || whys[kind],
        predecessors: [{ id, version }, ...joined.map((work) => ({ id: work.id, version: work.version }))],
        successors: [{ id, version, geometry }],
        new_successors: piece ? [{ name, geometry: piece }] : [],
    };
    const register = successions(whys.undo);
    const done = await register.record(succession);
    return followed(name, done.id, succession, register);
}
