/** The kinds of files that an import takes, told by their ends. */
const SINGLE = {
    zip: "ESRI Shapefile (zip)",
    gpkg: "GeoPackage",
    geojson: "GeoJSON",
    json: "GeoJSON",
    fgb: "FlatGeobuf",
    kml: "KML",
    kmz: "KMZ",
    dxf: "DXF",
    csv: "CSV",
    tsv: "CSV",
    xlsx: "Excel",
    pbf: "OpenStreetMap PBF",
} as const;

/** What belongs to one Shapefile; the first three must be there. */
const PARTS_NEEDED = ["shp", "dbf", "shx"];
const PARTS = [...PARTS_NEEDED, "prj", "cpg", "sbn", "sbx", "qix"];

/** For the file dialog of the browser. */
export const ACCEPT = [...Object.keys(SINGLE), ...PARTS].map((end) => `.${end}`).join(",");

const endOf = (name: string): string => name.slice(name.lastIndexOf(".") + 1).toLowerCase();
const stemOf = (name: string): string => name.slice(0, name.lastIndexOf(".")).toLowerCase();

export type Choice =
    | { kind: "single"; file: File; format: string }
    | { kind: "shapefile"; name: string; parts: File[]; withoutSystem: boolean; withoutEncoding: boolean }
    | { kind: "refused"; why: "nothing" | "several" | "different" | "unknown" | "empty"; detail: string }
    | { kind: "refused"; why: "incomplete"; detail: string };

/** What a person has chosen or dropped: one file, the parts of one Shapefile, or something that cannot be imported and why. */
export function choiceOf(files: File[]): Choice {
    const [first] = files;
    if (!first) return { kind: "refused", why: "nothing", detail: "" };
    const empty = files.find((file) => file.size === 0 && !["cpg", "prj"].includes(endOf(file.name)));
    if (empty) return { kind: "refused", why: "empty", detail: empty.name };
    const parts = files.filter((file) => PARTS.includes(endOf(file.name)) || /\.shp\.xml$/i.test(file.name));
    if (parts.length === 0) {
        if (files.length > 1) return { kind: "refused", why: "several", detail: String(files.length) };
        const end = endOf(first.name);
        if (!(end in SINGLE)) return { kind: "refused", why: "unknown", detail: first.name };
        return { kind: "single", file: first, format: SINGLE[end as keyof typeof SINGLE] };
    }
    if (parts.length < files.length) return { kind: "refused", why: "several", detail: String(files.length) };
    const core = parts.filter((file) => !/\.xml$/i.test(file.name));
    const stems = new Set(core.map((file) => stemOf(file.name)));
    if (stems.size > 1) return { kind: "refused", why: "different", detail: [...stems].join(", ") };
    const has = (end: string) => core.some((file) => endOf(file.name) === end);
    const absent = PARTS_NEEDED.filter((end) => !has(end));
    if (absent.length > 0) return { kind: "refused", why: "incomplete", detail: absent.map((end) => `.${end}`).join(", ") };
    const name = core[0]?.name ?? first.name;
    return {
        kind: "shapefile",
        name: `${name.slice(0, name.lastIndexOf("."))}.zip`,
        parts: core,
        withoutSystem: !has("prj"),
        withoutEncoding: !has("cpg"),
    };
}
