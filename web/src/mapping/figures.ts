import type { Format } from "@/i18n";
import { area_m2, length_m, type Position } from "./geodesy";
import type { Sketch } from "./sketch";

const plane = (path: readonly number[][]): Position[] => path.map(([lon, lat]) => [lon!, lat!]);
const closed = (ring: Position[]): Position[] => (ring.length > 0 ? [...ring, ring[0]!] : ring);

export interface Figures {
    vertices: number;
    /** Of lines; of rings the way around. */
    length_m: number;
    area_m2: number;
    lastSide_m: number | undefined;
}

/** What can be measured of a shape, also while it is drawn. Holes count against the area. */
export function figuresOf({ kind, parts }: Sketch): Figures {
    const paths = parts.flat().map(plane);
    const last = paths.at(-1) ?? [];
    const ring = kind === "Polygon";
    const lengths = paths.map((path) => length_m(ring && path.length > 2 ? closed(path) : path));
    return {
        vertices: paths.reduce((n, path) => n + path.length, 0),
        length_m: lengths.reduce((sum, length) => sum + length, 0),
        area_m2: ring ? parts.reduce((sum, rings) => sum + rings.reduce((s, path, i) => s + area_m2(plane(path)) * (i === 0 ? 1 : -1), 0), 0) : 0,
        lastSide_m: last.length > 1 ? length_m(last.slice(-2)) : undefined,
    };
}

const KM_FROM_M = 10_000;
const HECTARE_FROM_M2 = 10_000;
const KM2_FROM_M2 = 10_000_000;

/** 12,4 m; 1.250 m; 12,35 km. */
export function lengthText(metres: number, { quantity }: Format): string {
    if (metres >= KM_FROM_M) return quantity(metres / 1000, "km", 2);
    return quantity(metres, "m", metres < 100 ? 2 : metres < 1000 ? 1 : 0);
}

/** 125,4 m²; 3,20 ha; 12,50 km². */
export function areaText(m2: number, { quantity }: Format): string {
    if (m2 >= KM2_FROM_M2) return quantity(m2 / 1e6, "km²", 2);
    return m2 >= HECTARE_FROM_M2 ? quantity(m2 / 1e4, "ha", 2) : quantity(m2, "m²", 1);
}
