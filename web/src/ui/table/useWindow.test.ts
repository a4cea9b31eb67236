import { expect, it } from "vitest";
import { visibleRows } from "./useWindow";

it("keeps a bounded number of rows however long the list is", () => {
    const [first, last] = visibleRows(400_000, 600, 44, 1_000_000);
    expect(first).toBeLessThanOrEqual(9090);
    expect(last - first).toBeLessThan(40);
});

it("never leaves the list", () => {
    expect(visibleRows(0, 600, 44, 3)).toEqual([0, 3]);
    expect(visibleRows(9_000, 600, 44, 3)).toEqual([3, 3]);
});
