import * as maplibre from "maplibre-gl";
import type { GeoJSONSource, StyleSpecification } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import "maplibre-gl/dist/maplibre-gl.css";
import { dark, light } from "@/app/tokens";
import { OSM_ATTRIBUTION } from "./domainLayers";
import { loadMapFonts } from "./fonts";
import { eachPosition } from "./positions";
import { keepSovereignty } from "./sovereignty";
import { buildStyle } from "./style";
import { CITY } from "./view";

maplibre.setWorkerUrl(workerUrl);

/** A single point is shown from this height: its street and the next two. */
const POINT_ZOOM = 16;
const SHAPE = "shape";
const FORMER = "former-shape";

export interface ShapeMapOptions {
    container: HTMLElement;
    isDark: boolean;
    colour: string;
    label: string;
    /** Called with longitude and latitude where the map was tapped. */
    onTap?: (lon: number, lat: number) => void;
}

/** A small map around one shape: to see where an asset lies, or to say where it lies. */
export class ShapeMap {
    private readonly map: maplibre.Map;
    private shape: GeoJSON.Geometry | null = null;
    private former: GeoJSON.Geometry | null = null;
    private framed = false;

    /** Fonts first, so that no label is drawn with another one. Throws where WebGL is missing. */
    static async open(options: ShapeMapOptions, signal: AbortSignal): Promise<ShapeMap | undefined> {
        await loadMapFonts();
        return signal.aborted ? undefined : new ShapeMap(options);
    }

    private constructor(private readonly options: ShapeMapOptions) {
        this.map = new maplibre.Map({
            container: options.container,
            style: this.style(options.isDark),
            center: [CITY.lon, CITY.lat],
            zoom: CITY.zoom,
            attributionControl: false,
            cooperativeGestures: !options.onTap,
            pitchWithRotate: false,
            dragRotate: false,
            locale: { "Map.Title": options.label },
        });
        this.map.addControl(new maplibre.AttributionControl({ compact: false, customAttribution: OSM_ATTRIBUTION }));
        this.map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-right");
        keepSovereignty(this.map, () => options.isDark);
        // Not "load", which waits for the last tile of the base map.
        this.map.on("style.load", () => this.show(this.shape, this.former));
        if (options.onTap) {
            const { onTap } = options;
            this.map.getCanvas().style.cursor = "crosshair";
            this.map.on("click", ({ lngLat }) => onTap(lngLat.lng, lngLat.lat));
        }
    }

    close(): void {
        this.map.remove();
    }

    /**
     * Draws the shape, and grey and dashed beneath it another one to compare with. The first ones also set the view, later ones
     * leave it where it is.
     */
    show(shape: GeoJSON.Geometry | null, former: GeoJSON.Geometry | null = null): void {
        this.shape = shape;
        this.former = former;
        this.map.getSource<GeoJSONSource>(SHAPE)?.setData(feature(shape));
        this.map.getSource<GeoJSONSource>(FORMER)?.setData(feature(former));
        if ((shape || former) && !this.framed) {
            this.framed = true;
            this.frame([shape, former]);
        }
    }

    private frame(shapes: (GeoJSON.Geometry | null)[]): void {
        const bounds = new maplibre.LngLatBounds();
        for (const shape of shapes) if (shape) eachPosition(shape, (lon, lat) => bounds.extend([lon, lat]));
        if (bounds.isEmpty()) return;
        this.map.fitBounds(bounds, { padding: 36, maxZoom: POINT_ZOOM, animate: false });
    }

    private style(isDark: boolean): StyleSpecification {
        const { colour } = this.options;
        const style = buildStyle({ isDark, origin: window.location.origin, hidden: new Set(), basemap: undefined });
        return {
            ...style,
            sources: {
                ...style.sources,
                [FORMER]: { type: "geojson", data: feature(this.former) },
                [SHAPE]: { type: "geojson", data: feature(this.shape) },
            },
            layers: [
                ...style.layers,
                {
                    id: "former-line",
                    type: "line",
                    source: FORMER,
                    filter: ["!=", ["geometry-type"], "Point"],
                    paint: { "line-color": isDark ? dark.muted : light.muted, "line-width": 3, "line-dasharray": [2, 1.5] },
                },
                {
                    id: "former-point",
                    type: "circle",
                    source: FORMER,
                    filter: ["==", ["geometry-type"], "Point"],
                    paint: {
                        "circle-color": "transparent",
                        "circle-radius": 8,
                        "circle-stroke-color": isDark ? dark.muted : light.muted,
                        "circle-stroke-width": 2.5,
                    },
                },
                {
                    id: "shape-fill",
                    type: "fill",
                    source: SHAPE,
                    filter: ["==", ["geometry-type"], "Polygon"],
                    paint: { "fill-color": colour, "fill-opacity": 0.18 },
                },
                {
                    id: "shape-line",
                    type: "line",
                    source: SHAPE,
                    filter: ["!=", ["geometry-type"], "Point"],
                    layout: { "line-cap": "round", "line-join": "round" },
                    paint: { "line-color": colour, "line-width": 4 },
                },
                {
                    id: "shape-point",
                    type: "circle",
                    source: SHAPE,
                    filter: ["==", ["geometry-type"], "Point"],
                    paint: {
                        "circle-color": colour,
                        "circle-radius": 8,
                        "circle-stroke-color": "#fff",
                        "circle-stroke-width": 2.5,
                    },
                },
            ],
        };
    }
}

const feature = (geometry: GeoJSON.Geometry | null): GeoJSON.FeatureCollection => ({
    type: "FeatureCollection",
    features: geometry ? [{ type: "Feature", properties: {}, geometry }] : [],
});
