import { api, ApiError } from "@/api/client";
import type { Import } from "./types";

/** Small enough that the bar moves on a slow line from the first second. */
const FIRST_PART_BYTES = 256 << 10;
/** A part that takes about this long shows progress and wastes little when the line breaks. */
const PART_AIM_MS = 1500;
const RETRY_FIRST_MS = 1000;
const RETRY_MOST_MS = 30_000;

/** The next part doubles or halves towards the time aimed at. */
export function nextPartBytes(bytes: number, took_ms: number, most: number): number {
    const next = took_ms < PART_AIM_MS / 2 ? bytes * 2 : took_ms > PART_AIM_MS * 2 ? bytes / 2 : bytes;
    return Math.min(most, Math.max(FIRST_PART_BYTES, next));
}

export interface UploadState {
    received: number;
    total: number;
    phase: "sending" | "waiting" | "stopped" | "failed" | "done";
    error?: unknown;
}

interface Ports {
    read: (id: number) => Promise<Import>;
    send: (id: number, offset: number, part: Blob, signal: AbortSignal) => Promise<Import>;
    sleep: (ms: number, signal: AbortSignal) => Promise<void>;
    now: () => number;
}

const path = (id: number) => `/api/v1/imports/${id}`;
const server: Ports = {
    read: (id) => api.get<Import>(path(id)),
    send: (id, offset, part, signal) => api.putPart<Import>(`${path(id)}/content`, part, { query: { offset }, signal }),
    sleep: (ms, signal) =>
        new Promise((resolve) => {
            const timer = setTimeout(resolve, ms);
            signal.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
        }),
    now: () => performance.now(),
};

/** Whether another try may help: the server was not reached, or was busy. */
const passing = (error: unknown): boolean => error instanceof ApiError && (error.status === 0 || error.status === 429 || error.status >= 502);

/** One file on its way to the server, in parts; goes on by itself after a break of the line. */
export class Upload {
    state: UploadState;
    private abort = new AbortController();
    private readonly listeners = new Set<() => void>();

    constructor(
        readonly id: number,
        private readonly file: Blob,
        received: number,
        private readonly part_bytes_max: number,
        private readonly onDone: () => void = () => undefined,
        private readonly ports: Ports = server,
    ) {
        this.state = { received, total: file.size, phase: "sending" };
    }

    readonly subscribe = (listener: () => void): (() => void) => {
        this.listeners.add(listener);
        return () => this.listeners.delete(listener);
    };

    stop(): void {
        this.abort.abort();
        this.set({ phase: "stopped" });
    }

    /** Goes on from where the server stands, after a stop or a refusal. */
    again(): void {
        this.abort = new AbortController();
        this.set({ phase: "sending", error: undefined });
        void this.run();
    }

    async run(): Promise<void> {
        const { signal } = this.abort;
        let bytes = FIRST_PART_BYTES;
        let pause = RETRY_FIRST_MS;
        while (this.state.received < this.state.total && !signal.aborted) {
            const { received } = this.state;
            const began = this.ports.now();
            try {
                const part = this.file.slice(received, received + Math.min(bytes, this.part_bytes_max));
                const answer = await this.ports.send(this.id, received, part, signal);
                this.set({ received: answer.received, phase: "sending" });
                bytes = nextPartBytes(bytes, this.ports.now() - began, this.part_bytes_max);
                pause = RETRY_FIRST_MS;
            } catch (error) {
                if (signal.aborted) return;
                if (error instanceof ApiError && error.status === 409) {
                    // The server holds more or less than we thought: a part arrived whose answer was lost.
                    const now = await this.ports.read(this.id).catch(() => undefined);
                    if (now && now.received !== received) {
                        this.set({ received: now.received });
                        continue;
                    }
                    return this.set({ phase: "failed", error });
                }
                if (!passing(error)) return this.set({ phase: "failed", error });
                this.set({ phase: "waiting", error });
                await this.ports.sleep(pause, signal);
                pause = Math.min(RETRY_MOST_MS, pause * 2);
                bytes = FIRST_PART_BYTES;
                const now = await this.ports.read(this.id).catch(() => undefined);
                if (now && !signal.aborted) this.set({ received: now.received });
            }
        }
        if (signal.aborted) return;
        this.set({ phase: "done" });
        this.onDone();
    }

    private set(change: Partial<UploadState>): void {
        this.state = { ...this.state, ...change };
        this.listeners.forEach((listener) => listener());
    }
}

/** Uploads of this browser tab by import: they go on while the person looks at other pages. */
const running = new Map<number, Upload>();

export const uploadOf = (id: number): Upload | undefined => running.get(id);

export function startUpload(into: Import, file: Blob, onDone: () => void): Upload {
    running.get(into.id)?.stop();
    const upload = new Upload(into.id, file, into.received, into.part_bytes_max, () => {
        running.delete(into.id);
        onDone();
    });
    running.set(into.id, upload);
    void upload.run();
    return upload;
}

export function stopUpload(id: number): void {
    running.get(id)?.stop();
    running.delete(id);
}
