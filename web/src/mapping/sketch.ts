/** A shape while it is drawn or edited: vertices that can be moved, added and removed. Immutable; pure. */
export type Vertex = number[];
export type Kind = "Point" | "LineString" | "Polygon";

export interface Sketch {
    kind: Kind;
    /** Points: one path of one vertex each. Lines: one path each. Polygons: their rings, not closed. */
    parts: Vertex[][][];
    /** Came as Multi…: goes back as it came, even with one part. */
    multi: boolean;
    /** Parts that a split took away: they become a work of their own when this is saved. */
    cutOff?: Vertex[][][];
    /** Works that a merge took in: they end when this is saved. */
    joined?: readonly Joined[];
}
export interface Joined {
    id: number;
    version: number;
    name: string;
}
export interface Address {
    part: number;
    path: number;
    index: number;
}

const LEAST: Record<Kind, number> = { Point: 1, LineString: 2, Polygon: 3 };
export const leastVertices = (kind: Kind): number => LEAST[kind];
export const emptySketch = (kind: Kind, multi = false): Sketch => ({ kind, parts: [], multi });

/** Undefined for collections, which have no vertices of one kind. */
export function sketchOf(geometry: GeoJSON.Geometry): Sketch | undefined {
    const open = (ring: Vertex[]): Vertex[] => ring.slice(0, -1);
    switch (geometry.type) {
        case "Point":
            return { kind: "Point", parts: [[[geometry.coordinates]]], multi: false };
        case "MultiPoint":
            return { kind: "Point", parts: geometry.coordinates.map((at) => [[at]]), multi: true };
        case "LineString":
            return { kind: "LineString", parts: [[geometry.coordinates]], multi: false };
        case "MultiLineString":
            return { kind: "LineString", parts: geometry.coordinates.map((path) => [path]), multi: true };
        case "Polygon":
            return { kind: "Polygon", parts: [geometry.coordinates.map(open)], multi: false };
        case "MultiPolygon":
            return { kind: "Polygon", parts: geometry.coordinates.map((rings) => rings.map(open)), multi: true };
        default:
            return undefined;
    }
}

const complete = (sketch: Sketch): boolean =>
    sketch.parts.length > 0 && sketch.parts.every((part) => part.length > 0 && part.every((path) => path.length >= LEAST[sketch.kind]));

/** Null while a part has too few vertices to be one. */
export function geometryOf(sketch: Sketch): GeoJSON.Geometry | null {
    if (!complete(sketch)) return null;
    const closed = (ring: Vertex[]): Vertex[] => [...ring, ring[0]!];
    const { kind, parts } = sketch;
    const multi = sketch.multi || parts.length > 1;
    const coordinates =
        kind === "Point" ? parts.map((part) => part[0]![0]!) : kind === "LineString" ? parts.map((part) => part[0]!) : parts.map((part) => part.map(closed));
    return { type: multi ? `Multi${kind}` : kind, coordinates: multi ? coordinates : coordinates[0] } as GeoJSON.Geometry;
}

function changePath(sketch: Sketch, { part, path }: Omit<Address, "index">, change: (vertices: Vertex[]) => Vertex[]): Sketch {
    return {
        ...sketch,
        parts: sketch.parts.map((paths, p) => (p === part ? paths.map((vertices, i) => (i === path ? change(vertices) : vertices)) : paths)),
    };
}

/** A vertex keeps its height where it moves in the plane. */
export const moveVertex = (sketch: Sketch, at: Address, [lon, lat]: Vertex): Sketch =>
    changePath(sketch, at, (vertices) => vertices.map((vertex, i) => (i === at.index ? [lon!, lat!, ...vertex.slice(2)] : vertex)));

/** Puts a vertex after `at`; on a path with heights it takes the mean of its neighbours. */
export const insertVertex = (sketch: Sketch, at: Address, [lon, lat]: Vertex): Sketch =>
    changePath(sketch, at, (vertices) => {
        const before = vertices[at.index];
        const after = vertices[(at.index + 1) % vertices.length];
        const height = before?.[2] !== undefined && after?.[2] !== undefined ? [(before[2] + after[2]) / 2] : [];
        return [...vertices.slice(0, at.index + 1), [lon!, lat!, ...height], ...vertices.slice(at.index + 1)];
    });

/** Undefined when the path would no longer be one. */
export function removeVertex(sketch: Sketch, at: Address): Sketch | undefined {
    const vertices = sketch.parts[at.part]?.[at.path];
    if (!vertices || vertices.length <= LEAST[sketch.kind]) return undefined;
    return changePath(sketch, at, (all) => all.filter((_, i) => i !== at.index));
}

/** The next vertex of a shape that is being drawn. A point has one: the last. */
export function appendVertex(sketch: Sketch, vertex: Vertex): Sketch {
    if (sketch.kind === "Point" || sketch.parts.length === 0) return { ...sketch, parts: [[[vertex]]] };
    const path = { part: sketch.parts.length - 1, path: 0 };
    return changePath(sketch, path, (vertices) => [...vertices, vertex]);
}

export function* verticesOf(sketch: Sketch): Generator<{ at: Address; vertex: Vertex }> {
    for (const [part, paths] of sketch.parts.entries())
        for (const [path, vertices] of paths.entries()) for (const [index, vertex] of vertices.entries()) yield { at: { part, path, index }, vertex };
}

/** The middle of each side: where a new vertex can be pulled out. */
export function* middlesOf(sketch: Sketch): Generator<{ at: Address; vertex: Vertex }> {
    if (sketch.kind === "Point") return;
    for (const [part, paths] of sketch.parts.entries()) {
        for (const [path, vertices] of paths.entries()) {
            const sides = sketch.kind === "Polygon" && vertices.length > 2 ? vertices.length : vertices.length - 1;
            for (let index = 0; index < sides; index++) {
                const [a, b] = [vertices[index]!, vertices[(index + 1) % vertices.length]!];
                yield { at: { part, path, index }, vertex: [(a[0]! + b[0]!) / 2, (a[1]! + b[1]!) / 2] };
            }
        }
    }
}
