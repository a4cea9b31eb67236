import { describe, expect, it } from "vitest";
import { sketchOf } from "./sketch";
import { Sketcher, type Pointer, type SketchState } from "./Sketcher";

/** One pixel is a thousandth of a degree. */
const scale = () => ({ x: 1000, y: 1000 });
const at = (lon: number, lat: number, alt = false): Pointer => ({ place: [lon, lat], touch: false, alt });
const street = { id: 7, name: "Phố Huế", paths: [[[1, 0], [1, 1]]] };

function drawing(kind: "LineString" | "Polygon" | "Point") {
    const states: SketchState[] = [];
    let ended = 0;
    const sketcher = new Sketcher({ kind, scale, neighbours: () => [street], onChange: (state) => states.push(state), onEnd: () => ended++ });
    return { sketcher, states, ends: () => ended };
}

describe("drawing", () => {
    it("a double click ends a line, with its vertex once", () => {
        const { sketcher, ends } = drawing("LineString");
        sketcher.click(at(0, 0));
        sketcher.click(at(0.5, 0.5));
        expect(sketcher.state.drawing).toBe(true);
        sketcher.click(at(0.501, 0.5));
        expect([sketcher.state.drawing, ends()]).toEqual([false, 1]);
        expect(sketcher.state.geometry).toEqual({ type: "LineString", coordinates: [[0, 0], [0.5, 0.5]] });
    });

    it("a click on the first corner closes an area, two corners do not make one", () => {
        const { sketcher } = drawing("Polygon");
        sketcher.click(at(0, 0));
        sketcher.click(at(0.5, 0));
        sketcher.end();
        expect(sketcher.state.drawing).toBe(true);
        sketcher.click(at(0.5, 0.5));
        sketcher.click(at(0.002, 0.001));
        expect(sketcher.state.drawing).toBe(false);
        expect(sketcher.state.geometry).toEqual({ type: "Polygon", coordinates: [[[0, 0], [0.5, 0], [0.5, 0.5], [0, 0]]] });
    });

    it("lays vertices on the neighbours, and freely with the key held", () => {
        const { sketcher } = drawing("LineString");
        sketcher.move(at(1.01, 0.005));
        expect(sketcher.state.snap).toMatchObject({ on: "vertex", id: 7 });
        sketcher.click(at(1.01, 0.005));
        sketcher.click(at(1.01, 0.995, true));
        expect(sketcher.state.geometry).toEqual({ type: "LineString", coordinates: [[1, 0], [1.01, 0.995]] });
    });

    it("takes the last vertex away, back and forth", () => {
        const { sketcher } = drawing("LineString");
        for (const place of [at(0, 0), at(0.3, 0), at(0.3, 0.3)]) sketcher.click(place);
        sketcher.remove();
        expect(sketcher.state.sketch.parts[0]![0]).toHaveLength(2);
        sketcher.undo();
        expect(sketcher.state.sketch.parts[0]![0]).toHaveLength(3);
        sketcher.undo();
        sketcher.undo();
        expect([sketcher.state.sketch.parts[0]![0]!.length, sketcher.state.canRedo]).toEqual([1, true]);
        sketcher.redo();
        expect(sketcher.state.sketch.parts[0]![0]).toHaveLength(2);
    });
});

describe("editing", () => {
    const editing = () => {
        const sketch = sketchOf({ type: "LineString", coordinates: [[0, 0], [0.5, 0], [0.5, 0.5]] })!;
        return new Sketcher({ kind: "LineString", sketch, scale, neighbours: () => [street], onChange: () => undefined });
    };

    it("drags a vertex onto a neighbour as one step", () => {
        const sketcher = editing();
        expect(sketcher.down(at(0.5, 0.503))).toBe(true);
        for (const place of [at(0.7, 0.7), at(0.9, 0.9), at(0.995, 0.99)]) sketcher.move(place);
        sketcher.up();
        expect(sketcher.state.geometry).toEqual({ type: "LineString", coordinates: [[0, 0], [0.5, 0], [1, 1]] });
        sketcher.undo();
        expect(sketcher.state).toMatchObject({ changed: false, canUndo: false, canRedo: true });
    });

    it("leaves the map alone where there is no vertex", () => {
        const sketcher = editing();
        expect(sketcher.down(at(0.3, 0.3))).toBe(false);
        expect(sketcher.state.changed).toBe(false);
    });

    it("pulls a new vertex out of the middle of a side, and removes the chosen one", () => {
        const sketcher = editing();
        expect(sketcher.down(at(0.25, 0.002))).toBe(true);
        sketcher.move(at(0.25, 0.2));
        sketcher.up();
        expect(sketcher.state.sketch.parts[0]![0]).toEqual([[0, 0], [0.25, 0.2], [0.5, 0], [0.5, 0.5]]);
        sketcher.click(at(0.5, 0));
        expect(sketcher.state.active).toEqual({ part: 0, path: 0, index: 2 });
        sketcher.remove();
        expect(sketcher.state.sketch.parts[0]![0]).toEqual([[0, 0], [0.25, 0.2], [0.5, 0.5]]);
    });
});
