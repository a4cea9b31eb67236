import proj4 from "proj4";
import { AREA } from "../shape";
import { inDegrees, SYSTEMS, type CoordinateSystem } from "./systems";
import type { Box } from "./types";

/** Where the numbers of a file lie in WGS 84: to see at once what a choice would do. The server transforms what is stored. */
export type Position = [lon: number, lat: number];

const converters = new Map<string, (point: [number, number]) => [number, number]>();

/** From the numbers of a file (east before north) to longitude and latitude; undefined where the system cannot hold them. */
export function toWgs84(system: CoordinateSystem, east: number, north: number): Position | undefined {
    if (inDegrees(system) && (Math.abs(east) > 180 || Math.abs(north) > 90)) return undefined;
    let convert = converters.get(system.code);
    if (!convert) converters.set(system.code, (convert = proj4(system.proj, "+proj=longlat +datum=WGS84 +no_defs").forward));
    const [lon, lat] = convert([east, north]);
    return Number.isFinite(lon) && Number.isFinite(lat) && Math.abs(lon) <= 180 && Math.abs(lat) <= 90 ? [lon, lat] : undefined;
}

export const inArea = ([lon, lat]: Position): boolean => lon >= AREA.west && lon <= AREA.east && lat >= AREA.south && lat <= AREA.north;

/** Metres between two near positions; a sphere is enough to say "224 m". */
export function distance_m([lon1, lat1]: Position, [lon2, lat2]: Position): number {
    const rad = Math.PI / 180;
    const x = (lon2 - lon1) * rad * Math.cos(((lat1 + lat2) / 2) * rad);
    const y = (lat2 - lat1) * rad;
    return Math.hypot(x, y) * 6_371_008.8;
}

/** Points that stand for an extent: its corners. */
export const cornersOf = ([west, south, east, north]: Box): [number, number][] => [[west, south], [east, south], [east, north], [west, north]];

export interface Placing {
    /** Where the points would lie. */
    positions: Position[];
    inside: number;
}

export function place(system: CoordinateSystem, points: [number, number][], swapped = false): Placing {
    const positions = points.flatMap(([x, y]) => {
        const at = swapped ? toWgs84(system, y, x) : toWgs84(system, x, y);
        return at ? [at] : [];
    });
    return { positions, inside: positions.filter(inArea).length };
}

export interface Advice {
    placing: Placing;
    /** Every point lies in the city with this choice. */
    fits: boolean;
    /** Fits when X and Y change places. */
    exchange: boolean;
    /** Other systems with which every point lies in the city, and how far its first point would be from this choice. */
    others: { system: CoordinateSystem; swapped: boolean; off_m: number | undefined }[];
}

/** What the numbers of the file say about a choice of system: does it fit, would an exchange fit, what else would. */
export function advise(system: CoordinateSystem | undefined, points: [number, number][], swapped: boolean): Advice {
    const fits = (s: CoordinateSystem, exchanged: boolean) => points.length > 0 && place(s, points, exchanged).inside === points.length;
    const placing = system ? place(system, points, swapped) : { positions: [], inside: 0 };
    const chosenFits = system !== undefined && fits(system, swapped);
    const others = SYSTEMS.flatMap((each) =>
        [swapped, !swapped]
            .filter((exchanged) => each !== system && fits(each, exchanged))
            .slice(0, 1)
            .map((exchanged) => {
                const [from] = placing.positions;
                const [to] = place(each, points, exchanged).positions;
                return { system: each, swapped: exchanged, off_m: from && to ? distance_m(from, to) : undefined };
            }),
    );
    return { placing, fits: chosenFits, exchange: system !== undefined && !chosenFits && fits(system, !swapped), others };
}
