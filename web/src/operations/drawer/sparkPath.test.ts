import { expect, it } from "vitest";
import { sparkPath } from "./sparkPath";

const box = { from: 0, to: 100, width: 100, height: 20, gapMs: 30 };

it("draws from least to greatest within the box", () => {
    expect(sparkPath([0, 20, 40], [1, 3, 2], box)).toBe("M0.0 18.0L20.0 2.0L40.0 10.0");
});

it("breaks at a silence and at missing values", () => {
    expect(sparkPath([0, 20, 90], [1, 3, 1], box)).toBe("M0.0 18.0L20.0 2.0M90.0 18.0");
    expect(sparkPath([0, 10, 20], [1, null, 3], box)).toBe("M0.0 18.0M20.0 2.0");
});

it("centres a flat line and draws nothing from nothing", () => {
    expect(sparkPath([0, 10], [5, 5], box)).toBe("M0.0 10.0L10.0 10.0");
    expect(sparkPath([], [], box)).toBe("");
});
