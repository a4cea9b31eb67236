import { expect, it } from "vitest";
import { changed, followed, type Succession, type Successions } from "./acts";

it("a change is taken back under the version that it left, and done again under the next", async () => {
    const sent: unknown[] = [];
    const patch = (id: number, body: Record<string, unknown>, version: number) => {
        sent.push([id, body, version]);
        return Promise.resolve({ version: version + 1 });
    };
    const act = changed({ id: 1, name: "Phố Huế", version: 4, before: { geometry: "old" }, after: { geometry: "new" } }, patch);
    const again = await act.takeBack();
    expect(again.name).toBe("Phố Huế");
    await (await again.takeBack()).takeBack();
    expect(sent).toEqual([[1, { geometry: "old" }, 4], [1, { geometry: "new" }, 5], [1, { geometry: "old" }, 6]]);
});

it("what somebody has changed since stays", async () => {
    const act = changed({ id: 1, name: "", version: 4, before: {}, after: {} }, () => Promise.reject(new Error("412")));
    await expect(act.takeBack()).rejects.toThrow("412");
});

it("a split is revoked, and recorded anew over the versions that this left", async () => {
    const line = (...coordinates: number[][]): GeoJSON.LineString => ({ type: "LineString", coordinates });
    const split: Succession = {
        kind: "split",
        day: "2026-11-29",
        reason: "Tách",
        predecessors: [{ id: 7, version: 3 }],
        successors: [{ id: 7, version: 3, geometry: line([0, 0], [2, 0]) }],
        new_successors: [{ name: "Phố Huế", geometry: line([2, 0], [3, 0]) }],
    };
    const sent: unknown[] = [];
    const register: Successions = {
        record: (succession) => {
            sent.push(["record", succession]);
            return Promise.resolve({ id: 12 });
        },
        revoke: (id) => {
            sent.push(["revoke", id]);
            return Promise.resolve([{ id: 7, version: 5 }, { id: 8, version: 2 }]);
        },
    };
    const undone = await followed("Phố Huế", 11, split, register).takeBack();
    const redone = await undone.takeBack();
    const again = { ...split, predecessors: [{ id: 7, version: 5 }], successors: [{ ...split.successors[0], version: 5 }] };
    expect(sent).toEqual([["revoke", 11], ["record", again]]);
    await redone.takeBack();
    expect(sent.at(-1)).toEqual(["revoke", 12]);
});
