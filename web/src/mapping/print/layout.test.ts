import { describe, expect, it } from "vitest";
import { layoutOf, pixelsOf, scaleBar, scaleOf, zoomOf } from "./layout";

describe("a printed sheet", () => {
    it("keeps its boxes apart and inside", () => {
        for (const paper of ["A4", "A3"] as const) {
            for (const way of ["landscape", "portrait"] as const) {
                const { width, height, title, map, side, foot } = layoutOf(paper, way);
                const boxes = [title, map, side, foot];
                for (const box of boxes) {
                    expect(box.x).toBeGreaterThanOrEqual(10);
                    expect(box.x + box.width).toBeLessThanOrEqual(width - 10 + 1e-9);
                    expect(box.y + box.height).toBeLessThanOrEqual(height - 10 + 1e-9);
                }
                for (const [i, a] of boxes.entries())
                    for (const b of boxes.slice(i + 1))
                        expect(a.x + a.width <= b.x + 1e-9 || b.x + b.width <= a.x + 1e-9 || a.y + a.height <= b.y + 1e-9 || b.y + b.height <= a.y + 1e-9).toBe(true);
            }
        }
    });

    it("is true to scale: at 1:1,000 on the equator ten centimetres are a hundred metres", () => {
        const zoom = zoomOf(1000, 0);
        const metresPerPixel = 40_075_016.686 / (512 * 2 ** zoom);
        expect(pixelsOf(100) * metresPerPixel).toBeCloseTo(100, 0);
        expect(zoomOf(1000, 60)).toBeCloseTo(zoom - 1, 9);
        expect(scaleOf(zoomOf(5000, 21), 21)).toBe(5000);
    });

    it("has a bar of a round length that fits", () => {
        expect(scaleBar(1000, 50)).toEqual({ metres: 50, mm: 50 });
        expect(scaleBar(25_000, 50)).toEqual({ metres: 1000, mm: 40 });
        expect(scaleBar(2000, 49)).toEqual({ metres: 50, mm: 25 });
    });
});
