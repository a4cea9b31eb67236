/** Views of access, evidence and personal data, as the server gives them (see /api/v1/openapi.json). */
import type { Permission, Sensitivity, User } from "./types";

// -- signing in
export type SecondFactorMethod = "totp" | "webauthn" | "recovery";

/** 202 of POST /sessions: the password was right, a second factor is due. */
export interface SignInTicket {
    ticket: string;
    methods: SecondFactorMethod[];
    webauthn?: RequestOptionsJson | null;
    expires_at: string;
}
export interface OidcOffer {
    enabled: boolean;
    name?: string | null;
}

export interface CredentialDescriptorJson {
    id: string;
    type: string;
    transports?: string[];
}
/** PublicKeyCredentialRequestOptionsJSON of WebAuthn level 3: bytes are base64url. */
export interface RequestOptionsJson {
    challenge: string;
    timeout?: number;
    rpId?: string;
    allowCredentials?: CredentialDescriptorJson[];
    userVerification?: string;
}
/** PublicKeyCredentialCreationOptionsJSON. */
export interface CreationOptionsJson {
    rp: { id?: string; name: string };
    user: { id: string; name: string; displayName: string };
    challenge: string;
    pubKeyCredParams: { type: string; alg: number }[];
    timeout?: number;
    excludeCredentials?: CredentialDescriptorJson[];
    authenticatorSelection?: Record<string, unknown>;
    attestation?: string;
}

// -- one's own account
export interface Account {
    user: User;
    password_changed_at?: string;
    password_change_due: boolean;
    second_factor_required: boolean;
    /** Of a new password, by the policy in force. */
    password_length_min?: number;
}
export interface SessionItem {
    id: number;
    current: boolean;
    created_at: string;
    last_seen_at: string;
    address: string;
    user_agent: string;
    second_factor: boolean;
}
export interface Factor {
    id: number;
    kind: "totp" | "webauthn";
    label: string;
    created_at: string;
    last_used_at?: string;
    confirmed: boolean;
}
export interface FactorList {
    items: Factor[];
    recovery_codes_left: number;
}
export interface NewTotp {
    id: number;
    /** Base32, to be typed by hand. */
    secret: string;
    /** otpauth://… for the QR code. */
    uri: string;
}
export interface RecoveryCodes {
    /** Shown once; empty when earlier codes still hold. */
    recovery_codes: string[];
}
export interface Device {
    id: number;
    name: string;
    address: string;
    first_seen_at: string;
    last_seen_at: string;
    current: boolean;
}

// -- rights
/** Where a role holds; empty lists and null mean everywhere. */
export interface Extent {
    organisation?: string | null;
    wards: string[];
    domains: string[];
    classes: string[];
    sensitivity: Sensitivity;
    valid_to?: string | null;
}
export interface Grant extends Extent {
    id: number;
    user_id: number;
    user: string;
    role: string;
    organisation_id?: number | null;
    valid_from: string;
    reason?: string;
    granted_by: string;
    granted_at?: string;
    delegation_id?: number;
    ended_at?: string;
    ended_by?: string;
}
export interface AccessPart extends Omit<Extent, "organisation" | "valid_to"> {
    /** Owners or operators, parts of organisations included; empty means all. */
    organisations: number[];
}
export interface AccessPreview {
    permissions: { key: Permission; everywhere: boolean; parts: AccessPart[] }[];
    visible: { domain: string; visible: number; total: number }[];
}
export interface AssetAccess {
    visible: boolean;
    /** The asset is open to whoever may read assets at all. */
    open: boolean;
    /** Each grant, and which of its limits stand against it. */
    grants: (AccessPart & { against: string[] })[];
}

export interface Delegation {
    id: number;
    from_user_id: number;
    from_user: string;
    to_user_id: number;
    to_user: string;
    valid_from: string;
    valid_to: string;
    reason?: string;
    state: "waiting" | "active" | "ended";
    roles?: string[];
    grants?: Grant[];
}

export type ApprovalState = "waiting" | "approved" | "rejected" | "withdrawn" | "expired" | "failed";
export interface Approval {
    id: number;
    action: string;
    route: string;
    title_vi: string;
    title_en: string;
    target?: string;
    /** What was asked for; secrets are masked. */
    body?: unknown;
    /** The state now of what would change, where the server gives it. */
    before?: unknown;
    requested_by: number;
    requested_by_name: string;
    requested_at: string;
    reason?: string;
    state: ApprovalState;
    decided_by_name?: string;
    decided_at?: string;
    decision_reason?: string;
    result_status?: number;
    result_code?: string;
    expires_at: string;
}

export interface Credential {
    id: number;
    name: string;
    kind: "service" | "device";
    account_id: number;
    account: string;
    permissions: Permission[];
    datastream_ids?: number[];
    created_at: string;
    created_by?: string;
    expires_at: string;
    last_used_at?: string;
}

export interface PolicyItem {
    key: string;
    value: unknown;
    default: unknown;
    title_vi: string;
    title_en: string;
    legal_basis: string;
    changed_at?: string;
    changed_by?: string;
}

// -- evidence
export interface AuditProblem {
    kind: string;
    id: number;
    text_vi: string;
    text_en: string;
}
export interface AuditVerification {
    /** Of the last whole verification; absent: none yet. */
    checked_at?: string;
    ok: boolean;
    rows: number;
    first_id?: number;
    last_id?: number;
    chained_at?: string;
    problem_count?: number;
    problems: AuditProblem[];
    seals: { day: string; last_id: number; hash: string; signed_at: string }[];
    siem: { configured: boolean; sent_to_id?: number; behind: number; last_error?: string };
}

// -- watching
export type Severity = "high" | "medium" | "low";
export interface CountedAccount {
    /** Absent: names that are no account's. */
    user_id?: number;
    user?: string;
    count: number;
}
export interface SecurityWatch {
    failed_sign_ins: { by_hour: { at: string; count: number }[]; by_account: CountedAccount[]; by_address: { address: string; count: number }[] };
    locked_accounts: { user_id: number; user: string; full_name: string; locked_until: string }[];
    unusual: { kind: string; at: string; user?: string; text_vi: string; text_en: string }[];
    rights_changes: { id: number; at: string; user: string; action: string; entity: string; entity_id?: number | null; reason?: string }[];
    new_devices: { user_id: number; user: string; name: string; address: string; first_seen_at: string }[];
    /** Files that differ from the first start of this version. */
    integrity: { checked_at?: string; ok: boolean; files: { path: string; state: string }[] };
    audit: { ok: boolean; checked_at?: string };
    findings: { key: string; severity: Severity; title_vi: string; title_en: string; link?: string }[];
    certificates: { subject: string; issuer: string; not_after: string; days_left: number }[];
}

export type ReviewDecision = "keep" | "change" | "disable";
export interface ReviewItem {
    user_id: number;
    user: string;
    full_name: string;
    organisation?: string;
    roles: string[];
    grants: number | Grant[];
    last_sign_in_at?: string;
    reviewed_at?: string;
    reviewed_by?: string;
    due: boolean;
}
export interface RightsReview {
    due_at?: string;
    last_at?: string;
    items: ReviewItem[];
}

// -- personal data
export interface PrivacyField {
    entity: string;
    field: string;
    purpose_vi: string;
    purpose_en?: string;
    legal_basis: string;
    masked: boolean;
    retention: string;
}
export interface Consent {
    purpose: string;
    title_vi?: string;
    title_en?: string;
    given: boolean;
    at?: string;
}

export interface Breach {
    id: number;
    version: number;
    title: string;
    discovered_at: string;
    occurred_at?: string;
    description?: string;
    data_kinds?: string;
    people_affected?: number;
    cause?: string;
    consequences?: string;
    measures?: string;
    contact?: string;
    authority_notified_at?: string;
    people_notified_at?: string;
    closed_at?: string;
}
