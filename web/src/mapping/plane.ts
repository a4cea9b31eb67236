/** The plane of the screen around one place: near enough to the map's projection within a few hundred pixels. Pure. */
export interface Scale {
    /** Pixels per degree. */
    x: number;
    y: number;
}

const TILE_PX = 512;

export function scaleAt(lat: number, zoom: number): Scale {
    const x = (TILE_PX * 2 ** zoom) / 360;
    return { x, y: x / Math.cos((lat * Math.PI) / 180) };
}

type Degrees = readonly number[];

export const distancePx = (a: Degrees, b: Degrees, scale: Scale): number => Math.hypot((a[0]! - b[0]!) * scale.x, (a[1]! - b[1]!) * scale.y);

/** The place on the side a–b that is nearest to `at`, and how far along it lies (0 at a, 1 at b). */
export function nearestOnSide(at: Degrees, a: Degrees, b: Degrees, scale: Scale): { place: [number, number]; along: number } {
    const [dx, dy] = [(b[0]! - a[0]!) * scale.x, (b[1]! - a[1]!) * scale.y];
    const length2 = dx * dx + dy * dy;
    const raw = length2 === 0 ? 0 : ((at[0]! - a[0]!) * scale.x * dx + (at[1]! - a[1]!) * scale.y * dy) / length2;
    const along = Math.max(0, Math.min(1, raw));
    return { place: [a[0]! + (b[0]! - a[0]!) * along, a[1]! + (b[1]! - a[1]!) * along], along };
}
