import { parseView, type View } from "@/map/view";

/** Everything that the address of the map page says: a colleague who opens it sees the same. Pure. */
export interface MapLink {
    view?: View | undefined;
    asset?: number | undefined;
    /** Domains and classes ("road", "road/lamp") that are switched off. */
    hidden: readonly string[];
    basemap?: string | undefined;
    /** yyyy-MM-dd: the register as it was at the end of this day. */
    date?: string | undefined;
    /** The mineral planning map: its panel, and its domain alone over the base. */
    minerals?: boolean | undefined;
    /** What is on the right of the swipe: another base map or another day. */
    right?: { basemap?: string | undefined; date?: string | undefined } | undefined;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
export const isDay = (text: string | null | undefined): text is string => !!text && DAY.test(text) && !Number.isNaN(Date.parse(text));
const ID = /^[\w-]{1,40}$/;
const KEY = /^[a-z_]{1,60}(\/[a-z_0-9]{1,60})?$/;

export function readLink(search: URLSearchParams): MapLink {
    const asset = Number(search.get("asset"));
    const text = (name: string, form: RegExp): string | undefined => {
        const value = search.get(name);
        return value && form.test(value) ? value : undefined;
    };
    const day = (name: string): string | undefined => (isDay(search.get(name)) ? search.get(name)! : undefined);
    const right = { basemap: text("base2", ID), date: day("date2") };
    return {
        view: parseView(search.get("at")),
        asset: Number.isSafeInteger(asset) && asset > 0 ? asset : undefined,
        hidden: (search.get("hidden") ?? "").split(",").filter((key) => KEY.test(key)),
        basemap: text("base", ID),
        date: day("date"),
        minerals: search.get("plan") === "mineral" ? true : undefined,
        right: search.get("swipe") === "1" ? right : undefined,
    };
}

export function writeLink({ view, asset, hidden, basemap, date, minerals, right }: MapLink): URLSearchParams {
    const search = new URLSearchParams();
    const set = (name: string, value: string | number | undefined): void => {
        if (value !== undefined && value !== "") search.set(name, String(value));
    };
    if (view) set("at", `${view.lon.toFixed(5)},${view.lat.toFixed(5)},${Number(view.zoom.toFixed(2))}`);
    set("asset", asset);
    set("hidden", [...hidden].sort().join(","));
    set("base", basemap);
    set("date", date);
    set("plan", minerals ? "mineral" : undefined);
    if (right) {
        set("swipe", "1");
        set("base2", right.basemap);
        set("date2", right.date);
    }
    return search;
}

/** The last moment of a day in Hà Nội, as the server takes it. */
export const endOfDay = (day: string): string => `${day}T23:59:59+07:00`;
