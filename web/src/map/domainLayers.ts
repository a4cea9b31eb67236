import type { ExpressionSpecification, LayerSpecification, SourceSpecification } from "maplibre-gl";
import { dark, domainHues, light } from "@/app/tokens";
import { FONT, REGISTER } from "./baseLayers";
import { mapPalette } from "./palette";

/** The domains with tiles, from the ground up. */
export const TILE_DOMAINS = [
    "administrative", "green", "waterway", "environment", "mineral", "waste", "drainage", "water", "telecom", "power", "lighting",
    "road", "bridge", "rail", "port", "airport",
] as const;

/** Drawn by the base already; their own layers only carry what is chosen or abnormal. */
const IN_BASE = new Set(["administrative", "waterway", "green", "road"]);
/** Networks of many small parts show when they can be told apart. */
const DETAIL_FROM_ZOOM: Record<string, number> = { lighting: 14, road: 14.5, telecom: 13, water: 12, mineral: 12, waste: 12, environment: 12 };
/** Their names wait until there is room for most of them: to place ten thousand names takes longer than to draw the map. */
const NAMES_FROM_ZOOM: Record<string, number> = { bridge: 12.5, rail: 12.5, lighting: 16.5, telecom: 16.5, water: 16.5, waste: 16, environment: 16 };
const NAMES_FROM_ZOOM_ELSE = 14.5;
/** Zooms whose tiles are asked for. */
export const TILE_MIN_ZOOM = 6;
export const TILE_MAX_ZOOM = 16;

export const OSM_ATTRIBUTION = "© OpenStreetMap contributors";

export const tileSources = (origin: string): Record<string, SourceSpecification> => ({
    [REGISTER]: {
        type: "vector",
        tiles: [`${origin}/ogc/tiles/WebMercatorQuad/{z}/{y}/{x}`],
        minzoom: TILE_MIN_ZOOM,
        maxzoom: TILE_MAX_ZOOM,
        promoteId: "id",
        attribution: OSM_ATTRIBUTION,
    },
});

/** The domain whose works a layer draws; undefined for all that is not of the register. */
export const domainDrawn = (layer: LayerSpecification): string | undefined => ("source" in layer && layer.source === REGISTER ? layer["source-layer"] : undefined);

/** The domain of a layer made here; "road-line" → "road". */
export const domainOfLayer = (layerId: string): string => layerId.replace(/-(line|area|point|name)$/, "");
export const domainLayerIds = (domain: string): string[] => ["area", "line", "point", "name"].map((part) => `${domain}-${part}`);

/** Chosen and abnormal things are bright; the rest keeps its thin hue. */
function stateColour(isDark: boolean, hue: string): ExpressionSpecification {
    const t = isDark ? dark : light;
    const state = (name: string): ExpressionSpecification => ["==", ["feature-state", "alarm"], name];
    return [
        "case",
        state("critical"), t.critical,
        state("major"), t.major,
        state("warning"), t.warning,
        state("notice"), t.notice,
        ["boolean", ["feature-state", "chosen"], false], t.accent,
        hue,
    ];
}

const bright: ExpressionSpecification = [
    "any",
    ["boolean", ["feature-state", "chosen"], false],
    ["in", ["coalesce", ["feature-state", "alarm"], ""], ["literal", ["critical", "major", "warning", "notice"]]],
];

/** `ownBase`: the base is drawn from our own tiles; over a picture every domain draws itself. */
export function domainLayers(domain: string, isDark: boolean, hidden: boolean, ownBase = true): LayerSpecification[] {
    const hue = domainHues[domain]?.[isDark ? 1 : 0] ?? "#888888";
    const p = mapPalette(isDark);
    const inBase = IN_BASE.has(domain) && (ownBase || domain === "administrative");
    const from = domain === "road" && !ownBase ? undefined : DETAIL_FROM_ZOOM[domain];
    const visibility = hidden ? ("none" as const) : ("visible" as const);
    const common = { source: REGISTER, "source-layer": domain };
    const detail = from && !inBase ? { minzoom: from } : {};
    const quiet = inBase ? 0 : 0.8;
    const layers: LayerSpecification[] = [
        {
            id: `${domain}-area`,
            type: "fill",
            ...common,
            ...detail,
            filter: ["==", ["geometry-type"], "Polygon"],
            layout: { visibility },
            paint: {
                "fill-color": stateColour(isDark, hue),
                "fill-opacity": ["case", bright, 0.28, inBase ? 0 : 0.14],
            },
        },
        {
            id: `${domain}-line`,
            type: "line",
            ...common,
            ...detail,
            filter: domain === "administrative" ? ["==", ["geometry-type"], "Unknown"] : ["!=", ["geometry-type"], "Point"],
            layout: { visibility, "line-cap": "round", "line-join": "round" },
            paint: {
                "line-color": stateColour(isDark, hue),
                "line-opacity": ["case", bright, 1, ["==", ["geometry-type"], "Polygon"], quiet / 2, quiet],
                "line-width": ["interpolate", ["linear"], ["zoom"], 9, ["case", bright, 2, 0.5], 11.5, ["case", bright, 3, 1], 13, ["case", bright, 4, lineWidth(domain)], 17, ["case", bright, 8, lineWidth(domain) * 2.4]],
                ...(domain === "rail" ? { "line-dasharray": [3, 1.2] as [number, number] } : {}),
            },
        },
    ];
    if (domain !== "administrative") {
        layers.push(
            {
                id: `${domain}-point`,
                type: "circle",
                ...common,
                minzoom: from ?? 11,
                filter: ["==", ["geometry-type"], "Point"],
                layout: { visibility },
                paint: {
                    "circle-color": stateColour(isDark, hue),
                    "circle-radius": ["interpolate", ["linear"], ["zoom"], 11, ["case", bright, 4, 1.4], 14, ["case", bright, 5, 2.4], 18, ["case", bright, 7, 5]],
                    "circle-stroke-color": p.halo,
                    "circle-stroke-width": 0.8,
                },
            },
            {
                id: `${domain}-name`,
                type: "symbol",
                ...common,
                minzoom: NAMES_FROM_ZOOM[domain] ?? NAMES_FROM_ZOOM_ELSE,
                filter: ["all", ["!=", ["get", "generated"], true], inBase ? ["==", ["geometry-type"], "Point"] : true],
                layout: {
                    visibility,
                    "text-field": ["get", "name"],
                    "text-font": FONT,
                    "text-size": 11.5,
                    "text-max-width": 9,
                    "text-variable-anchor": ["top", "bottom", "left", "right"],
                    "text-radial-offset": 1.3,
                    "text-justify": "auto",
                    "text-optional": true,
                },
                paint: { "text-color": p.label, "text-halo-color": p.halo, "text-halo-width": 1.4 },
            },
        );
    }
    return layers;
}

function lineWidth(domain: string): number {
    return domain === "bridge" ? 2.6 : domain === "rail" ? 2 : 1.2;
}
