/** The views of ingest, as the server gives them. */
export const PATHS = ["http", "mqtt", "program", "line_protocol", "chirpstack", "json", "sparkplug", "csv"] as const;
export type IngestPath = (typeof PATHS)[number];
export const SOURCES = ["line_protocol", "chirpstack", "json", "sparkplug"] as const;
export type SeriesSource = (typeof SOURCES)[number];
export type Clock = "unknown" | "good" | "ahead" | "behind" | "local_as_utc" | "utc_as_local";

export interface IngestHealth {
    database: "up" | "down";
    readings_per_s: number;
    lag_s: number;
    queued: number;
    queued_max: number;
    unsealed: number;
    unsealed_max: number;
    datastreams: number;
    mqtt: "off" | "connected" | "disconnected";
    mqtt_paused: boolean;
    mqtt_pauses: number;
    /** Where devices publish to the server itself; null: nowhere. */
    mqtt_listener: { port: number; tls: boolean; connections: number } | null;
    connections: number;
    mappings: number;
    waiting: number;
}

export interface Connection {
    path: IngestPath;
    name: string;
    first: string;
    last: string;
    last_accepted?: string | null;
    messages: number;
    accepted: number;
    duplicates: number;
    waiting: number;
    left_out: number;
    uncertain: number;
    gaps: number;
    missing: number;
    lost: number;
    refused: Record<string, number>;
    refused_total: number;
    last_refusal?: { code: string; where: string; title: string; title_en: string; at: string } | null;
    lag_s: number;
    lag_most_s: number;
    clock: Clock;
    clock_delay_s: number;
}

export interface UnitSuspect {
    datastream_id: number;
    scale: number;
    shift: number;
    value: number;
    t: string;
    run: number;
}

export interface ConnectionList {
    items: Connection[];
    total: number;
    most: number;
    units: UnitSuspect[];
}

export interface WaitingSeries {
    source: SeriesSource;
    series: string;
    kind: "number" | "boolean" | "text";
    value?: number | null;
    first: string;
    last: string;
    count: number;
}

export interface Mapping {
    id: number;
    version: number;
    source: SeriesSource;
    series: string;
    datastream_id?: number | null;
    scale: number;
    shift: number;
    created_at: string;
}
