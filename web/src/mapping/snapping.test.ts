import { describe, expect, it } from "vitest";
import { distancePx, scaleAt } from "./plane";
import { pathsOf, snap, type Neighbour } from "./snapping";

/** One pixel is a thousandth of a degree both ways. */
const scale = { x: 1000, y: 1000 };
const street: Neighbour = { id: 7, name: "Phố Huế", paths: [[[0, 0], [1, 0], [1, 1]]] };

describe("snapping", () => {
    it("lays a vertex exactly on a vertex within the tolerance, and nowhere beyond it", () => {
        expect(snap([1.008, 0.006], [street], 12, scale)).toEqual({ place: [1, 0], on: "vertex", id: 7, name: "Phố Huế" });
        expect(snap([1.013, -0.001], [street], 12, scale)).toBeUndefined();
    });

    it("takes the vertex although a side is nearer", () => {
        expect(snap([0.99, 0.001], [street], 12, scale)).toMatchObject({ on: "vertex", place: [1, 0] });
    });

    it("falls to the foot on a side away from its vertices", () => {
        expect(snap([0.5, 0.005], [street], 12, scale)).toMatchObject({ on: "side", place: [0.5, 0] });
        expect(snap([0.5, 0.02], [street], 12, scale)).toBeUndefined();
    });

    it("takes the nearest of several neighbours", () => {
        const lamp: Neighbour = { id: 9, name: "Đèn 9", paths: [[[0.502, 0.004]]] };
        expect(snap([0.5, 0.005], [street, lamp], 12, scale)).toMatchObject({ id: 9, place: [0.502, 0.004] });
    });

    it("measures in pixels of the screen: a degree of longitude is shorter than one of latitude", () => {
        const hanoi = scaleAt(21.03, 16);
        expect(hanoi.y / hanoi.x).toBeCloseTo(1 / Math.cos((21.03 * Math.PI) / 180), 12);
        // A tile of 512 px is a 65,536th of the way around at zoom 16.
        expect(distancePx([0, 0], [360 / 65_536, 0], hanoi)).toBeCloseTo(512, 9);
    });

    it("knows the paths of every kind of shape", () => {
        const ring = [[0, 0], [1, 0], [1, 1], [0, 0]];
        expect(pathsOf({ type: "MultiPolygon", coordinates: [[ring], [ring]] })).toEqual([ring, ring]);
        expect(pathsOf({ type: "GeometryCollection", geometries: [{ type: "Point", coordinates: [1, 2] }, { type: "Polygon", coordinates: [ring] }] })).toEqual([[[1, 2]], ring]);
    });
});
