import type { Map as MapLibre } from "maplibre-gl";
import type { TileChange } from "@/live/store";
import { TILE_DOMAINS } from "./domainLayers";
import { overlap, tilesOver, type Area } from "./tileAreas";

/** Changes that come within this time are fetched together. */
const REFRESH_MS = 100;

/** Asks again for the tiles that have changed and are shown; the server answers 304 where nothing is new. */
export class TileRefresh {
    private readonly changed: TileChange[] = [];
    private timer: ReturnType<typeof setTimeout> | undefined;

    constructor(private readonly map: MapLibre) {}

    close(): void {
        clearTimeout(this.timer);
    }

    refresh(changes: readonly TileChange[]): void {
        this.changed.push(...changes);
        this.timer ??= setTimeout(() => {
            this.timer = undefined;
            const taken = this.changed.splice(0);
            this.fetchAgain(taken);
            // A tile that was on its way may have been made before the change.
            if (!this.map.areTilesLoaded()) void this.map.once("idle", () => this.fetchAgain(taken));
        }, REFRESH_MS);
    }

    refreshAll(): void {
        this.refresh(TILE_DOMAINS.map((domain) => ({ domain })));
    }

    private fetchAgain(changes: readonly TileChange[]): void {
        const { _sw, _ne } = this.map.getBounds();
        const view: Area = [_sw.lng, _sw.lat, _ne.lng, _ne.lat];
        for (const { domain, bbox } of changes) {
            if (!this.map.getSource(domain)) continue;
            const tiles = tilesOver(bbox ? overlap(bbox, view) : view, this.map.getZoom());
            if (tiles.length > 0) this.map.refreshTiles(domain, tiles);
        }
    }
}
