import type { Feature, Point } from "geojson";
import * as maplibre from "maplibre-gl";
import type { Alarm } from "@/api/types";
import "./map.css";

const rank = { critical: 4, major: 3, warning: 2, notice: 1 };
/** More moving halos than this say nothing more; the rest keep the still ring of their layer. */
const MOST_HALOS = 24;

/** One mark for each asset: its worst open alarm, unacknowledged before acknowledged. */
export function worstByAsset(alarms: readonly Alarm[]): Alarm[] {
    const worst = new Map<number, Alarm>();
    const weight = (alarm: Alarm): number => rank[alarm.priority] + (alarm.acknowledged ? 0 : 10);
    for (const alarm of alarms) {
        const known = worst.get(alarm.asset_id);
        if (!known || weight(alarm) > weight(known)) worst.set(alarm.asset_id, alarm);
    }
    return [...worst.values()];
}

export function alarmFeatures(alarms: readonly Alarm[], domainOfClass: (assetClass: string) => string): Feature<Point>[] {
    return worstByAsset(alarms).flatMap((alarm) =>
        alarm.lon == null || alarm.lat == null
            ? []
            : {
                  type: "Feature" as const,
                  id: alarm.asset_id,
                  properties: {
                      id: alarm.asset_id,
                      name: alarm.asset_name,
                      domain: domainOfClass(alarm.asset_class),
                      state: alarm.priority,
                      open: !alarm.acknowledged && alarm.active,
                      halo: !alarm.acknowledged,
                      rank: rank[alarm.priority],
                  },
                  geometry: { type: "Point" as const, coordinates: [alarm.lon, alarm.lat] },
              },
    );
}

/** Breathing halos of unacknowledged critical alarms: the only motion on the map, done by CSS without redrawing it. */
export class AlarmMarks {
    private readonly markers = new Map<number, maplibre.Marker>();

    constructor(private readonly map: maplibre.Map) {}

    show(alarms: readonly Alarm[]): void {
        const wanted = worstByAsset(alarms)
            .filter((alarm) => alarm.priority === "critical" && !alarm.acknowledged && alarm.lon != null && alarm.lat != null)
            .slice(0, MOST_HALOS);
        const ids = new Set(wanted.map((alarm) => alarm.asset_id));
        for (const [id, marker] of this.markers) {
            if (ids.has(id)) continue;
            marker.remove();
            this.markers.delete(id);
        }
        for (const { asset_id, lon, lat } of wanted) {
            if (this.markers.has(asset_id) || lon == null || lat == null) continue;
            const element = document.createElement("div");
            element.className = "alarm-halo";
            element.setAttribute("aria-hidden", "true");
            this.markers.set(asset_id, new maplibre.Marker({ element }).setLngLat([lon, lat]).addTo(this.map));
        }
    }

    clear(): void {
        this.markers.forEach((marker) => marker.remove());
        this.markers.clear();
    }
}
