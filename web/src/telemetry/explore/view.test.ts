import { expect, it } from "vitest";
import { byKey, pan, zoom } from "./view";

const HOUR = 3_600_000;
const view = { from: 10 * HOUR, to: 20 * HOUR };

it("pans by a share of its length and stops at the latest instant", () => {
    expect(pan(view, -0.5, 30 * HOUR)).toEqual({ from: 5 * HOUR, to: 15 * HOUR });
    expect(pan(view, 0.5, 22 * HOUR)).toEqual({ from: 12 * HOUR, to: 22 * HOUR });
    expect(pan(view, 0.5, 15 * HOUR)).toEqual(view);
});

it("zooms around the instant under the pointer", () => {
    expect(zoom(view, 0.5, 0.25, 30 * HOUR)).toEqual({ from: 11.25 * HOUR, to: 16.25 * HOUR });
    expect(zoom(view, 2, 0.5, 20 * HOUR)).toEqual({ from: 0, to: 20 * HOUR });
    expect(zoom({ from: 0, to: 6_000 }, 0.1, 0, HOUR)).toEqual({ from: 0, to: 5_000 });
});

it("obeys arrows, plus and minus only", () => {
    expect(byKey("ArrowLeft", view, 20 * HOUR)).toEqual({ from: 7.5 * HOUR, to: 17.5 * HOUR });
    expect(byKey("+", view, 20 * HOUR)).toEqual({ from: 12.5 * HOUR, to: 17.5 * HOUR });
    expect(byKey("-", view, 40 * HOUR)).toEqual({ from: 5 * HOUR, to: 25 * HOUR });
    expect(byKey("a", view, 40 * HOUR)).toBeUndefined();
});
