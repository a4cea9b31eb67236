import { expect, it } from "vitest";
import { historyOf, pushed, redone, STEPS_KEPT, undone } from "./history";

it("goes back and forth, and forgets what was undone when something new is done", () => {
    let h = historyOf("a");
    for (const step of ["b", "c"]) h = pushed(h, step);
    h = undone(undone(h));
    expect([h.now, h.future]).toEqual(["a", ["b", "c"]]);
    expect(undone(h)).toBe(h);
    h = redone(h);
    expect(h.now).toBe("b");
    h = pushed(h, "d");
    expect([h.past, h.now, h.future]).toEqual([["a", "b"], "d", []]);
    expect(redone(h)).toBe(h);
});

it("does not count a step that changes nothing, and keeps a bounded number", () => {
    const same = historyOf(1);
    expect(pushed(same, 1).past).toEqual([]);
    let h = historyOf(0);
    for (let i = 1; i <= STEPS_KEPT + 50; i++) h = pushed(h, i);
    expect([h.past.length, h.past[0]]).toEqual([STEPS_KEPT, 50]);
});
