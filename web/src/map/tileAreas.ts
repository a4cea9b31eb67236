import { TILE_MAX_ZOOM, TILE_MIN_ZOOM } from "./domainLayers";

/** Degrees. */
export type Area = [west: number, south: number, east: number, north: number];

export interface TileName {
    z: number;
    x: number;
    y: number;
}

/** What two areas have in common; undefined when they do not meet. */
export function overlap(a: Area, b: Area): Area | undefined {
    const area: Area = [Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.min(a[2], b[2]), Math.min(a[3], b[3])];
    return area[0] <= area[2] && area[1] <= area[3] ? area : undefined;
}

/** A tile shows this part of its side beyond its border. */
const MARGIN = 128 / 4096;

/** The tiles, up to one zoom beyond the map's, that something in the area can show in. */
export function tilesOver(area: Area | undefined, zoom: number): TileName[] {
    const out: TileName[] = [];
    if (!area) return out;
    const last = Math.max(TILE_MIN_ZOOM, Math.min(TILE_MAX_ZOOM, Math.ceil(zoom) + 1));
    for (let z = TILE_MIN_ZOOM; z <= last; z++) {
        const side = 2 ** z;
        const column = (lon: number): number => ((lon + 180) / 360) * side;
        const row = (lat: number): number => {
            const radians = (Math.max(-85, Math.min(85, lat)) * Math.PI) / 180;
            return ((1 - Math.asinh(Math.tan(radians)) / Math.PI) / 2) * side;
        };
        const within = (n: number): number => Math.max(0, Math.min(side - 1, Math.floor(n)));
        for (let x = within(column(area[0]) - MARGIN); x <= within(column(area[2]) + MARGIN); x++) {
            for (let y = within(row(area[3]) - MARGIN); y <= within(row(area[1]) + MARGIN); y++) out.push({ z, x, y });
        }
    }
    return out;
}
