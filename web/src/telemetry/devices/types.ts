import type { Quality } from "@/api/types";

export interface Gap {
    from: string;
    to: string;
    missing: number;
}
export interface StreamHealth {
    datastream_id: number;
    name: string;
    unit: string;
    interval_s?: number | null;
    last?: { t: string; value: number; quality: Quality } | null;
    stale: boolean;
    from: string;
    expected: number;
    present: number;
    gaps: Gap[];
    gaps_total: number;
}
export interface SensorHealth {
    sensor_id: number;
    last_contact?: string | null;
    battery?: { datastream_id: number; value: number; unit: string; t: string } | null;
    streams: StreamHealth[];
}
export interface DecoderField {
    name: string;
    title_vi: string;
    title_en: string;
    unit?: string | null;
}
export interface Decoder {
    key: string;
    maker: string;
    model: string;
    about_vi: string;
    about_en: string;
    source: string;
    ports?: number[] | null;
    parts: { fields: DecoderField[] }[];
    examples: { port: number; hex: string }[];
}
export interface Tried {
    values: { name: string; title_vi: string; title_en: string; unit?: string | null; value: number }[];
    rest?: string | null;
}
