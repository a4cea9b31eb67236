import { distancePx, nearestOnSide, type Scale } from "./plane";

/** A neighbour in the register that vertices can be laid on. */
export interface Neighbour {
    id: number;
    name: string;
    /** Vertices of its lines and rings (closed, as GeoJSON has them); a point is a path of one. */
    paths: number[][][];
}

export interface Snap {
    place: [number, number];
    /** A vertex is met exactly; a side between its vertices. */
    on: "vertex" | "side";
    id: number;
    name: string;
}

export function pathsOf(geometry: GeoJSON.Geometry): number[][][] {
    switch (geometry.type) {
        case "Point":
            return [[geometry.coordinates]];
        case "MultiPoint":
            return geometry.coordinates.map((at) => [at]);
        case "LineString":
            return [geometry.coordinates];
        case "MultiLineString":
        case "Polygon":
            return geometry.coordinates;
        case "MultiPolygon":
            return geometry.coordinates.flat();
        case "GeometryCollection":
            return geometry.geometries.flatMap(pathsOf);
    }
}

/**
 * What a vertex at `at` should lie on: the nearest vertex within the tolerance, else the nearest side. A vertex wins over a
 * side that is nearer, or corners could never be met.
 */
export function snap(at: readonly [number, number], neighbours: Iterable<Neighbour>, tolerancePx: number, scale: Scale): Snap | undefined {
    let vertex: Snap | undefined;
    let side: Snap | undefined;
    let toVertex = tolerancePx;
    let toSide = tolerancePx;
    for (const { id, name, paths } of neighbours) {
        for (const path of paths) {
            for (let i = 0; i < path.length; i++) {
                const here = path[i]!;
                const far = distancePx(at, here, scale);
                if (far <= toVertex) {
                    toVertex = far;
                    vertex = { place: [here[0]!, here[1]!], on: "vertex", id, name };
                }
                const next = path[i + 1];
                if (!next || apart(at, here, next, toSide, scale)) continue;
                const { place } = nearestOnSide(at, here, next, scale);
                const off = distancePx(at, place, scale);
                if (off <= toSide) {
                    toSide = off;
                    side = { place, on: "side", id, name };
                }
            }
        }
    }
    return vertex ?? side;
}

/** Whether the box of a side is farther than the tolerance: most sides of a city are. */
function apart(at: readonly [number, number], a: readonly number[], b: readonly number[], tolerancePx: number, { x, y }: Scale): boolean {
    const [mx, my] = [tolerancePx / x, tolerancePx / y];
    return (
        at[0] < Math.min(a[0]!, b[0]!) - mx || at[0] > Math.max(a[0]!, b[0]!) + mx || at[1] < Math.min(a[1]!, b[1]!) - my || at[1] > Math.max(a[1]!, b[1]!) + my
    );
}
