export const FINDINGS = ["missing", "duplicate", "geometry", "disconnected", "outside", "no_geometry", "no_owner", "no_code"] as const;
export type FindingKind = (typeof FINDINGS)[number];

export interface QualityGroup {
    key?: string | null;
    name?: string | null;
    assets: number;
    judged: number;
    wanted: number;
    missing: number;
    findings: { kind: FindingKind; assets: number }[];
}
export interface Coverage {
    domain: string;
    assets: number;
    wards_without: string[];
}
export interface Quality {
    judged_at?: string | null;
    seconds?: number | null;
    running_percent?: number | null;
    all: QualityGroup;
    domains: QualityGroup[];
    wards: QualityGroup[];
    owners: QualityGroup[];
    coverage: Coverage[];
    networks: { network: string; lines: number; pieces: number; loose: number }[] | null;
    wards_known: number;
}
export interface Finding {
    kind: FindingKind;
    detail: { attributes?: string[]; fault?: string; with?: number; why?: string; network?: string; lines?: number } | null;
}
