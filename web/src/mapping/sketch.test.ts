import { describe, expect, it } from "vitest";
import { appendVertex, emptySketch, geometryOf, insertVertex, middlesOf, moveVertex, removeVertex, sketchOf, verticesOf } from "./sketch";

const line: GeoJSON.Geometry = { type: "LineString", coordinates: [[0, 0], [2, 0], [2, 2]] };
const ring = [[0, 0], [4, 0], [4, 4], [0, 0]];
const hole = [[1, 1], [2, 1], [2, 2], [1, 1]];

describe("a sketch", () => {
    it("gives back every kind of shape as it came", () => {
        const shapes: GeoJSON.Geometry[] = [
            { type: "Point", coordinates: [1, 2, 7] },
            { type: "MultiPoint", coordinates: [[1, 2], [3, 4]] },
            line,
            { type: "MultiLineString", coordinates: [[[0, 0], [1, 1]]] },
            { type: "Polygon", coordinates: [ring, hole] },
            { type: "MultiPolygon", coordinates: [[ring, hole], [[[9, 9], [8, 9], [8, 8], [9, 9]]]] },
        ];
        for (const shape of shapes) expect(geometryOf(sketchOf(shape)!)).toEqual(shape);
        expect(sketchOf({ type: "GeometryCollection", geometries: [line] })).toBeUndefined();
    });

    it("moves, adds and removes vertices without touching what it came from", () => {
        const start = sketchOf({ type: "LineString", coordinates: [[0, 0, 10], [2, 0, 20], [2, 2, 30]] })!;
        const moved = moveVertex(start, { part: 0, path: 0, index: 1 }, [3, 1]);
        expect(geometryOf(moved)).toEqual({ type: "LineString", coordinates: [[0, 0, 10], [3, 1, 20], [2, 2, 30]] });
        const more = insertVertex(moved, { part: 0, path: 0, index: 0 }, [1, 1]);
        expect(geometryOf(more)).toEqual({ type: "LineString", coordinates: [[0, 0, 10], [1, 1, 15], [3, 1, 20], [2, 2, 30]] });
        const less = removeVertex(more, { part: 0, path: 0, index: 2 });
        expect(geometryOf(less!)).toEqual({ type: "LineString", coordinates: [[0, 0, 10], [1, 1, 15], [2, 2, 30]] });
        expect([...verticesOf(start)].map(({ vertex }) => vertex[0])).toEqual([0, 2, 2]);
    });

    it("keeps a line a line and a ring a ring", () => {
        const short = sketchOf({ type: "LineString", coordinates: [[0, 0], [1, 0]] })!;
        expect(removeVertex(short, { part: 0, path: 0, index: 0 })).toBeUndefined();
        const triangle = sketchOf({ type: "Polygon", coordinates: [ring] })!;
        expect(removeVertex(triangle, { part: 0, path: 0, index: 0 })).toBeUndefined();
        expect(geometryOf(moveVertex(triangle, { part: 0, path: 0, index: 0 }, [-1, -1]))).toEqual({ type: "Polygon", coordinates: [[[-1, -1], [4, 0], [4, 4], [-1, -1]]] });
    });

    it("grows vertex by vertex and is nothing until it has enough", () => {
        let area = emptySketch("Polygon");
        for (const at of [[0, 0], [1, 0]]) area = appendVertex(area, at);
        expect(geometryOf(area)).toBeNull();
        expect(geometryOf(appendVertex(area, [1, 1]))).toEqual({ type: "Polygon", coordinates: [[[0, 0], [1, 0], [1, 1], [0, 0]]] });
        const point = appendVertex(appendVertex(emptySketch("Point"), [1, 1]), [2, 2]);
        expect(geometryOf(point)).toEqual({ type: "Point", coordinates: [2, 2] });
    });

    it("has a middle on each side, also on the one that closes a ring", () => {
        expect([...middlesOf(sketchOf(line)!)].map(({ vertex }) => vertex)).toEqual([[1, 0], [2, 1]]);
        expect([...middlesOf(sketchOf({ type: "Polygon", coordinates: [ring] })!)].map(({ vertex }) => vertex)).toEqual([[2, 0], [4, 2], [2, 2]]);
    });
});
