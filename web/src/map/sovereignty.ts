import type { LayerSpecification, Map as MapLibre, SourceSpecification, StyleSpecification } from "maplibre-gl";

/**
 * Every map of Việt Nam shows these two archipelagos as Vietnamese, in Vietnamese, at every zoom, whatever the base map or
 * the interface language.
 */
export const SOVEREIGNTY_LABELS = [
    { name: "Quần đảo Hoàng Sa\n(Việt Nam)", lon: 112.0, lat: 16.5 },
    { name: "Quần đảo Trường Sa\n(Việt Nam)", lon: 114.0, lat: 10.0 },
] as const;

export const SOVEREIGNTY_ID = "sovereignty";

const source: SourceSpecification = {
    type: "geojson",
    data: {
        type: "FeatureCollection",
        features: SOVEREIGNTY_LABELS.map(({ name, lon, lat }) => ({
            type: "Feature",
            properties: { name },
            geometry: { type: "Point", coordinates: [lon, lat] },
        })),
    },
};

const layer = (isDark: boolean): LayerSpecification => ({
    id: SOVEREIGNTY_ID,
    type: "symbol",
    source: SOVEREIGNTY_ID,
    layout: {
        "text-field": ["get", "name"],
        "text-font": ["Be Vietnam Pro Medium"],
        "text-size": ["interpolate", ["linear"], ["zoom"], 2, 11, 6, 14],
        "text-allow-overlap": true,
        "text-ignore-placement": true,
    },
    paint: {
        "text-color": isDark ? "#C9D6EA" : "#21405F",
        "text-halo-color": isDark ? "#0A1526" : "#FFFFFF",
        "text-halo-width": 1.5,
    },
});

/** The style with the locked labels on top; whatever it held under their names is replaced. */
export function withSovereignty(style: StyleSpecification, isDark: boolean): StyleSpecification {
    return {
        ...style,
        sources: { ...style.sources, [SOVEREIGNTY_ID]: source },
        layers: [...style.layers.filter((each) => each.id !== SOVEREIGNTY_ID), layer(isDark)],
    };
}

type GuardedMap = Pick<
    MapLibre,
    "getLayer" | "getSource" | "getLayoutProperty" | "getLayersOrder" | "addSource" | "addLayer" | "moveLayer" | "removeLayer" | "on"
>;

/** Puts the labels back on a loaded map where they are missing, hidden or covered. */
export function restoreSovereignty(map: GuardedMap, isDark: boolean): void {
    if (!map.getSource(SOVEREIGNTY_ID)) map.addSource(SOVEREIGNTY_ID, source);
    if (map.getLayer(SOVEREIGNTY_ID) && map.getLayoutProperty(SOVEREIGNTY_ID, "visibility") === "none") {
        map.removeLayer(SOVEREIGNTY_ID);
    }
    if (!map.getLayer(SOVEREIGNTY_ID)) map.addLayer(layer(isDark));
    else if (map.getLayersOrder().at(-1) !== SOVEREIGNTY_ID) map.moveLayer(SOVEREIGNTY_ID);
}

/** Checks after every change of the style for as long as the map lives. */
export function keepSovereignty(map: GuardedMap, isDark: () => boolean): void {
    map.on("styledata", () => restoreSovereignty(map, isDark()));
}
