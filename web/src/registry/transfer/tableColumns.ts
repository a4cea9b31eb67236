import { AREA, parseNumber } from "../shape";
import { compact } from "./mapping";
import type { FileField, FileLayer } from "./types";

/** Names that columns of easting (or longitude) and northing (or latitude) go by. X of Vietnamese survey papers is the north. */
const EAST = ["easting", "east", "e", "ydong", "dong", "toadoy", "y", "lon", "lng", "long", "longitude", "kinhdo"];
const NORTH = ["northing", "north", "n", "xbac", "bac", "toadox", "x", "lat", "latitude", "vido"];

type Axis = "east" | "north";

const numbersOf = (field: FileField): number[] => field.samples.flatMap((text) => parseNumber(text) ?? []);

/** What the numbers themselves say: metres of VN-2000 or UTM in the north of Việt Nam, or degrees of the city. */
function axisByValues(field: FileField): Axis | undefined {
    const numbers = numbersOf(field);
    if (numbers.length === 0) return undefined;
    const all = (least: number, most: number) => numbers.every((n) => n >= least && n <= most);
    if (all(AREA.west, AREA.east) || all(200_000, 900_000)) return "east";
    if (all(AREA.south, AREA.north) || all(2_200_000, 2_450_000)) return "north";
    return undefined;
}

const axisByName = (field: FileField): Axis | undefined => {
    const name = compact(field.name);
    return EAST.includes(name) ? "east" : NORTH.includes(name) ? "north" : undefined;
};

/** The two columns that hold the place of each row. Values count more than names: X and Y mean either axis in practice. */
export function guessColumns(layer: FileLayer): { x_column: string | null; y_column: string | null } {
    const named = layer.fields.filter((field) => axisByName(field) !== undefined);
    const find = (axis: Axis) =>
        named.find((field) => axisByValues(field) === axis) ??
        named.find((field) => axisByValues(field) === undefined && axisByName(field) === axis) ??
        layer.fields.find((field) => field.samples.length > 0 && axisByValues(field) === axis);
    return { x_column: find("east")?.name ?? null, y_column: find("north")?.name ?? null };
}

/** The first rows as points in the system of the file. */
export function samplePoints(layer: FileLayer, x_column: string | null, y_column: string | null): [number, number][] {
    const samples = (name: string | null) => layer.fields.find((field) => field.name === name)?.samples ?? [];
    const ys = samples(y_column);
    return samples(x_column).flatMap((text, i): [number, number][] => {
        const x = parseNumber(text);
        const y = parseNumber(ys[i] ?? "");
        return x === undefined || y === undefined ? [] : [[x, y]];
    });
}
