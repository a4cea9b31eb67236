import * as maplibre from "maplibre-gl";
import type { GeoJSONSource, MapGeoJSONFeature, PointLike } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import "maplibre-gl/dist/maplibre-gl.css";
import type { Alarm, Basemap, Priority } from "@/api/types";
import { AlarmMarks, alarmFeatures, worstByAsset } from "./alarmMarks";
import type { TileChange } from "@/live/store";
import { REGISTER } from "./baseLayers";
import { domainLayerIds, domainOfLayer, OSM_ATTRIBUTION, TILE_DOMAINS } from "./domainLayers";
import { TileRefresh } from "./tileRefresh";
import { loadMapFonts } from "./fonts";
import { ALARMS, CHOSEN, SITES, sitesFilter } from "./liveLayers";
import { SiteStates, type Freshness, type Site } from "./sites";
import { keepSovereignty } from "./sovereignty";
import { buildStyle } from "./style";
import { drawSymbol } from "./symbols";
import { CITY, saveView, savedView, type View } from "./view";

maplibre.setWorkerUrl(workerUrl);

/** The farthest that the map goes: Việt Nam with its seas. */
const BOUNDS: [number, number, number, number] = [96, 2, 124, 26];
/** A finger is this wide. */
const PICK_RADIUS_PX = 7;

/** Pixels to the right and down. */
export type Offset = [number, number];

export interface Picked {
    id: number;
    name: string | undefined;
    domain: string;
}

export interface CityMapOptions {
    container: HTMLElement;
    isDark: boolean;
    hidden: ReadonlySet<string>;
    basemap: Basemap | undefined;
    view: View | undefined;
    /** From the middle of the map to the middle of what the panels leave free. */
    offset: Offset;
    domainOfClass: (assetClass: string) => string;
    onPick: (picked: Picked | undefined) => void;
    onHover: (picked: Picked | undefined, x: number, y: number) => void;
    onReady: () => void;
    /** WebGL is missing or was lost. */
    onFailure: (error: unknown) => void;
    texts: { zoomIn: string; zoomOut: string; north: string; locate: string; label: string; attribution: string };
}

interface Chosen {
    id: number;
    domain: string;
    lon: number | undefined;
    lat: number | undefined;
}

/** The one door to the map for the rest of the application. */
export class CityMap {
    private readonly map: maplibre.Map;
    private readonly states = new SiteStates();
    private readonly marks: AlarmMarks;
    private alarms: readonly Alarm[] = [];
    /** What the shapes show now: domain and priority by asset. */
    private marked = new Map<number, { domain: string; priority: Priority }>();
    private chosen: Chosen | undefined;
    private isDark: boolean;
    private hidden: ReadonlySet<string>;
    private basemap: Basemap | undefined;
    private readonly tiles: TileRefresh;
    private loaded = false;

    /** Fonts first, so that no label is drawn with another one. Throws where WebGL is missing. */
    static async open(options: CityMapOptions, signal: AbortSignal): Promise<CityMap | undefined> {
        await loadMapFonts();
        return signal.aborted ? undefined : new CityMap(options);
    }

    private constructor(private readonly options: CityMapOptions) {
        this.isDark = options.isDark;
        this.hidden = options.hidden;
        this.basemap = options.basemap;
        const saved = savedView();
        const view = options.view ?? saved ?? CITY;
        const { texts } = options;
        this.map = new maplibre.Map({
            container: options.container,
            style: this.style(),
            center: [view.lon, view.lat],
            zoom: view.zoom,
            maxBounds: BOUNDS,
            maxZoom: 20,
            // Tiles out of view are asked for again when they come back: one kept here would not hear of changes.
            maxTileCacheSize: 0,
            pitchWithRotate: false,
            attributionControl: false,
            fadeDuration: 150,
            locale: {
                "NavigationControl.ZoomIn": texts.zoomIn,
                "NavigationControl.ZoomOut": texts.zoomOut,
                "NavigationControl.ResetBearing": texts.north,
                "GeolocateControl.FindMyLocation": texts.locate,
                "AttributionControl.ToggleAttribution": texts.attribution,
                "Map.Title": texts.label,
            },
        });
        if (!saved) this.map.easeTo({ center: [view.lon, view.lat], offset: options.offset, duration: 0 });
        // Spelled out, so that it stands even before a tile has come.
        this.map.addControl(new maplibre.AttributionControl({ compact: false, customAttribution: OSM_ATTRIBUTION }), "bottom-right");
        this.map.addControl(new maplibre.NavigationControl({ showCompass: true }), "bottom-right");
        this.map.addControl(new maplibre.GeolocateControl({ trackUserLocation: false }), "bottom-right");
        this.map.addControl(new maplibre.ScaleControl({ maxWidth: 96 }), "bottom-right");
        keepSovereignty(this.map, () => this.isDark);
        this.marks = new AlarmMarks(this.map);
        this.tiles = new TileRefresh(this.map);
        this.map.setMissingStyleImageResolver((id) => {
            const symbol = drawSymbol(id);
            if (symbol && !this.map.hasImage(id)) this.map.addImage(id, symbol.image, { pixelRatio: symbol.pixelRatio });
        });
        // Not "load", which waits for the last tile: alarms stand before the streets do.
        this.map.once("style.load", () => {
            this.loaded = true;
            this.fill();
            options.onReady();
        });
        this.map.on("webglcontextlost", () => options.onFailure(new Error("webgl context lost")));
        this.map.on("moveend", () => {
            const { lng, lat } = this.map.getCenter();
            saveView({ lon: lng, lat, zoom: this.map.getZoom() });
        });
        this.map.on("click", (event) => options.onPick(this.pick(event.point)));
        this.map.on("mousemove", (event) => {
            // To look through what lies under the pointer takes longer than a frame where there is much.
            if (this.map.isMoving()) return;
            const picked = this.pick(event.point);
            this.map.getCanvas().style.cursor = picked ? "pointer" : "";
            options.onHover(picked, event.point.x, event.point.y);
        });
        this.map.on("mouseout", () => options.onHover(undefined, 0, 0));
    }

    close(): void {
        this.tiles.close();
        this.marks.clear();
        this.map.remove();
    }

    setSites(sites: readonly Site[]): void {
        this.states.setSites(sites);
        this.flush();
    }

    updateValues(values: Iterable<Freshness>): void {
        this.states.update(values);
        this.flush();
    }

    setAlarms(alarms: readonly Alarm[]): void {
        this.alarms = alarms;
        if (!this.loaded) return;
        this.markShapes();
        void this.source(ALARMS)?.setData({ type: "FeatureCollection", features: alarmFeatures(alarms, this.options.domainOfClass) });
        this.marks.show(alarms);
    }

    /** Marks the chosen asset. `fly` brings it into view; the offset keeps it clear of panels. */
    choose(chosen: Chosen | undefined, fly: boolean, offset: Offset): void {
        if (this.chosen) this.setState(this.chosen, { chosen: false });
        this.chosen = chosen;
        if (this.loaded) this.showChosen();
        if (chosen?.lon == null || chosen.lat == null || !fly) return;
        this.flyTo({ lon: chosen.lon, lat: chosen.lat, zoom: Math.max(this.map.getZoom(), 14) }, offset);
    }

    flyTo(view: View, offset: Offset = this.options.offset): void {
        this.map.flyTo({ center: [view.lon, view.lat], zoom: view.zoom, duration: 900, offset });
    }

    setTheme(isDark: boolean): void {
        if (isDark === this.isDark) return;
        this.isDark = isDark;
        this.map.setStyle(this.style(), { diff: true });
        this.map.once("styledata", () => this.fill());
    }

    setBasemap(basemap: Basemap | undefined): void {
        if (basemap?.id === this.basemap?.id) return;
        this.basemap = basemap;
        this.map.setStyle(this.style(), { diff: true });
        this.map.once("styledata", () => this.fill());
    }

    setHidden(hidden: ReadonlySet<string>): void {
        this.hidden = hidden;
        if (!this.loaded) return;
        for (const domain of TILE_DOMAINS) {
            const visibility = hidden.has(domain) ? "none" : "visible";
            for (const id of domainLayerIds(domain)) {
                if (this.map.getLayer(id)) this.map.setLayoutProperty(id, "visibility", visibility);
            }
        }
        this.map.setFilter(SITES, sitesFilter(hidden));
    }

    /** Tiles have changed: those that are shown are asked for again. */
    refresh(changes: readonly TileChange[]): void {
        this.tiles.refresh(changes);
    }

    refreshAll(): void {
        this.tiles.refreshAll();
    }

    private style(): maplibre.StyleSpecification {
        return buildStyle({
            isDark: this.isDark,
            origin: window.location.origin,
            hidden: this.hidden,
            basemap: this.basemap,
        });
    }

    private source(id: string): GeoJSONSource | undefined {
        return this.map.getSource<GeoJSONSource>(id);
    }

    /** Gives a style that has just come its data. */
    private fill(): void {
        void this.source(SITES)?.setData({ type: "FeatureCollection", features: this.states.all() });
        this.setAlarms(this.alarms);
        this.showChosen();
    }

    private flush(): void {
        if (!this.loaded) return;
        const changes = this.states.takeChanges();
        if (changes) void this.source(SITES)?.updateData(changes);
    }

    private showChosen(): void {
        const chosen = this.chosen;
        if (chosen) this.setState(chosen, { chosen: true });
        const features =
            chosen?.lon == null || chosen.lat == null
                ? []
                : [{ type: "Feature" as const, properties: {}, geometry: { type: "Point" as const, coordinates: [chosen.lon, chosen.lat] } }];
        void this.source(CHOSEN)?.setData({ type: "FeatureCollection", features });
    }

    /** Colours the shapes of assets with active alarms; touches only those that change, as each touch rebuilds tiles. */
    private markShapes(): void {
        const wanted = new Map<number, { domain: string; priority: Priority }>();
        for (const alarm of worstByAsset(this.alarms.filter((each) => each.active))) {
            wanted.set(alarm.asset_id, { domain: this.options.domainOfClass(alarm.asset_class), priority: alarm.priority });
        }
        for (const [id, { domain }] of this.marked) if (!wanted.has(id)) this.setState({ id, domain }, { alarm: null });
        for (const [id, { domain, priority }] of wanted) {
            if (this.marked.get(id)?.priority !== priority) this.setState({ id, domain }, { alarm: priority });
        }
        this.marked = wanted;
    }

    private setState({ id, domain }: { id: number; domain: string }, state: Record<string, unknown>): void {
        if (this.map.getSource(REGISTER)) this.map.setFeatureState({ source: REGISTER, sourceLayer: domain, id }, state);
    }

    /** The thing under a finger: alarms and sites before points, points before lines, lines before areas. */
    private pick({ x, y }: { x: number; y: number }): Picked | undefined {
        if (!this.loaded) return undefined;
        const box: [PointLike, PointLike] = [[x - PICK_RADIUS_PX, y - PICK_RADIUS_PX], [x + PICK_RADIUS_PX, y + PICK_RADIUS_PX]];
        const layers = [ALARMS, SITES, ...TILE_DOMAINS.filter((domain) => domain !== "administrative" && !this.hidden.has(domain)).flatMap(domainLayerIds)];
        const found = this.map.queryRenderedFeatures(box, { layers: layers.filter((id) => this.map.getLayer(id)) });
        const best = found.map((feature) => ({ feature, rank: pickRank(feature) })).sort((a, b) => a.rank - b.rank)[0]?.feature;
        if (!best) return undefined;
        const live = best.layer.id === ALARMS || best.layer.id === SITES;
        const properties = best.properties as { id: number; name?: string; domain?: string };
        return { id: Number(properties.id), name: properties.name, domain: live ? (properties.domain ?? "") : domainOfLayer(best.layer.id) };
    }
}

function pickRank({ layer }: MapGeoJSONFeature): number {
    if (layer.id === ALARMS) return 0;
    if (layer.id === SITES) return 1;
    if (layer.id.endsWith("-point") || layer.id.endsWith("-name")) return 2;
    return layer.id.endsWith("-line") ? 3 : 4;
}
