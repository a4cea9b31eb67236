import * as maplibre from "maplibre-gl";
import type { GeoJSONSource, MapMouseEvent, MapTouchEvent, PointLike } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import "maplibre-gl/dist/maplibre-gl.css";
import "@/map/map.css";
import type { Basemap } from "@/api/types";
import type { TileChange } from "@/live/store";
import { REGISTER } from "@/map/baseLayers";
import { domainDrawn, domainLayerIds, domainOfLayer, OSM_ATTRIBUTION, TILE_DOMAINS } from "@/map/domainLayers";
import { loadMapFonts } from "@/map/fonts";
import { eachPosition } from "@/map/positions";
import { keepSovereignty, withSovereignty } from "@/map/sovereignty";
import { buildStyle } from "@/map/style";
import { TileRefresh } from "@/map/tileRefresh";
import { CITY, saveView, savedView, type View } from "@/map/view";
import { chosenLayers } from "./layerChoice";
import { scaleAt, type Scale } from "./plane";
import { middlesOf, verticesOf } from "./sketch";
import { HANDLES, HIGHLIGHT, PAST, PAST_LAYERS, SKETCH, SNAP, sketchLayers, sketchSources, underLayers } from "./sketchLayers";
import type { Pointer, Sketcher, SketchState } from "./Sketcher";

maplibre.setWorkerUrl(workerUrl);

const BOUNDS: [number, number, number, number] = [96, 2, 124, 26];
/** A finger is this wide. */
const PICK_RADIUS_PX = 7;
const FRAME_PX = 80;
/** A single point is shown from this height. */
const POINT_ZOOM = 17;

export interface Found {
    id: number;
    name: string | undefined;
    domain: string;
    class: string;
}

export interface Shown {
    isDark: boolean;
    hidden: readonly string[];
    basemap: Basemap | undefined;
    /** The register's tiles are of today: of the past only what `showPast` was given is drawn. */
    past: boolean;
}

export interface DeskMapOptions extends Shown {
    container: HTMLElement;
    view: View | undefined;
    /** Without controls: the right half of a comparison. */
    bare?: boolean;
    /** Lets the picture be read for printing. */
    readable?: { pixelRatio: number };
    onLook: (found: Found[], place: [number, number]) => void;
    onMove: (view: View) => void;
    onReady: () => void;
    onFailure: () => void;
    texts: { zoomIn: string; zoomOut: string; north: string; locate: string; label: string; attribution: string };
}

const OWN_LAYERS: Record<string, string[]> = {};
for (const layer of [...underLayers(false), ...sketchLayers(false)]) if ("source" in layer) (OWN_LAYERS[layer.source] ??= []).push(layer.id);

const nothing: GeoJSON.FeatureCollection = { type: "FeatureCollection", features: [] };
const feature = (geometry: GeoJSON.Geometry, properties: Record<string, unknown> = {}): GeoJSON.Feature => ({ type: "Feature", properties, geometry });

/** The map of the map page: shows the register, is looked at, drawn on and edited. */
export class DeskMap {
    readonly map: maplibre.Map;
    private readonly tiles: TileRefresh;
    private shown: Shown;
    private loaded = false;
    private sketcher: Sketcher | undefined;
    private sketch: SketchState | undefined;
    private quietSketch = false;
    private aim: ((found: Found[], place: [number, number]) => void) | undefined;
    private past: GeoJSON.FeatureCollection = nothing;
    private highlight: GeoJSON.FeatureCollection = nothing;
    private marked: readonly { id: number; domain: string }[] = [];

    static async open(options: DeskMapOptions, signal: AbortSignal): Promise<DeskMap | undefined> {
        await loadMapFonts();
        return signal.aborted ? undefined : new DeskMap(options);
    }

    private constructor(private readonly options: DeskMapOptions) {
        this.shown = { isDark: options.isDark, hidden: options.hidden, basemap: options.basemap, past: options.past };
        const view = options.view ?? savedView() ?? CITY;
        const { texts } = options;
        this.map = new maplibre.Map({
            container: options.container,
            style: this.style(),
            center: [view.lon, view.lat],
            zoom: view.zoom,
            ...(options.readable ? { pixelRatio: options.readable.pixelRatio, maxCanvasSize: [8192, 8192] as [number, number], canvasContextAttributes: { preserveDrawingBuffer: true } } : { maxBounds: BOUNDS }),
            maxZoom: 22,
            // Tiles out of view are asked for again when they come back: one kept here would not hear of changes.
            maxTileCacheSize: 0,
            pitchWithRotate: false,
            attributionControl: false,
            fadeDuration: options.readable ? 0 : 150,
            locale: {
                "NavigationControl.ZoomIn": texts.zoomIn,
                "NavigationControl.ZoomOut": texts.zoomOut,
                "NavigationControl.ResetBearing": texts.north,
                "GeolocateControl.FindMyLocation": texts.locate,
                "AttributionControl.ToggleAttribution": texts.attribution,
                "Map.Title": texts.label,
            },
        });
        if (!options.bare && !options.readable) {
            this.map.addControl(new maplibre.AttributionControl({ compact: false, customAttribution: OSM_ATTRIBUTION }), "bottom-right");
            this.map.addControl(new maplibre.NavigationControl({ showCompass: true }), "bottom-right");
            this.map.addControl(new maplibre.GeolocateControl({ trackUserLocation: false }), "bottom-right");
            this.map.addControl(new maplibre.ScaleControl({ maxWidth: 96 }), "bottom-right");
        }
        keepSovereignty(this.map, () => this.shown.isDark);
        this.tiles = new TileRefresh(this.map);
        this.map.once("style.load", () => {
            this.loaded = true;
            this.fill();
            options.onReady();
        });
        this.map.on("webglcontextlost", () => options.onFailure());
        this.map.on("moveend", () => {
            if (options.readable) return;
            if (!options.bare) saveView(this.view);
            options.onMove(this.view);
        });
        this.tellBusy();
        this.listen();
    }

    close(): void {
        this.tiles.close();
        this.map.remove();
    }

    get view(): View {
        const { lng, lat } = this.map.getCenter();
        return { lon: lng, lat, zoom: this.map.getZoom() };
    }

    /** west, south, east, north of what is on screen. */
    get bounds(): [number, number, number, number] {
        const { _sw, _ne } = this.map.getBounds();
        return [_sw.lng, _sw.lat, _ne.lng, _ne.lat];
    }

    scale = (): Scale => scaleAt(this.map.getCenter().lat, this.map.getZoom());

    flyTo(view: View): void {
        this.map.flyTo({ center: [view.lon, view.lat], zoom: view.zoom, duration: 700 });
    }

    /** Brings a shape into view, if it is not there already. */
    frame(geometry: GeoJSON.Geometry): void {
        const bounds = new maplibre.LngLatBounds();
        eachPosition(geometry, (lon, lat) => bounds.extend([lon, lat]));
        if (bounds.isEmpty()) return;
        const shown = this.map.getBounds();
        if (shown.contains(bounds.getSouthWest()) && shown.contains(bounds.getNorthEast()) && this.map.getZoom() > 13) return;
        this.map.fitBounds(bounds, { padding: FRAME_PX, maxZoom: POINT_ZOOM, duration: 700 });
    }

    setShown(change: Partial<Shown>): void {
        const before = this.shown;
        this.shown = { ...before, ...change };
        if ((Object.keys(change) as (keyof Shown)[]).every((key) => this.shown[key] === before[key])) return;
        if (!this.loaded) return void this.map.once("style.load", () => this.restyle());
        if (this.shown.isDark !== before.isDark || this.shown.basemap !== before.basemap) {
            this.restyle();
            return;
        }
        for (const layer of this.style().layers) {
            if (!domainDrawn(layer) || !this.map.getLayer(layer.id)) continue;
            this.map.setLayoutProperty(layer.id, "visibility", layer.layout?.visibility ?? "visible");
            this.map.setFilter(layer.id, "filter" in layer ? layer.filter : undefined);
        }
    }

    refresh(changes: readonly TileChange[]): void {
        this.tiles.refresh(changes);
    }

    refreshAll(): void {
        this.tiles.refreshAll();
    }

    /** The register of an earlier day, as GeoJSON. */
    showPast(features: GeoJSON.FeatureCollection): void {
        this.past = features;
        this.setData(PAST, features);
    }

    /** The chosen work, exactly as it is stored. */
    showHighlight(shapes: readonly GeoJSON.Geometry[]): void {
        this.highlight = { type: "FeatureCollection", features: shapes.map((shape) => feature(shape)) };
        this.setData(HIGHLIGHT, this.highlight);
    }

    /** Marks many works by what their tiles show. */
    mark(works: readonly { id: number; domain: string }[]): void {
        for (const work of this.marked) this.setMarked(work, false);
        this.marked = works;
        if (this.loaded) for (const work of works) this.setMarked(work, true);
    }

    /** Gives the pointer to a sketch; `quiet` shows no handles (a measured line). */
    use(sketcher: Sketcher | undefined, quiet = false): void {
        this.sketcher = sketcher;
        this.quietSketch = quiet;
        this.map.getCanvas().style.cursor = sketcher?.state.drawing ? "crosshair" : "";
        if (sketcher) this.map.doubleClickZoom.disable();
        else this.map.doubleClickZoom.enable();
        this.showSketch(sketcher?.state);
    }

    /** The next clicks say where, instead of going to the sketch. */
    takeClicks(aim: ((found: Found[], place: [number, number]) => void) | undefined): void {
        this.aim = aim;
        this.map.getCanvas().style.cursor = aim ? "crosshair" : "";
    }

    showSketch(state: SketchState | undefined): void {
        this.sketch = state;
        if (!this.loaded) return;
        const shapes: GeoJSON.Feature[] = [];
        const handles: GeoJSON.Feature[] = [];
        if (state) {
            const path = state.sketch.parts.at(-1)?.[0] ?? [];
            if (state.geometry) shapes.push(feature(state.geometry));
            else if (path.length > 1) shapes.push(feature({ type: "LineString", coordinates: path }));
            if (state.drawing && state.next && path.length > 0) {
                const back = state.sketch.kind === "Polygon" && path.length > 1 ? [path[0]!] : [];
                shapes.push(feature({ type: "LineString", coordinates: [path.at(-1)!, state.next, ...back] }, { next: true }));
            }
            if (!state.drawing && !this.quietSketch) for (const { vertex } of middlesOf(state.sketch)) handles.push(feature({ type: "Point", coordinates: vertex }, { middle: true }));
            for (const { at, vertex } of verticesOf(state.sketch)) {
                const { active } = state;
                const isActive = active?.part === at.part && active.path === at.path && active.index === at.index;
                handles.push(feature({ type: "Point", coordinates: vertex }, { active: isActive }));
            }
        }
        this.setData(SKETCH, { type: "FeatureCollection", features: shapes });
        this.setData(HANDLES, { type: "FeatureCollection", features: handles });
        this.setData(SNAP, { type: "FeatureCollection", features: state?.snap ? [feature({ type: "Point", coordinates: state.snap.place }, { on: state.snap.on })] : [] });
    }

    /** Every work under a place, points before lines before areas. */
    look({ x, y }: { x: number; y: number }): Found[] {
        if (!this.loaded) return [];
        const box: [PointLike, PointLike] = [[x - PICK_RADIUS_PX, y - PICK_RADIUS_PX], [x + PICK_RADIUS_PX, y + PICK_RADIUS_PX]];
        const ids = this.shown.past ? PAST_LAYERS : TILE_DOMAINS.filter((domain) => domain !== "administrative").flatMap(domainLayerIds);
        const found = new Map<number, Found & { rank: number }>();
        for (const { layer, properties } of this.map.queryRenderedFeatures(box, { layers: ids.filter((id) => this.map.getLayer(id)) })) {
            const id = Number(properties["id"]);
            const rank = ["point", "name", "line", "area"].indexOf(layer.id.split("-").at(-1) ?? "");
            const known = found.get(id);
            if (known && known.rank <= rank) continue;
            const domain = this.shown.past ? String(properties["domain"]) : domainOfLayer(layer.id);
            found.set(id, { id, name: properties["name"] as string | undefined, domain, class: String(properties["class"]), rank });
        }
        return [...found.values()].sort((a, b) => a.rank - b.rank);
    }

    private listen(): void {
        const { map } = this;
        const pointer = (event: MapMouseEvent | MapTouchEvent, touch: boolean): Pointer => ({
            place: [event.lngLat.lng, event.lngLat.lat],
            touch,
            alt: (event.originalEvent as MouseEvent).altKey,
        });
        const hold = (event: MapMouseEvent | MapTouchEvent, touch: boolean): void => {
            if (touch && (event as MapTouchEvent).points.length > 1) return;
            if (!this.aim && this.sketcher?.down(pointer(event, touch))) event.preventDefault();
        };
        map.on("mousedown", (event) => hold(event, false));
        map.on("touchstart", (event) => hold(event, true));
        map.on("mousemove", (event) => {
            this.sketcher?.move(pointer(event, false));
            // To look through what lies under the pointer takes longer than a frame where there is much.
            if (this.sketcher || this.options.readable || map.isMoving()) return;
            map.getCanvas().style.cursor = this.look(event.point).length > 0 ? "pointer" : "";
        });
        map.on("touchmove", (event) => this.sketcher?.move(pointer(event, true)));
        map.on("mouseup", () => this.sketcher?.up());
        map.on("touchend", () => this.sketcher?.up());
        map.on("click", (event) => {
            const touch = (event.originalEvent as PointerEvent).pointerType === "touch";
            if (this.aim) this.aim(this.look(event.point), [event.lngLat.lng, event.lngLat.lat]);
            else if (this.sketcher) this.sketcher.click(pointer(event, touch));
            else this.options.onLook(this.look(event.point), [event.lngLat.lng, event.lngLat.lat]);
        });
    }

    private style(): maplibre.StyleSpecification {
        const { isDark, hidden, basemap, past } = this.shown;
        const style = buildStyle({ isDark, origin: window.location.origin, hidden: new Set(), basemap });
        const chosen = chosenLayers(style, hidden, past);
        const names = chosen.layers.findIndex(({ id }) => id.startsWith("label-"));
        const layers = [...chosen.layers.slice(0, names), ...underLayers(isDark), ...chosen.layers.slice(names), ...sketchLayers(isDark)];
        return withSovereignty({ ...chosen, sources: { ...chosen.sources, ...sketchSources() }, layers }, isDark);
    }

    private restyle(): void {
        this.map.setStyle(this.style(), { diff: true });
        this.map.once("styledata", () => this.fill());
    }

    /** Gives a style that has just come its data. */
    private fill(): void {
        this.setData(PAST, this.past);
        this.setData(HIGHLIGHT, this.highlight);
        this.showSketch(this.sketch);
        this.mark(this.marked);
    }

    /** Layers without anything to draw are left out of the frame. */
    private setData(source: string, data: GeoJSON.FeatureCollection): void {
        if (!this.loaded) return;
        const visibility = data.features.length > 0 ? "visible" : "none";
        for (const id of OWN_LAYERS[source] ?? []) if (this.map.getLayer(id)) this.map.setLayoutProperty(id, "visibility", visibility);
        void this.map.getSource<GeoJSONSource>(source)?.setData(data);
    }

    /** Says on the element whether what is asked for is drawn. */
    private tellBusy(): void {
        const { container } = this.options;
        const tell = (busy: boolean) => (): void => container.setAttribute("aria-busy", String(busy));
        this.map.on("dataloading", tell(true));
        this.map.on("movestart", tell(true));
        this.map.on("idle", tell(false));
    }

    private setMarked({ id, domain }: { id: number; domain: string }, chosen: boolean): void {
        if (this.map.getSource(REGISTER)) this.map.setFeatureState({ source: REGISTER, sourceLayer: domain, id }, { chosen });
    }
}
