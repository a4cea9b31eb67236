/** Where the map looks. */
export interface View {
    lon: number;
    lat: number;
    zoom: number;
}

export const CITY: View = { lon: 105.836, lat: 21.028, zoom: 11.4 };
const KEY = "hatang.view";

/** The place of this tab before the page was left, so that it never jumps. */
export function savedView(): View | undefined {
    try {
        const view = JSON.parse(sessionStorage.getItem(KEY) ?? "null") as View | null;
        return view && [view.lon, view.lat, view.zoom].every(Number.isFinite) ? view : undefined;
    } catch {
        return undefined;
    }
}

export function saveView(view: View): void {
    try {
        sessionStorage.setItem(KEY, JSON.stringify(view));
    } catch {
        // Without storage the map begins at the city again.
    }
}

/** "105.85,21.03" or "105.85,21.03,16" of a link. */
export function parseView(text: string | null): View | undefined {
    const [lon, lat, zoom = 16] = (text ?? "").split(",").map(Number);
    if (lon === undefined || lat === undefined || ![lon, lat, zoom].every(Number.isFinite)) return undefined;
    return Math.abs(lon) <= 180 && Math.abs(lat) <= 85 && text ? { lon, lat, zoom: Math.min(20, Math.max(2, zoom)) } : undefined;
}
