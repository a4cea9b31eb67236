import { api, ApiError, buildUrl } from "@/api/client";

export interface Attachment {
    id: number;
    version: number;
    asset_id: number;
    kind: "photo" | "document";
    media_type: string;
    file_name: string;
    bytes: number;
    caption?: string | null;
    added_at: string;
    added_by: string;
}

export const attachmentUrl = (id: number, part: "content" | "thumbnail") => `/api/v1/attachments/${id}/${part}`;

/** The limits of the server (registry/limits.hpp), so that nothing large is sent in vain. */
const PHOTO_BYTES_MAX = 20 * 2 ** 20;
const DOCUMENT_BYTES_MAX = 60 * 2 ** 20;
export const ACCEPTED = "image/jpeg,image/png,image/webp,.pdf,.docx,.xlsx,.dwg,.ifc,.zip";

/** How much a file may have, where it has more. */
export function tooLarge(file: { type: string; size: number }): number | undefined {
    const most = file.type.startsWith("image/") ? PHOTO_BYTES_MAX : DOCUMENT_BYTES_MAX;
    return file.size > most ? most : undefined;
}

/** 1,4 MB in the words of the chosen language: `number` writes it. */
export function sizeWords(bytes: number, number: (value: number, decimals: number) => string): string {
    if (bytes < 1_000_000) return `${number(Math.max(1, Math.round(bytes / 1_000)), 0)} kB`;
    return `${number(bytes / 1_000_000, 1)} MB`;
}

export interface Failure {
    name: string;
    error: unknown;
}

/** Sends files one after the other: a street has little bandwidth, and each that arrived is safe. */
export async function sendFiles(assetId: number, files: File[], onFile: (name: string, done: number) => void): Promise<Failure[]> {
    const failures: Failure[] = [];
    for (const [i, file] of files.entries()) {
        onFile(file.name, i);
        try {
            await api.upload<Attachment>(buildUrl(`/api/v1/assets/${assetId}/attachments`, { name: file.name }), file, { idempotencyKey: crypto.randomUUID() });
        } catch (error) {
            failures.push({ name: file.name, error });
            // Without a connection or a session the others fail just the same.
            if (error instanceof ApiError && (error.status === 0 || error.status === 401)) break;
        }
    }
    return failures;
}
