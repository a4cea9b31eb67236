import type { ExpressionSpecification, LayerSpecification, SourceSpecification } from "maplibre-gl";
import type { Basemap } from "@/api/types";
import landUrl from "./land.json?url";
import { mapPalette } from "./palette";
import { placeCollection } from "./places";

/** The works of all domains as one source, a layer of its tiles each: MapLibre masks every tile of every source in every frame. */
export const REGISTER = "register";

export const FONT = ["Be Vietnam Pro"];
export const FONT_MEDIUM = ["Be Vietnam Pro Medium"];

/** Axes of rivers come whole: a line broader than the margin of a tile would show the seams. */
const RIVERS_PATH = "/ogc/collections/river/items?limit=1000";
const WIDEST_MARGIN_PX = 512;

export function baseSources(origin: string, basemap: Basemap | undefined): Record<string, SourceSpecification> {
    const sources: Record<string, SourceSpecification> = {
        land: { type: "geojson", data: landUrl, attribution: "Natural Earth" },
        places: { type: "geojson", data: placeCollection },
        rivers: { type: "geojson", data: `${origin}${RIVERS_PATH}`, buffer: WIDEST_MARGIN_PX, tolerance: 0.2 },
    };
    if (basemap?.tiles) {
        sources["basemap"] = {
            type: "raster",
            tiles: [`${origin}${basemap.tiles}`],
            tileSize: 256,
            minzoom: basemap.min_zoom,
            maxzoom: basemap.max_zoom,
            attribution: basemap.attribution,
        };
    }
    return sources;
}

/** Breadth in metres of the rivers whose axis alone is in the register. */
const RIVER_WIDTHS_M: Record<string, number> = { "Sông Hồng": 620, "Sông Đuống": 260, "Sông Đà": 500, "Sông Nhuệ": 40, "Sông Đáy": 60 };
const OTHER_RIVER_M = 28;
/** Metres per pixel at zoom 0 on the latitude of Hà Nội, 512 px tiles. */
const METRES_PER_PIXEL_Z0 = 73_000;

/** Line width that keeps a breadth on the ground; never under a hairline. */
function groundWidth(): ExpressionSpecification {
    const at = (zoom: number): ExpressionSpecification => [
        "max",
        1.2,
        [
            "/",
            ["match", ["get", "name"], ...Object.entries(RIVER_WIDTHS_M).flat(), OTHER_RIVER_M],
            METRES_PER_PIXEL_Z0 / 2 ** zoom,
        ],
    ] as unknown as ExpressionSpecification;
    return ["interpolate", ["exponential", 2], ["zoom"], 8, at(8), 12, at(12), 18, at(18)];
}

/** Sea, land, water, green and wards: under everything else. */
export function groundLayers(isDark: boolean, basemap: Basemap | undefined): LayerSpecification[] {
    const p = mapPalette(isDark);
    const layers: LayerSpecification[] = [
        { id: "sea", type: "background", paint: { "background-color": p.sea } },
        { id: "land", type: "fill", source: "land", paint: { "fill-color": p.land, "fill-antialias": true } },
    ];
    if (basemap?.tiles) {
        layers.push({
            id: "basemap",
            type: "raster",
            source: "basemap",
            // A drawn map steps back behind the works; a photograph is looked at for itself.
            paint: basemap.satellite
                ? { "raster-brightness-max": isDark ? 0.8 : 1 }
                : { "raster-saturation": isDark ? -0.6 : -0.35, "raster-brightness-max": isDark ? 0.5 : 1 },
        });
        return layers;
    }
    layers.push(
        {
            id: "base-green",
            type: "fill",
            source: REGISTER,
            "source-layer": "green",
            filter: ["==", ["geometry-type"], "Polygon"],
            paint: { "fill-color": p.green },
        },
        {
            id: "base-canal",
            type: "line",
            source: REGISTER,
            "source-layer": "waterway",
            filter: ["all", ["==", ["geometry-type"], "LineString"], ["==", ["get", "class"], "canal"]],
            paint: { "line-color": p.water, "line-width": ["interpolate", ["exponential", 2], ["zoom"], 11, 1, 18, 24] },
        },
        {
            id: "base-river",
            type: "line",
            source: "rivers",
            filter: ["==", ["geometry-type"], "LineString"],
            layout: { "line-cap": "round", "line-join": "round" },
            paint: { "line-color": p.water, "line-width": groundWidth() },
        },
        ...["waterway", "drainage"].map(
            (domain): LayerSpecification => ({
                id: `base-water-${domain}`,
                type: "fill",
                source: REGISTER,
                "source-layer": domain,
                filter: ["all", ["==", ["geometry-type"], "Polygon"], ["in", ["get", "class"], ["literal", ["river", "lake", "canal", "regulating_lake"]]]],
                paint: { "fill-color": p.water, "fill-outline-color": p.waterLine },
            }),
        ),
        {
            id: "base-ward",
            type: "line",
            source: REGISTER,
            "source-layer": "administrative",
            minzoom: 9,
            paint: {
                "line-color": p.wardLine,
                "line-width": ["interpolate", ["linear"], ["zoom"], 9, 0.4, 14, 1.2],
                "line-dasharray": [4, 2],
            },
        },
        {
            id: "base-road-casing",
            type: "line",
            source: REGISTER,
            "source-layer": "road",
            filter: ["==", ["geometry-type"], "LineString"],
            minzoom: 12,
            layout: { "line-cap": "round", "line-join": "round" },
            paint: { "line-color": p.roadCasing, "line-width": ["interpolate", ["exponential", 1.6], ["zoom"], 12, 1.6, 18, 15] },
        },
        {
            id: "base-road",
            type: "line",
            source: REGISTER,
            "source-layer": "road",
            filter: ["==", ["geometry-type"], "LineString"],
            layout: { "line-cap": "round", "line-join": "round" },
            paint: {
                "line-color": ["step", ["zoom"], p.roadCasing, 12, p.road],
                "line-width": ["interpolate", ["exponential", 1.6], ["zoom"], 9, 0.4, 12, 0.9, 18, 12],
            },
        },
    );
    return layers;
}

/** Names of places, water and streets. */
export function labelLayers(isDark: boolean): LayerSpecification[] {
    const p = mapPalette(isDark);
    const halo = { "text-halo-color": p.halo, "text-halo-width": 1.4 };
    return [
        {
            id: "label-road",
            type: "symbol",
            source: REGISTER,
            "source-layer": "road",
            minzoom: 13.5,
            filter: ["all", ["==", ["geometry-type"], "LineString"], ["has", "name"]],
            layout: { "symbol-placement": "line", "text-field": ["get", "name"], "text-font": FONT, "text-size": 11, "symbol-spacing": 360 },
            paint: { "text-color": p.label, ...halo },
        },
        {
            id: "label-river",
            type: "symbol",
            source: "rivers",
            minzoom: 9,
            filter: ["==", ["geometry-type"], "LineString"],
            layout: { "symbol-placement": "line", "text-field": ["get", "name"], "text-font": FONT, "text-size": 12, "text-letter-spacing": 0.08, "symbol-spacing": 420 },
            paint: { "text-color": p.labelWater, "text-halo-color": p.water, "text-halo-width": 1.2 },
        },
        {
            id: "label-lake",
            type: "symbol",
            source: REGISTER,
            "source-layer": "waterway",
            minzoom: 12,
            filter: ["==", ["geometry-type"], "Polygon"],
            layout: { "text-field": ["get", "name"], "text-font": FONT, "text-size": 11, "text-max-width": 7 },
            paint: { "text-color": p.labelWater, "text-halo-color": p.water, "text-halo-width": 1.2 },
        },
        {
            id: "label-ward",
            type: "symbol",
            source: REGISTER,
            "source-layer": "administrative",
            minzoom: 12.5,
            layout: { "text-field": ["get", "name"], "text-font": FONT, "text-size": 11, "text-max-width": 8 },
            paint: { "text-color": p.label, "text-opacity": 0.85, ...halo },
        },
        {
            id: "label-place",
            type: "symbol",
            source: "places",
            maxzoom: 14,
            filter: ["any", ["==", ["get", "rank"], 1], [">=", ["zoom"], 9.5]],
            layout: {
                "text-field": ["get", "name"],
                "text-font": FONT_MEDIUM,
                "text-size": ["case", ["==", ["get", "rank"], 1], 15, 12.5],
                "symbol-sort-key": ["get", "rank"],
                "text-padding": 6,
            },
            paint: { "text-color": p.label, ...halo },
        },
    ];
}
