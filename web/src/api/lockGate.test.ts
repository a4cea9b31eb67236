import { expect, it } from "vitest";
import { LockGate } from "./lockGate";

it("holds requests until the unlock", async () => {
    const gate = new LockGate();
    let told = 0;
    gate.setLockedHandler(() => (told += 1));
    const order: string[] = [];
    const waits = [gate.wait().then(() => order.push("a")), gate.wait().then(() => order.push("b"))];
    order.push("before");
    gate.unlocked();
    await Promise.all(waits);
    expect(order).toEqual(["before", "a", "b"]);
    expect(told).toBe(2);
});

it("lets go of a request that its page no longer wants", async () => {
    const gate = new LockGate();
    const page = new AbortController();
    const wait = gate.wait(page.signal);
    page.abort();
    await expect(wait).rejects.toMatchObject({ name: "AbortError" });
    await expect(gate.wait(page.signal)).rejects.toMatchObject({ name: "AbortError" });
});

it("ends what waits when the session ends", async () => {
    const gate = new LockGate();
    const wait = gate.wait();
    gate.ended();
    await expect(wait).rejects.toMatchObject({ name: "AbortError" });
});
