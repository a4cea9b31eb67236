/** The server takes photos up to this size. */
export const PHOTO_BYTES_MAX = 10 * 1024 * 1024;
/** The server keeps photos with this longer side; sending more would only cost the crew's mobile data. */
const SIDE_MAX_PX = 1600;
const QUALITY = 0.85;
/** Below this a photo goes as it is. */
const SMALL_ENOUGH_BYTES = 600 * 1024;
const TAKEN = ["image/jpeg", "image/png", "image/webp"];

/** The size that a photo is drawn at: its longer side at most SIDE_MAX_PX. */
export function fitted(width: number, height: number): [number, number] {
    const scale = Math.min(1, SIDE_MAX_PX / Math.max(width, height));
    return [Math.round(width * scale), Math.round(height * scale)];
}

/**
 * A photo that the server takes and a weak network can carry: large ones and kinds such as HEIC become a smaller JPEG.
 * Gives nothing where it is too large and the browser cannot read it.
 */
export async function shrinkPhoto(file: File): Promise<Blob | undefined> {
    const taken = TAKEN.includes(file.type);
    if (taken && file.size <= SMALL_ENOUGH_BYTES) return file;
    const image = await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => undefined);
    if (!image) return taken && file.size <= PHOTO_BYTES_MAX ? file : undefined;
    const [width, height] = fitted(image.width, image.height);
    const canvas = document.createElement("canvas");
    canvas.width = width;
    canvas.height = height;
    canvas.getContext("2d")?.drawImage(image, 0, 0, width, height);
    image.close();
    const small = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    return small ?? undefined;
}
