import { expect, it } from "vitest";
import { fitted } from "./shrinkPhoto";

it("keeps the shape of a photo and never enlarges it", () => {
    expect(fitted(4000, 3000)).toEqual([1600, 1200]);
    expect(fitted(3000, 4000)).toEqual([1200, 1600]);
    expect(fitted(800, 600)).toEqual([800, 600]);
});
