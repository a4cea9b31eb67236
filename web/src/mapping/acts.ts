/** What was saved from the map, so that it can be taken back and done again. Each change is an ordinary change of the register. */
export interface Change {
    id: number;
    name: string;
    /** Version that the change left: the undo is refused when somebody has changed it since. */
    version: number;
    before: Record<string, unknown>;
    after: Record<string, unknown>;
}
export interface Act {
    changes: readonly Change[];
}

export type Patch = (id: number, body: Record<string, unknown>, version: number) => Promise<{ version: number }>;

/** The act turned round, as it stands after it was taken back; the last change goes first. Throws what `patch` throws. */
export async function takeBack({ changes }: Act, patch: Patch): Promise<Act> {
    const turned: Change[] = [];
    for (const change of [...changes].reverse()) {
        const { version } = await patch(change.id, change.before, change.version);
        turned.push({ ...change, version, before: change.after, after: change.before });
    }
    return { changes: turned };
}
