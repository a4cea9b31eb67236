import type { AssetStatus } from "@/api/types";

export interface IdentifierKind {
    key: string;
    name_vi: string;
    name_en: string;
    issuer: string;
    legal_basis: string;
    example: string;
    structure: "published" | "set" | "not_set" | "opaque";
    /** What the city has set: # digit, @ letter, * either. */
    mask?: string;
    issued_here: boolean;
}

export interface RegisterSetting {
    key: string;
    value?: string;
    title_vi: string;
    title_en: string;
    changed_at?: string;
    changed_by?: string;
}

export interface CodeHit {
    kind: string;
    value: string;
    issuer?: string;
    valid_from?: string;
    valid_to?: string;
    valid: boolean;
    whole: boolean;
    asset_id: number;
    class: string;
    domain: string;
    name: string;
    status: AssetStatus;
    ward?: string;
}
export interface CodeHits {
    items: CodeHit[];
    check_failed: boolean;
}

export interface CodeBatch {
    id: number | null;
    state: "counted" | "queued" | "running" | "done" | "failed";
    total: number;
    issued: number;
    error?: { message_vi?: string; message_en?: string } | null;
}

export interface LabelCount {
    labels: number;
    without_code: number;
    most: number;
    address?: string | null;
}

export type SuccessionKind = "split" | "merge" | "replace" | "demolish";
/** `kept`: it was split or merged and goes on. */
export type SuccessionRole = "predecessor" | "successor" | "kept";
export interface SuccessionWork {
    role: SuccessionRole;
    id: number;
    name: string;
    class: string;
    domain: string;
    status: AssetStatus;
}
export interface Succession {
    id: number;
    kind: SuccessionKind;
    role: SuccessionRole;
    day: string;
    reason: string;
    recorded_at: string;
    recorded_by: string;
    works: SuccessionWork[];
}
