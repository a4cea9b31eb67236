import * as maplibre from "maplibre-gl";
import type { GeoJSONSource, StyleSpecification } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import "maplibre-gl/dist/maplibre-gl.css";
import { OSM_ATTRIBUTION } from "./domainLayers";
import { loadMapFonts } from "./fonts";
import { eachPosition } from "./positions";
import { keepSovereignty } from "./sovereignty";
import { buildStyle } from "./style";
import { CITY } from "./view";

maplibre.setWorkerUrl(workerUrl);

const SOURCE = "features";
const CHOSEN = "chosen";
const CLICKED = ["features-fill", "features-line", "features-dashed", "features-point"];
const FOCUS_ZOOM = 16;

export interface FeatureMapOptions {
    container: HTMLElement;
    isDark: boolean;
    label: string;
    /** Colour by the `kind` of a feature; the key "" is for all others. */
    colours: Record<string, string>;
    /** Kinds drawn hollow and dashed, so that colour is not all that tells them apart. */
    dashed: string[];
    accent: string;
    /** Called with the feature's id, undefined beside all of them. */
    onPick: (id: number | undefined) => void;
}

/** A map of many features at once, each with `id` and `properties.kind`, of which one can be chosen. */
export class FeatureMap {
    private readonly map: maplibre.Map;
    private features: GeoJSON.FeatureCollection = { type: "FeatureCollection", features: [] };
    private chosen: GeoJSON.FeatureCollection = { type: "FeatureCollection", features: [] };
    private framed: string | undefined;

    static async open(options: FeatureMapOptions, signal: AbortSignal): Promise<FeatureMap | undefined> {
        await loadMapFonts();
        return signal.aborted ? undefined : new FeatureMap(options);
    }

    private constructor(private readonly options: FeatureMapOptions) {
        this.map = new maplibre.Map({
            container: options.container,
            style: this.style(),
            center: [CITY.lon, CITY.lat],
            zoom: CITY.zoom,
            attributionControl: false,
            pitchWithRotate: false,
            dragRotate: false,
            locale: { "Map.Title": options.label },
        });
        this.map.addControl(new maplibre.AttributionControl({ compact: false, customAttribution: OSM_ATTRIBUTION }));
        this.map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-right");
        keepSovereignty(this.map, () => options.isDark);
        // Not "load", which waits for the last tile of the base map.
        this.map.on("style.load", () => this.draw());
        this.map.on("click", ({ point }) => {
            const near: [maplibre.PointLike, maplibre.PointLike] = [[point.x - 6, point.y - 6], [point.x + 6, point.y + 6]];
            const [hit] = this.map.queryRenderedFeatures(near, { layers: CLICKED });
            options.onPick(hit ? Number(hit.id) : undefined);
        });
        for (const layer of CLICKED) {
            this.map.on("mouseenter", layer, () => (this.map.getCanvas().style.cursor = "pointer"));
            this.map.on("mouseleave", layer, () => (this.map.getCanvas().style.cursor = ""));
        }
    }

    close(): void {
        this.map.remove();
    }

    /** Draws them; the view moves to them when `frame` is another than the last. */
    show(features: GeoJSON.FeatureCollection, frame: string): void {
        this.features = features;
        this.draw();
        if (this.framed === frame || features.features.length === 0) return;
        this.framed = frame;
        const bounds = new maplibre.LngLatBounds();
        features.features.forEach((each) => each.geometry && eachPosition(each.geometry, (lon, lat) => bounds.extend([lon, lat])));
        if (!bounds.isEmpty()) this.map.fitBounds(bounds, { padding: 40, maxZoom: FOCUS_ZOOM, animate: false });
    }

    /** Marks one place and moves there; nothing takes the mark away. */
    choose(geometry: GeoJSON.Geometry | undefined): void {
        this.chosen = { type: "FeatureCollection", features: geometry ? [{ type: "Feature", properties: {}, geometry }] : [] };
        this.draw();
        if (!geometry) return;
        const bounds = new maplibre.LngLatBounds();
        eachPosition(geometry, (lon, lat) => bounds.extend([lon, lat]));
        if (!bounds.isEmpty()) this.map.fitBounds(bounds, { padding: 80, maxZoom: Math.max(FOCUS_ZOOM, this.map.getZoom()), duration: 200 });
    }

    private draw(): void {
        this.map.getSource<GeoJSONSource>(SOURCE)?.setData(this.features);
        this.map.getSource<GeoJSONSource>(CHOSEN)?.setData(this.chosen);
    }

    private style(): StyleSpecification {
        const { isDark, colours, dashed, accent } = this.options;
        const style = buildStyle({ isDark, origin: window.location.origin, hidden: new Set(), basemap: undefined });
        const kind = ["coalesce", ["get", "kind"], ""];
        const named = Object.entries(colours).filter(([key]) => key);
        const colour = (named.length > 0 ? ["match", kind, ...named.flat(), colours[""] ?? accent] : (colours[""] ?? accent)) as never;
        const isDashed = ["in", kind, ["literal", dashed]];
        const isPoint = ["==", ["geometry-type"], "Point"];
        const isShape = ["!=", ["geometry-type"], "Point"];
        return {
            ...style,
            sources: {
                ...style.sources,
                [SOURCE]: { type: "geojson", data: this.features },
                [CHOSEN]: { type: "geojson", data: this.chosen },
            },
            layers: [
                ...style.layers,
                { id: "features-fill", type: "fill", source: SOURCE, filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": colour, "fill-opacity": 0.15 } },
                { id: "chosen-line", type: "line", source: CHOSEN, filter: isShape as never, layout: { "line-cap": "round", "line-join": "round" }, paint: { "line-color": accent, "line-width": 9, "line-opacity": 0.35 } },
                { id: "features-line", type: "line", source: SOURCE, filter: ["all", isShape, ["!", isDashed]] as never, layout: { "line-cap": "round", "line-join": "round" }, paint: { "line-color": colour, "line-width": 3 } },
                { id: "features-dashed", type: "line", source: SOURCE, filter: ["all", isShape, isDashed] as never, paint: { "line-color": colour, "line-width": 3, "line-dasharray": [2, 1.5] } },
                { id: "chosen-point", type: "circle", source: CHOSEN, filter: isPoint as never, paint: { "circle-color": accent, "circle-opacity": 0.3, "circle-radius": 16, "circle-stroke-color": accent, "circle-stroke-width": 2 } },
                {
                    id: "features-point",
                    type: "circle",
                    source: SOURCE,
                    filter: isPoint as never,
                    paint: {
                        "circle-color": ["case", isDashed, isDark ? "#0B1220" : "#FFFFFF", colour] as never,
                        "circle-radius": ["interpolate", ["linear"], ["zoom"], 9, 3.5, 15, 7] as never,
                        "circle-stroke-color": ["case", isDashed, colour, isDark ? "#0B1220" : "#FFFFFF"] as never,
                        "circle-stroke-width": ["case", isDashed, 2.5, 1.5] as never,
                    },
                },
            ],
        };
    }
}
