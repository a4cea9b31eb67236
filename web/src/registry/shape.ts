import type { Corner } from "./corners";

/** How a person says where an asset lies; becomes GeoJSON only when it is sent. */
export type Shape =
    | { mode: "keep" }
    | { mode: "none" }
    | { mode: "draw"; type: DrawType; vertices: [lon: number, lat: number][] }
    | { mode: "coordinates"; crs: Crs; first: string; second: string }
    | { mode: "corners"; crs: string; corners: Corner[]; stated: string; geometry: GeoJSON.Polygon | null };

export type DrawType = "Point" | "LineString" | "Polygon";
export type Crs = "EPSG:4326" | "EPSG:5897";

/** Hà Nội with a margin, in degrees: enough to notice swapped or mistyped numbers before the server does. */
export const AREA = { west: 105, east: 106.1, south: 20.5, north: 21.5 };

/** What a class may be drawn as, from the geometry types that it takes. */
export function drawTypes(taken: string[]): DrawType[] {
    const has = (type: string) => taken.includes(type) || taken.includes(`Multi${type}`);
    return (["Point", "LineString", "Polygon"] as const).filter(has);
}

/** Single shapes where the class takes them, else the Multi of the same. */
function typed(type: DrawType, coordinates: unknown, taken: string[]): GeoJSON.Geometry {
    const single = taken.length === 0 || taken.includes(type);
    return {
        type: single ? type : `Multi${type}`,
        coordinates: single ? coordinates : [coordinates],
    } as GeoJSON.Geometry;
}

/** The shape as GeoJSON, as far as it is drawn; null while it is too little to be one. */
export function drawn(type: DrawType, vertices: [number, number][], taken: string[]): GeoJSON.Geometry | null {
    const [first] = vertices;
    if (!first) return null;
    if (type === "Point") return typed("Point", vertices.at(-1), taken);
    if (type === "LineString") return vertices.length < 2 ? null : typed("LineString", vertices, taken);
    return vertices.length < 3 ? null : typed("Polygon", [[...vertices, first]], taken);
}

/** A number typed the Vietnamese way (105,8542) or the programmers' way (105.8542). */
export function parseNumber(text: string): number | undefined {
    const plain = text.trim().replace(/\s/g, "").replace(",", ".");
    if (!/^-?\d+(\.\d+)?$/.test(plain)) return undefined;
    return Number(plain);
}

export interface Sent {
    geometry: GeoJSON.Geometry | null;
    crs?: Crs;
}

/** What to send; undefined sends nothing and the stored shape stays. */
export function sent(shape: Shape, taken: string[]): Sent | undefined {
    if (shape.mode === "keep") return undefined;
    if (shape.mode === "none") return { geometry: null };
    if (shape.mode === "draw") {
        const geometry = drawn(shape.type, shape.vertices, taken);
        return geometry ? { geometry } : undefined;
    }
    if (shape.mode === "corners") return shape.geometry ? { geometry: typed("Polygon", shape.geometry.coordinates, taken) } : undefined;
    const first = parseNumber(shape.first);
    const second = parseNumber(shape.second);
    if (first === undefined || second === undefined) return undefined;
    // GeoJSON puts east before north in every system; people write VN-2000 as X (north), Y (east).
    const coordinates = shape.crs === "EPSG:5897" ? [second, first] : [first, second];
    return { geometry: typed("Point", coordinates, taken), crs: shape.crs };
}

/** Whether the two numbers would fit if they changed places. */
export function looksSwapped(crs: Crs, first: number | undefined, second: number | undefined): boolean {
    if (first === undefined || second === undefined) return false;
    if (crs === "EPSG:5897") return first < 1_000_000 && second > 1_000_000;
    const fits = (lon: number, lat: number) =>
        lon >= AREA.west && lon <= AREA.east && lat >= AREA.south && lat <= AREA.north;
    return !fits(first, second) && fits(second, first);
}
