import type { FilterSpecification, LayerSpecification, SourceSpecification } from "maplibre-gl";
import { dark, light } from "@/app/tokens";
import { FONT_MEDIUM } from "./baseLayers";
import { mapPalette } from "./palette";

export const SITES = "sites";
export const ALARMS = "alarms";
export const CHOSEN = "chosen";

/** From this zoom a site shows the icon of its domain; further out a dot of its state. */
const ICON_ZOOM = 12.5;

/** Lamps stand every thirty metres: further out they would only cover the streets. */
const LAMPS_FROM_ZOOM = 13.5;

export const sitesFilter = (hidden: ReadonlySet<string>): FilterSpecification => [
    "all",
    ["!", ["in", ["get", "domain"], ["literal", [...hidden]]]],
    ["any", ["!=", ["get", "domain"], "lighting"], [">=", ["zoom"], LAMPS_FROM_ZOOM]],
];

const nothing = { type: "FeatureCollection" as const, features: [] };

export const liveSources = (): Record<string, SourceSpecification> => ({
    [SITES]: { type: "geojson", data: nothing, promoteId: "id" },
    [ALARMS]: { type: "geojson", data: nothing, promoteId: "id" },
    [CHOSEN]: { type: "geojson", data: nothing },
});

/** Sites with sensors, then alarms above them, then the ring of the chosen thing. Pictures: see symbols.ts. */
export function liveLayers(isDark: boolean, hidden: ReadonlySet<string>): LayerSpecification[] {
    const t = isDark ? dark : light;
    const p = mapPalette(isDark);
    const scheme = isDark ? "dark" : "light";
    return [
        {
            id: SITES,
            type: "symbol",
            source: SITES,
            filter: sitesFilter(hidden),
            layout: {
                "icon-image": [
                    "step",
                    ["zoom"],
                    ["concat", scheme, "/dot/", ["get", "state"]],
                    ICON_ZOOM,
                    ["concat", scheme, "/site/", ["get", "domain"], "/", ["get", "state"]],
                ],
                "icon-allow-overlap": ["step", ["zoom"], true, ICON_ZOOM, false, 14.5, true],
                // The dots of the overview do not push the names of places away.
                "icon-ignore-placement": ["step", ["zoom"], true, ICON_ZOOM, false],
                "icon-padding": 1,
            },
        },
        {
            id: "alarm-ring",
            type: "circle",
            source: ALARMS,
            filter: ["all", ["==", ["get", "state"], "critical"], ["==", ["get", "halo"], true]],
            paint: {
                "circle-radius": 19,
                "circle-color": t.critical,
                "circle-opacity": 0.16,
                "circle-stroke-color": t.critical,
                "circle-stroke-width": 1.5,
                "circle-stroke-opacity": 0.7,
            },
        },
        {
            id: ALARMS,
            type: "symbol",
            source: ALARMS,
            layout: {
                "icon-image": ["concat", scheme, "/site/", ["get", "domain"], "/", ["get", "state"], ["case", ["get", "open"], "/open", ""]],
                "icon-size": ["interpolate", ["linear"], ["zoom"], 9, 0.6, 13, 1],
                "icon-allow-overlap": true,
                "icon-ignore-placement": true,
                "symbol-sort-key": ["get", "rank"],
                "text-field": ["step", ["zoom"], "", 12, ["get", "name"]],
                "text-font": FONT_MEDIUM,
                "text-size": 12,
                "text-offset": [0, 1.6],
                "text-anchor": "top",
                "text-max-width": 10,
                "text-optional": true,
            },
            paint: { "text-color": t.text, "text-halo-color": p.halo, "text-halo-width": 1.6 },
        },
        {
            id: CHOSEN,
            type: "circle",
            source: CHOSEN,
            paint: {
                "circle-radius": 20,
                "circle-color": t.accent,
                "circle-opacity": 0.08,
                "circle-stroke-color": t.accent,
                "circle-stroke-width": 2.5,
            },
        },
    ];
}
