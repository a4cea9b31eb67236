/** Something that was saved from the map. Taking it back gives the act that would take that back. */
export interface Act {
    /** Of the work it is about. */
    name: string;
    takeBack: () => Promise<Act>;
}

/** An ordinary change of one work. */
export interface Change {
    id: number;
    name: string;
    /** Version that the change left: the undo is refused when somebody has changed it since. */
    version: number;
    before: Record<string, unknown>;
    after: Record<string, unknown>;
}
export type Patch = (id: number, body: Record<string, unknown>, version: number) => Promise<{ version: number }>;

export const changed = (change: Change, patch: Patch): Act => ({
    name: change.name,
    takeBack: async () => {
        const { version } = await patch(change.id, change.before, change.version);
        return changed({ ...change, version, before: change.after, after: change.before }, patch);
    },
});

interface Seen {
    id: number;
    version: number;
}
/** A split or merge, as `POST /api/v1/successions` takes it: one request, all or nothing. */
export interface Succession {
    kind: "split" | "merge";
    day: string;
    reason: string;
    predecessors: Seen[];
    successors: (Seen & { geometry: GeoJSON.Geometry })[];
    new_successors: { name: string; geometry: GeoJSON.Geometry }[];
}
export interface Successions {
    record: (succession: Succession) => Promise<{ id: number }>;
    /** Gives the works of the act as they are afterwards. */
    revoke: (id: number) => Promise<Seen[]>;
}

/** What was recorded as `id`; done again it is recorded anew, over the versions that taking it back left. */
export const followed = (name: string, id: number, succession: Succession, register: Successions): Act => ({
    name,
    takeBack: async () => {
        const left = new Map((await register.revoke(id)).map((work) => [work.id, work.version]));
        const now = <T extends Seen>(work: T): T => ({ ...work, version: left.get(work.id) ?? work.version });
        const again = { ...succession, predecessors: succession.predecessors.map(now), successors: succession.successors.map(now) };
        return { name, takeBack: async () => followed(name, (await register.record(again)).id, again, register) };
    },
});
