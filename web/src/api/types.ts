/**
 * The views of the server as the pages use them (see /api/v1/openapi.json; `npm run types` writes all of it). What is marked
 * optional comes as null or not at all: compare with `== null`.
 */

export interface List<T> {
    items: T[];
    next: string | null;
    /** Exact count where the list has one, capped at 10,001. */
    total?: number;
}

export type Permission =
    | "asset.read" | "asset.write" | "asset.import" | "catalogue.read" | "catalogue.write" | "telemetry.read"
    | "telemetry.ingest" | "sensor.write" | "alarm.read" | "alarm.act" | "rule.read" | "rule.write" | "work.read"
    | "work.write" | "work.do" | "user.read" | "user.write" | "audit.read" | "jobs.read" | "jobs.write" | "live.read"
    | "security.read" | "policy.write" | "grant.write" | "approval.decide" | "credential.write" | "privacy.read"
    | "privacy.write";

/** From least to most protected: mở, dùng chung, nội bộ, hạn chế. */
export const SENSITIVITIES = ["open", "shared", "internal", "restricted"] as const;
export type Sensitivity = (typeof SENSITIVITIES)[number];

export interface User {
    id: number;
    version: number;
    name: string;
    full_name: string;
    email?: string;
    organisation_id?: number;
    organisation?: string;
    roles: string[];
    enabled: boolean;
    created_at: string;
    last_sign_in_at?: string;
    kind?: "person" | "service";
    /** Has a second factor in force. */
    second_factor?: boolean;
    locked_until?: string;
    disabled_reason?: "by_hand" | "idle";
    password_changed_at?: string;
}

export interface Session {
    user: User;
    permissions: Permission[];
    expires_at: string;
    /** Without activity for this long the session locks itself. */
    auto_lock_s?: number;
    locked?: boolean;
    /** A second factor opened this session. */
    second_factor?: boolean;
    /** Nothing but the own account may be used until these are done. */
    enrolment_required?: boolean;
    password_change_due?: boolean;
}

export interface Role {
    key: string;
    name_vi: string;
    name_en: string;
    permissions: Permission[];
    /** Up to which sensitivity it reaches. */
    sensitivity?: Sensitivity;
}
export interface Person { id: number; full_name: string; organisation?: string }
export interface Organisation {
    id: number;
    version: number;
    name: string;
    short_name?: string;
    kind: "owner" | "operator" | "authority" | "contractor";
    parent_id?: number;
}

export interface Domain { key: string; name_vi: string; name_en: string; icon: string; hue: string }

export interface AttributeSchema {
    type?: string | string[];
    title?: string;
    title_en?: string;
    description?: string;
    unit?: string;
    enum?: (string | number)[];
    properties?: Record<string, AttributeSchema>;
    required?: string[];
    items?: AttributeSchema;
    minimum?: number;
    maximum?: number;
    maxLength?: number;
    [keyword: string]: unknown;
}

export interface AssetClass {
    key: string;
    domain: string;
    level: AssetLevel;
    name_vi: string;
    name_en: string;
    type_code?: string;
    geometry: string[];
    schema: AttributeSchema;
    grading: string[];
    legal_basis: string;
    valid_from: string;
    valid_to?: string;
}

export interface Ward { code: string; name: string; kind: string; name_en: string }

export type AssetLevel = "work" | "item" | "component";
export type AssetStatus = "planned" | "under_construction" | "in_service" | "out_of_service" | "retired";
export interface Identifier { kind: string; value: string; issuer?: string; valid_from?: string; valid_to?: string }

export interface AssetSummary {
    id: number;
    version: number;
    class: string;
    domain: string;
    level: AssetLevel;
    name: string;
    status: AssetStatus;
    ward_code?: string;
    ward?: string;
    owner?: string;
    operator?: string;
    lon?: number;
    lat?: number;
    identifier?: string;
    sensitivity?: Sensitivity;
    generated: boolean;
    recorded_at: string;
}

export interface Asset {
    id: number;
    version: number;
    class: string;
    domain: string;
    level: AssetLevel;
    parent_id?: number;
    name: string;
    name_en?: string;
    other_names: string[];
    status: AssetStatus;
    grade?: string;
    owner_id?: number;
    owner?: string;
    operator_id?: number;
    operator?: string;
    ward_code?: string;
    ward?: string;
    address?: string;
    attributes: Record<string, unknown>;
    geometry: GeoJSON.Geometry | null;
    lon?: number;
    lat?: number;
    identifiers: Identifier[];
    sensitivity?: Sensitivity;
    generated: boolean;
    source?: string;
    valid_from: string;
    recorded_at: string;
}

export interface AssetVersion {
    version: number;
    valid_from: string;
    valid_to?: string;
    recorded_at: string;
    superseded_at?: string;
    changed_by?: string;
    reason?: string;
    asset: Asset;
}

export type HistoryKind =
    | "asset_created" | "asset_changed" | "alarm_raised" | "alarm_acknowledged" | "alarm_cleared" | "alarm_closed"
    | "work_created" | "work_assigned" | "work_started" | "work_completed" | "work_accepted" | "note";

export interface HistoryEntry {
    id: number;
    at: string;
    kind: HistoryKind;
    title_vi: string;
    title_en: string;
    actor?: string;
    link_kind?: string;
    link_id?: number;
}

export interface SearchHit {
    kind: "asset" | "ward" | "class" | "coordinates";
    id: number | string;
    label: string;
    sub?: string;
    lon?: number;
    lat?: number;
}

export type Quality = "good" | "uncertain" | "bad";

export interface Sensor {
    id: number;
    version: number;
    asset_id?: number;
    serial: string;
    name: string;
    model?: string;
    description?: string;
    lon?: number;
    lat?: number;
}

export interface Datastream {
    id: number;
    version: number;
    sensor_id: number;
    asset_id: number;
    name: string;
    property: string;
    unit: string;
    /** Declared interval; null for event-based streams. */
    interval_s: number | null;
    least?: number;
    most?: number;
    decimals: number;
    last: { t: string; value: number; quality: Quality } | null;
    age_s?: number;
    stale: boolean;
}

export interface Series {
    datastream_id: number;
    unit: string;
    from: string;
    to: string;
    aggregated: boolean;
    bucket_s?: number;
    /** The span begins before this time, and single readings before it are kept no longer. */
    removed_before?: string | null;
    /** Milliseconds since 1970-01-01 UTC. */
    t: number[];
    value: (number | null)[];
    min?: (number | null)[];
    max?: (number | null)[];
    /** Of single readings: 0 good, 1 uncertain, 2 bad. */
    quality?: number[];
    /** Of buckets: how many readings are not bad, and how many are. */
    count?: number[];
    bad?: number[];
}

export type Priority = "critical" | "major" | "warning" | "notice";
export type RuleKind = "above" | "below" | "no_data";

export interface Rule {
    id: number;
    version: number;
    datastream_id?: number;
    asset_class?: string;
    property?: string;
    name: string;
    kind: RuleKind;
    limit?: number;
    dead_band: number;
    on_delay_s: number;
    off_delay_s: number;
    priority: Priority;
    enabled: boolean;
    advice?: string;
}

export type AlarmState = "raised" | "acknowledged" | "cleared" | "closed";

export interface Alarm {
    id: number;
    version: number;
    rule_id?: number;
    kind: RuleKind;
    priority: Priority;
    state: AlarmState;
    active: boolean;
    acknowledged: boolean;
    asset_id: number;
    asset_name: string;
    asset_class: string;
    datastream_id: number;
    datastream_name: string;
    property: string;
    unit: string;
    limit?: number;
    value?: number;
    extreme?: number;
    raised_at: string;
    acknowledged_at?: string;
    acknowledged_by?: string;
    cleared_at?: string;
    closed_at?: string;
    lon?: number;
    lat?: number;
    message_vi: string;
    message_en: string;
    advice?: string;
    work_order_ids?: number[];
}

export type WorkKind = "repair" | "inspection" | "upkeep" | "emergency";
export type WorkState = "open" | "assigned" | "in_progress" | "completed" | "accepted" | "cancelled";

export interface WorkNote { id: number; at: string; by: string; text?: string; photo?: string }
export interface Transition { at: string; from?: string; to: string; by?: string; reason?: string }

export interface WorkOrder {
    id: number;
    version: number;
    number: string;
    asset_id: number;
    asset_name: string;
    alarm_id?: number;
    kind: WorkKind;
    title: string;
    description?: string;
    priority: Priority;
    state: WorkState;
    assignee_id?: number;
    assignee?: string;
    due_at?: string;
    created_by: string;
    created_at: string;
    started_at?: string;
    completed_at?: string;
    accepted_at?: string;
    result?: string;
    lon?: number;
    lat?: number;
    notes?: WorkNote[];
    transitions?: Transition[];
}

export interface Kpi {
    at: string;
    assets: number;
    sensors: number;
    sensors_fresh: number;
    alarms_open: number;
    alarms_unacknowledged: number;
    alarms_by_priority: Partial<Record<Priority, number>>;
    work_open: number;
    work_overdue: number;
    /** Null until the server has measured one. */
    readings_per_s: number | null;
}

export interface Basemap {
    id: string;
    name: string;
    kind: "local" | "xyz" | "wmts" | "mbtiles" | "pmtiles" | "cog";
    /** Address of its raster tiles on this host; none for the one drawn here, and while it cannot be read. */
    tiles?: string | null;
    attribution: string;
    min_zoom: number;
    max_zoom: number;
    satellite: boolean;
    date?: string | null;
    licence?: string | null;
}
