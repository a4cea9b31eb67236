import type { Map as MapLibre } from "maplibre-gl";
import type { TileChange } from "@/live/store";
import { REGISTER } from "./baseLayers";
import { overlap, tilesOver, type Area, type TileName } from "./tileAreas";

/** Where something has changed, in any domain: one source holds them all. Without a box: everywhere. */
type Place = Pick<TileChange, "bbox">;

/** Changes that come within this time are fetched together. */
const REFRESH_MS = 100;

/** Asks again for the tiles that have changed and are shown; the server answers 304 where nothing is new. */
export class TileRefresh {
    private readonly changed: Place[] = [];
    private timer: ReturnType<typeof setTimeout> | undefined;

    constructor(private readonly map: MapLibre) {}

    close(): void {
        clearTimeout(this.timer);
    }

    refresh(changes: readonly Place[]): void {
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
        this.refresh([{}]);
    }

    private fetchAgain(changes: readonly Place[]): void {
        const { _sw, _ne } = this.map.getBounds();
        const view: Area = [_sw.lng, _sw.lat, _ne.lng, _ne.lat];
        const tiles = new Map<string, TileName>();
        for (const { bbox } of changes)
            for (const tile of tilesOver(bbox ? overlap(bbox, view) : view, this.map.getZoom())) tiles.set(`${tile.z}/${tile.x}/${tile.y}`, tile);
        if (tiles.size > 0 && this.map.getSource(REGISTER)) this.map.refreshTiles(REGISTER, [...tiles.values()]);
    }
}
