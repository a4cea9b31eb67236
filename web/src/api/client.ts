import { language } from "@/i18n/preferences";
import { lockGate } from "./lockGate";

/** A refusal of the server (RFC 9457) or a failure to reach it (`code` "unreachable"). */
export class ApiError extends Error {
    constructor(
        readonly status: number,
        /** Stable code of the server's error table, e.g. "version_conflict". */
        readonly code: string,
        readonly titleVi: string,
        readonly titleEn: string,
        /** JSON pointer or parameter that was refused, e.g. "/readings/3/value". */
        readonly where: string | undefined,
        readonly requestId: string | undefined,
        /** When another try is worth it, ms since 1970 (Retry-After). */
        readonly retryAt: number | undefined = undefined,
    ) {
        super(code);
    }

    /** The sentence for people, in the chosen language. */
    get title(): string {
        return language() === "vi" ? this.titleVi : this.titleEn;
    }
}

/** The answer 202 to a dangerous act: nothing is done until a second person agrees. */
export class ApprovalPending extends ApiError {
    constructor(readonly approvalId: number) {
        super(
            202,
            "approval_waiting",
            "Đã gửi yêu cầu phê duyệt. Việc này được thực hiện khi người thứ hai đồng ý.",
            "Sent for approval. It will be done when a second person agrees.",
            undefined,
            undefined,
        );
    }
}

export type QueryValue = string | number | boolean | undefined | null;

export interface CallOptions {
    query?: Record<string, QueryValue>;
    signal?: AbortSignal | undefined;
    /** Version that the change is based on; sent as If-Match. */
    version?: number;
    /** Lets a repeated creation answer with the first result. */
    idempotencyKey?: string;
    /** Why, for the person who approves a dangerous act. */
    approvalReason?: string;
    /** The answer is a file, not JSON. */
    asFile?: boolean;
    /** Asks with this credential instead of the session: to try it as the device would. */
    secret?: string;
}

const UNREACHABLE = new ApiError(
    0,
    "unreachable",
    "Không liên lạc được với máy chủ. Kiểm tra mạng rồi thử lại.",
    "The server cannot be reached. Check the network and try again.",
    undefined,
    undefined,
);

let onUnauthenticated: () => void = () => undefined;

/** Called when any request answers 401 outside the sign-in itself. */
export function setUnauthenticatedHandler(handler: () => void): void {
    onUnauthenticated = handler;
}

let onApproval: (approval: ApprovalPending) => void = () => undefined;

/** Called when any act was sent for approval instead of being done. */
export function setApprovalHandler(handler: (approval: ApprovalPending) => void): void {
    onApproval = handler;
}

export function buildUrl(path: string, query?: Record<string, QueryValue>): string {
    const search = new URLSearchParams();
    for (const [key, value] of Object.entries(query ?? {})) {
        if (value !== undefined && value !== null && value !== "") search.set(key, String(value));
    }
    const text = search.toString();
    return text ? `${path}?${text}` : path;
}

function retryAt(seconds: string | null): number | undefined {
    return seconds && /^\d+$/.test(seconds) ? Date.now() + Number(seconds) * 1000 : undefined;
}

async function refusal(response: Response): Promise<ApiError> {
    const body: unknown = await response.json().catch(() => undefined);
    const problem = (typeof body === "object" && body !== null ? body : {}) as Record<string, string | undefined>;
    return new ApiError(
        response.status,
        problem["code"] ?? `http_${response.status}`,
        problem["title"] ?? `Máy chủ từ chối yêu cầu (mã HTTP ${response.status}).`,
        problem["title_en"] ?? problem["title"] ?? `The server refused the request (HTTP ${response.status}).`,
        problem["where"] || undefined,
        problem["request_id"],
        retryAt(response.headers.get("Retry-After")),
    );
}

async function send<T>(method: string, path: string, body: BodyInit | undefined, type: string | undefined, options: CallOptions): Promise<T> {
    const headers: Record<string, string> = { Accept: "application/json, application/problem+json" };
    if (type) headers["Content-Type"] = type;
    if (options.version !== undefined) headers["If-Match"] = `"${options.version}"`;
    if (options.idempotencyKey) headers["Idempotency-Key"] = options.idempotencyKey;
    if (options.approvalReason) headers["Approval-Reason"] = encodeURIComponent(options.approvalReason);
    if (options.secret) headers["Authorization"] = `Bearer ${options.secret}`;
    let response: Response;
    try {
        response = await fetch(buildUrl(path, options.query), {
            method,
            headers,
            credentials: options.secret ? "omit" : "same-origin",
            ...(body === undefined ? {} : { body }),
            ...(options.signal ? { signal: options.signal } : {}),
        });
    } catch (error) {
        if (error instanceof DOMException && error.name === "AbortError") throw error;
        throw UNREACHABLE;
    }
    if (!response.ok) {
        const error = await refusal(response);
        if (error.code === "session_locked") {
            await lockGate.wait(options.signal);
            return send<T>(method, path, body, type, options);
        }
        // Only this answer means that nobody is signed in: wrong passwords and codes are 401 too.
        if (error.code === "unauthenticated" && !options.secret) onUnauthenticated();
        throw error;
    }
    if (response.status === 204) return undefined as T;
    if (options.asFile) return (await response.blob()) as T;
    const answer = (await response.json()) as T;
    const approvalId = response.status === 202 ? (answer as { approval_id?: number | string }).approval_id : undefined;
    if (approvalId !== undefined) {
        const pending = new ApprovalPending(Number(approvalId));
        onApproval(pending);
        throw pending;
    }
    return answer;
}

const json = (body: unknown): string => JSON.stringify(body ?? {});

/** The REST client. Paths start with "/api/v1/". Every call throws {@link ApiError}. */
export const api = {
    get: <T>(path: string, options: CallOptions = {}) => send<T>("GET", path, undefined, undefined, options),
    post: <T>(path: string, body?: unknown, options: CallOptions = {}) =>
        send<T>("POST", path, json(body), "application/json", options),
    /** Asks for a file that is made from what is sent. */
    file: (path: string, body?: unknown, options: CallOptions = {}) =>
        send<Blob>("POST", path, json(body), "application/json", { ...options, asFile: true }),
    put: <T>(path: string, body: unknown, options: CallOptions = {}) =>
        send<T>("PUT", path, json(body), "application/json", options),
    patch: <T>(path: string, body: unknown, options: CallOptions = {}) =>
        send<T>("PATCH", path, json(body), "application/json", options),
    delete: <T>(path: string, options: CallOptions = {}) => send<T>("DELETE", path, undefined, undefined, options),
    upload: <T>(path: string, file: Blob, options: CallOptions = {}) => send<T>("POST", path, file, file.type, options),
    putPart: <T>(path: string, part: Blob, options: CallOptions = {}) => send<T>("PUT", path, part, "application/octet-stream", options),
};
