import type { LayerSpecification, SourceSpecification } from "maplibre-gl";
import { dark, domainHues, light } from "@/app/tokens";
import { FONT } from "@/map/baseLayers";
import { mapPalette } from "@/map/palette";

export const SKETCH = "sketch";
export const HANDLES = "sketch-handles";
export const SNAP = "sketch-snap";
export const PAST = "past";
export const PAST_LAYERS = ["past-area", "past-line", "past-point"];
export const HIGHLIGHT = "highlight";

const nothing = { type: "FeatureCollection" as const, features: [] };

export const sketchSources = (): Record<string, SourceSpecification> => ({
    [PAST]: { type: "geojson", data: nothing, promoteId: "id" },
    [HIGHLIGHT]: { type: "geojson", data: nothing },
    [SKETCH]: { type: "geojson", data: nothing },
    [HANDLES]: { type: "geojson", data: nothing },
    [SNAP]: { type: "geojson", data: nothing },
});

/** The register of an earlier day, each domain in its hue, and what is highlighted: below the names. */
export function underLayers(isDark: boolean): LayerSpecification[] {
    const t = isDark ? dark : light;
    const p = mapPalette(isDark);
    const hue = ["match", ["get", "domain"], ...Object.entries(domainHues).flatMap(([key, pair]) => [key, pair[isDark ? 1 : 0]]), t.muted] as never;
    return [
        { id: "past-area", type: "fill", source: PAST, filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": hue, "fill-opacity": 0.16, "fill-outline-color": hue } },
        {
            id: "past-line",
            type: "line",
            source: PAST,
            filter: ["==", ["geometry-type"], "LineString"],
            layout: { "line-cap": "round", "line-join": "round" },
            paint: { "line-color": hue, "line-width": ["interpolate", ["linear"], ["zoom"], 11, 1, 17, 4] },
        },
        {
            id: "past-point",
            type: "circle",
            source: PAST,
            filter: ["==", ["geometry-type"], "Point"],
            paint: { "circle-color": hue, "circle-radius": ["interpolate", ["linear"], ["zoom"], 11, 1.4, 18, 5], "circle-stroke-color": p.halo, "circle-stroke-width": 0.8 },
        },
        {
            id: "past-name",
            type: "symbol",
            source: PAST,
            minzoom: 14,
            layout: {
                "text-field": ["get", "name"],
                "text-font": FONT,
                "text-size": 11.5,
                "text-max-width": 9,
                "symbol-placement": "point",
                "text-offset": [0, 0.9],
            },
            paint: { "text-color": p.label, "text-halo-color": p.halo, "text-halo-width": 1.4 },
        },
        { id: "highlight-fill", type: "fill", source: HIGHLIGHT, filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": t.accent, "fill-opacity": 0.18 } },
        {
            id: "highlight-line",
            type: "line",
            source: HIGHLIGHT,
            filter: ["!=", ["geometry-type"], "Point"],
            layout: { "line-cap": "round", "line-join": "round" },
            paint: { "line-color": t.accent, "line-width": 5, "line-opacity": 0.75 },
        },
        {
            id: "highlight-point",
            type: "circle",
            source: HIGHLIGHT,
            filter: ["==", ["geometry-type"], "Point"],
            paint: { "circle-radius": 9, "circle-color": t.accent, "circle-opacity": 0.25, "circle-stroke-color": t.accent, "circle-stroke-width": 2.5 },
        },
    ];
}

/** What is being drawn, with its handles: above everything. */
export function sketchLayers(isDark: boolean): LayerSpecification[] {
    const t = isDark ? dark : light;
    const p = mapPalette(isDark);
    return [
        { id: "sketch-fill", type: "fill", source: SKETCH, filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": t.major, "fill-opacity": 0.14 } },
        {
            id: "sketch-casing",
            type: "line",
            source: SKETCH,
            filter: ["!=", ["geometry-type"], "Point"],
            layout: { "line-cap": "round", "line-join": "round" },
            paint: { "line-color": p.halo, "line-width": 6 },
        },
        {
            id: "sketch-line",
            type: "line",
            source: SKETCH,
            filter: ["all", ["!=", ["geometry-type"], "Point"], ["!=", ["get", "next"], true]],
            layout: { "line-cap": "round", "line-join": "round" },
            paint: { "line-color": t.major, "line-width": 3 },
        },
        {
            id: "sketch-next",
            type: "line",
            source: SKETCH,
            filter: ["==", ["get", "next"], true],
            paint: { "line-color": t.major, "line-width": 2, "line-dasharray": [2, 2] },
        },
        {
            id: "sketch-middles",
            type: "circle",
            source: HANDLES,
            filter: ["==", ["get", "middle"], true],
            paint: { "circle-radius": 4, "circle-color": p.halo, "circle-opacity": 0.9, "circle-stroke-color": t.major, "circle-stroke-width": 1.2, "circle-stroke-opacity": 0.7 },
        },
        {
            id: "sketch-vertices",
            type: "circle",
            source: HANDLES,
            filter: ["!=", ["get", "middle"], true],
            paint: {
                "circle-radius": ["case", ["==", ["get", "active"], true], 8, 6],
                "circle-color": ["case", ["==", ["get", "active"], true], t.major, p.halo],
                "circle-stroke-color": ["case", ["==", ["get", "active"], true], p.halo, t.major],
                "circle-stroke-width": 2.4,
            },
        },
        {
            id: "sketch-snap",
            type: "circle",
            source: SNAP,
            paint: {
                "circle-radius": ["case", ["==", ["get", "on"], "vertex"], 12, 9],
                "circle-opacity": 0,
                "circle-stroke-color": t.accent,
                "circle-stroke-width": ["case", ["==", ["get", "on"], "vertex"], 3, 2],
            },
        },
    ];
}
