import type { Feature, Point } from "geojson";
import type { GeoJSONSourceDiff } from "maplibre-gl";
import type { SiteState } from "./symbols";

/** A place with sensors: one asset, whatever the number of its datastreams. */
export interface Site {
    /** The asset. */
    id: number;
    domain: string;
    lon: number;
    lat: number;
}

/** What is known of one datastream. */
export interface Freshness {
    assetId: number;
    datastreamId: number;
    stale: boolean;
}

export const siteFeature = (site: Site, state: SiteState): Feature<Point> => ({
    type: "Feature",
    id: site.id,
    properties: { id: site.id, domain: site.domain, state },
    geometry: { type: "Point", coordinates: [site.lon, site.lat] },
});

/**
 * Turns the stream of values into the few changes that the map has to draw. A site is stale when all of its datastreams
 * are; alarms are drawn by a layer of their own.
 */
export class SiteStates {
    private readonly sites = new Map<number, Site>();
    private readonly fresh = new Map<number, Set<number>>();
    private readonly shown = new Map<number, SiteState>();
    private readonly dirty = new Set<number>();

    setSites(sites: readonly Site[]): void {
        for (const site of sites) {
            this.sites.set(site.id, site);
            this.dirty.add(site.id);
        }
    }

    /** Takes values as they come; cheap for the thousands that change nothing. */
    update(values: Iterable<Freshness>): void {
        for (const { assetId, datastreamId, stale } of values) {
            let set = this.fresh.get(assetId);
            if (!set) this.fresh.set(assetId, (set = new Set()));
            const before = set.size;
            if (stale) set.delete(datastreamId);
            else set.add(datastreamId);
            if (before === 0 || set.size === 0) this.dirty.add(assetId);
        }
    }

    stateOf(assetId: number): SiteState {
        return (this.fresh.get(assetId)?.size ?? 0) > 0 ? "normal" : "stale";
    }

    /** Everything as it stands, for a new source. */
    all(): Feature<Point>[] {
        this.dirty.clear();
        return [...this.sites.values()].map((site) => {
            const state = this.stateOf(site.id);
            this.shown.set(site.id, state);
            return siteFeature(site, state);
        });
    }

    /** What has changed since the last call, or undefined when nothing has. */
    takeChanges(): GeoJSONSourceDiff | undefined {
        const add: Feature<Point>[] = [];
        const update: NonNullable<GeoJSONSourceDiff["update"]> = [];
        for (const id of this.dirty) {
            const site = this.sites.get(id);
            const state = this.stateOf(id);
            const shown = this.shown.get(id);
            if (!site || shown === state) continue;
            this.shown.set(id, state);
            if (shown === undefined) add.push(siteFeature(site, state));
            else update.push({ id, addOrUpdateProperties: [{ key: "state", value: state }] });
        }
        this.dirty.clear();
        return add.length + update.length > 0 ? { add, update } : undefined;
    }
}
