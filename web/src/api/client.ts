import { language } from "@/i18n/preferences";

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
    ) {
        super(code);
    }

    /** The sentence for people, in the chosen language. */
    get title(): string {
        return language() === "vi" ? this.titleVi : this.titleEn;
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

export function buildUrl(path: string, query?: Record<string, QueryValue>): string {
    const search = new URLSearchParams();
    for (const [key, value] of Object.entries(query ?? {})) {
        if (value !== undefined && value !== null && value !== "") search.set(key, String(value));
    }
    const text = search.toString();
    return text ? `${path}?${text}` : path;
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
    );
}

async function send<T>(method: string, path: string, body: BodyInit | undefined, type: string | undefined, options: CallOptions): Promise<T> {
    const headers: Record<string, string> = { Accept: "application/json, application/problem+json" };
    if (type) headers["Content-Type"] = type;
    if (options.version !== undefined) headers["If-Match"] = `"${options.version}"`;
    if (options.idempotencyKey) headers["Idempotency-Key"] = options.idempotencyKey;
    let response: Response;
    try {
        response = await fetch(buildUrl(path, options.query), {
            method,
            headers,
            credentials: "same-origin",
            ...(body === undefined ? {} : { body }),
            ...(options.signal ? { signal: options.signal } : {}),
        });
    } catch (error) {
        if (error instanceof DOMException && error.name === "AbortError") throw error;
        throw UNREACHABLE;
    }
    if (!response.ok) {
        const error = await refusal(response);
        if (error.status === 401 && error.code !== "wrong_credentials") onUnauthenticated();
        throw error;
    }
    if (response.status === 204) return undefined as T;
    return (await response.json()) as T;
}

const json = (body: unknown): string => JSON.stringify(body ?? {});

/** The REST client. Paths start with "/api/v1/". Every call throws {@link ApiError}. */
export const api = {
    get: <T>(path: string, options: CallOptions = {}) => send<T>("GET", path, undefined, undefined, options),
    post: <T>(path: string, body?: unknown, options: CallOptions = {}) =>
        send<T>("POST", path, json(body), "application/json", options),
    put: <T>(path: string, body: unknown, options: CallOptions = {}) =>
        send<T>("PUT", path, json(body), "application/json", options),
    patch: <T>(path: string, body: unknown, options: CallOptions = {}) =>
        send<T>("PATCH", path, json(body), "application/json", options),
    delete: <T>(path: string, options: CallOptions = {}) => send<T>("DELETE", path, undefined, undefined, options),
    upload: <T>(path: string, file: Blob, options: CallOptions = {}) => send<T>("POST", path, file, file.type, options),
};
