import { expect, it } from "vitest";
import { takeBack, type Act } from "./acts";

const act: Act = {
    changes: [
        { id: 1, name: "Phố Huế", version: 4, before: { geometry: "old" }, after: { geometry: "new" } },
        { id: 2, name: "Phố Huế", version: 1, before: { status: "retired" }, after: { status: "in_service" } },
    ],
};

it("takes the last change back first, under the version that it left", async () => {
    const sent: unknown[] = [];
    const patch = (id: number, body: Record<string, unknown>, version: number) => {
        sent.push([id, body, version]);
        return Promise.resolve({ version: version + 1 });
    };
    const turned = await takeBack(act, patch);
    expect(sent).toEqual([[2, { status: "retired" }, 1], [1, { geometry: "old" }, 4]]);
    sent.length = 0;
    await takeBack(turned, patch);
    expect(sent).toEqual([[1, { geometry: "new" }, 5], [2, { status: "in_service" }, 2]]);
});

it("stops where somebody has changed it since", async () => {
    await expect(takeBack(act, (id) => (id === 2 ? Promise.reject(new Error("412")) : Promise.resolve({ version: 9 })))).rejects.toThrow("412");
});
