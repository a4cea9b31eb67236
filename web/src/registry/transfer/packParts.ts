import { Zip, ZipDeflate } from "fflate";

/**
 * The parts of a Shapefile as one zip. The same parts give the same bytes, so that an upload that broke off can go on after
 * they were chosen again.
 */
export async function packParts(parts: File[]): Promise<Blob> {
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    const zip = new Zip((error, chunk) => {
        if (error) throw error;
        chunks.push(chunk as Uint8Array<ArrayBuffer>);
    });
    for (const part of [...parts].sort((a, b) => (a.name < b.name ? -1 : 1))) {
        const entry = new ZipDeflate(part.name, { level: 6 });
        entry.mtime = new Date(part.lastModified || Date.UTC(2000, 0, 1));
        zip.add(entry);
        const reader = part.stream().getReader();
        for (let next = await reader.read(); !next.done; next = await reader.read()) entry.push(next.value);
        entry.push(new Uint8Array(0), true);
    }
    zip.end();
    return new Blob(chunks, { type: "application/zip" });
}
