import { distance_m, type Position } from "./geodesy";
import { distancePx, nearestOnSide, type Scale } from "./plane";
import type { Sketch, Vertex } from "./sketch";

const plane = (vertex: Vertex): Position => [vertex[0]!, vertex[1]!];
const same = (a: Vertex, b: Vertex): boolean => a[0] === b[0] && a[1] === b[1];

export interface Cut {
    part: number;
    /** The side it lies on begins at this vertex. */
    index: number;
    place: Vertex;
}

/** Where a line would be cut: its nearest place to `at`, on a vertex where one is within the tolerance. */
export function cutAt(sketch: Sketch, at: readonly number[], tolerancePx: number, scale: Scale): Cut | undefined {
    let best: (Cut & { far: number }) | undefined;
    for (const [part, [path]] of sketch.parts.entries()) {
        for (let index = 0; path && index + 1 < path.length; index++) {
            const [a, b] = [path[index]!, path[index + 1]!];
            const { place, along } = nearestOnSide(at, a, b, scale);
            const far = distancePx(at, place, scale);
            if (far > tolerancePx || (best && far >= best.far)) continue;
            const end = distancePx(a, place, scale) <= tolerancePx ? a : distancePx(b, place, scale) <= tolerancePx ? b : undefined;
            const height = a[2] !== undefined && b[2] !== undefined ? [a[2] + (b[2] - a[2]) * along] : [];
            best = { part, index, place: end ?? [...place, ...height], far };
        }
    }
    return best && { part: best.part, index: best.index, place: best.place };
}

/** The two lines that a cut makes, the longer first; undefined at an end, where there is nothing to cut off. */
export function split(sketch: Sketch, { part, index, place }: Cut): [Sketch, Sketch] | undefined {
    const path = sketch.parts[part]?.[0];
    if (!path) return undefined;
    const head = [...path.slice(0, index + 1), place].filter((vertex, i, all) => i === 0 || !same(vertex, all[i - 1]!));
    const tail = [place, ...path.slice(index + 1)].filter((vertex, i, all) => i === 0 || !same(vertex, all[i - 1]!));
    if (head.length < 2 || tail.length < 2) return undefined;
    // Other parts stay with the side they stand on: before the cut with the head, after it with the tail.
    const one: Sketch = { ...sketch, parts: [...sketch.parts.slice(0, part), [head]] };
    const two: Sketch = { ...sketch, parts: [[tail], ...sketch.parts.slice(part + 1)] };
    return pathLength(one) >= pathLength(two) ? [one, two] : [two, one];
}

const pathLength = (sketch: Sketch): number =>
    sketch.parts.reduce((sum, [path]) => sum + (path ?? []).reduce((m, at, i, all) => m + (i === 0 ? 0 : distance_m(plane(all[i - 1]!), plane(at))), 0), 0);

/** Ends farther apart than this do not belong together: a merge must not draw a road that is not there. */
export const GAP_MAX_M = 5;

/** Joins two lines where their ends meet, in the direction of the first; undefined when no ends are within `GAP_MAX_M`. */
export function merge(first: Sketch, second: Sketch): { line: Sketch; gap_m: number } | undefined {
    const [a, b] = [first.parts.at(-1)?.[0], second.parts.at(-1)?.[0]];
    if (first.kind !== "LineString" || second.kind !== "LineString" || !a || !b || first.parts.length > 1 || second.parts.length > 1) return undefined;
    const turned = [...b].reverse();
    const ways = [
        { before: a, after: b },
        { before: a, after: turned },
        { before: b, after: a },
        { before: turned, after: a },
    ].map((way) => ({ ...way, gap_m: distance_m(plane(way.before.at(-1)!), plane(way.after[0]!)) }));
    const best = ways.reduce((least, way) => (way.gap_m < least.gap_m ? way : least));
    if (best.gap_m > GAP_MAX_M) return undefined;
    const after = same(best.before.at(-1)!, best.after[0]!) ? best.after.slice(1) : best.after;
    return { line: { ...first, parts: [[[...best.before, ...after]]] }, gap_m: best.gap_m };
}
