/** The views of imports and exports as the pages use them; null and absent mean the same. */

export type ImportState =
    | "uploading" | "uploaded" | "inspecting" | "inspected" | "checking" | "checked" | "importing" | "imported"
    | "undoing" | "undone" | "failed";

/** What becomes of one row of the file. */
export const OUTCOMES = ["created", "changed", "unchanged", "warned", "refused", "left"] as const;
export type Outcome = (typeof OUTCOMES)[number];

export interface FileField {
    name: string;
    type: string;
    /** The first few values, as text. */
    samples: string[];
    /** Every different one, where they are few enough for a list of codes. */
    values?: string[];
}

export type Box = [west: number, south: number, east: number, north: number];

export interface FileLayer {
    name: string;
    features: number;
    /** "None" in a table: its points are in two columns; "Unknown" where types are mixed. */
    geometry: string;
    crs: string | null;
    /** False: nothing in the file says it, its numbers only look like it. */
    crs_sure?: boolean;
    crs_name?: string | null;
    /** The numbers only make sense with X and Y exchanged. */
    axes_exchanged?: boolean;
    encoding: string;
    encoding_sure: boolean;
    /** Some cells read in each encoding that is possible, for people to see which is right. */
    encodings?: { encoding: string; samples: string[] }[];
    fields: FileField[];
    bbox_in_crs: Box | null;
}

export const isTable = (layer: FileLayer): boolean => layer.geometry === "None";

export interface FieldRule {
    attribute: string;
    column?: string;
    constant?: string | number | boolean;
    /** What the number in the file is multiplied by to reach the unit of the register. */
    unit_factor?: number;
    /** From the texts of the file to the codes of the list; null leaves the attribute empty. */
    values?: Record<string, string | null>;
}

export interface ImportSettings {
    layer: string;
    class: string | null;
    crs: string | null;
    encoding: string;
    /** X and Y of the file have changed places. */
    swap_axes?: boolean;
    /** Easting or longitude. */
    x_column: string | null;
    /** Northing or latitude. */
    y_column: string | null;
    name_column: string | null;
    id_column: string | null;
    id_kind: string | null;
    fields: FieldRule[];
    status?: string | null;
    owner_id?: number | null;
    source?: string | null;
}

export interface ImportReport {
    created: number;
    changed: number;
    unchanged: number;
    refused: number;
    warned: number;
    seconds?: number;
}

export interface JobProgress {
    percent: number;
    words?: string;
}

export interface Failure {
    code: string;
    /** Absent where the job itself broke off. */
    message_vi?: string;
    message_en?: string;
}

export interface Import {
    id: number;
    file_name: string;
    bytes: number;
    received: number;
    part_bytes_max: number;
    state: ImportState;
    format?: string | null;
    layers?: FileLayer[];
    settings?: ImportSettings | null;
    report?: ImportReport | null;
    undo_report?: { undone: number; left: number } | null;
    progress?: JobProgress | null;
    error?: Failure | null;
    created_at: string;
    created_by?: string | null;
    committed_at?: string | null;
    undone_at?: string | null;
}

export interface ImportRow {
    row: number;
    outcome: Outcome;
    code?: string | null;
    where?: string | null;
    reason_vi?: string | null;
    reason_en?: string | null;
    name?: string | null;
    lon?: number | null;
    lat?: number | null;
    asset_id?: number | null;
}

export interface ImportPreview extends GeoJSON.FeatureCollection {
    bbox?: Box;
    /** How many of the features shown lie outside of the city. */
    outside: number;
}

export const EXPORT_FORMATS = ["gpkg", "geojson", "fgb", "csv", "xlsx", "dxf", "cityjson"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export interface Export {
    id: number;
    state: "queued" | "running" | "ready" | "failed" | "expired";
    format: ExportFormat;
    crs: string;
    filter: Record<string, string>;
    features?: number | null;
    file_name?: string | null;
    bytes?: number | null;
    progress?: JobProgress | null;
    error?: Failure | null;
    created_at: string;
    expires_at?: string | null;
}
