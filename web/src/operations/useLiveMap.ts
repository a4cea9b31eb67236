import { useEffect } from "react";
import { liveStore } from "@/live/store";
import { useOpenAlarms } from "@/live/useLive";
import type { CityMap } from "@/map/CityMap";
import { useSites } from "./useSites";

/** Feeds the map with what the live channel tells. */
export function useLiveMap(map: CityMap | undefined, classesKnown: boolean): void {
    const sites = useSites().data;
    const alarms = useOpenAlarms();
    useEffect(() => {
        if (map && sites) map.setSites(sites);
    }, [map, sites]);
    useEffect(() => {
        if (map && classesKnown) map.setAlarms(alarms);
    }, [map, alarms, classesKnown]);
    useEffect(() => {
        if (!map) return;
        map.updateValues(liveStore.allValues());
        // What changed while the line was cut is not told again.
        const backOnLine = liveStore.subscribe("connection", () => {
            if (liveStore.connection().state === "live") map.refreshAll();
        });
        const unsubscribe = liveStore.onMessage((message) => {
            if (message.values?.length) {
                map.updateValues(message.values.map(([datastreamId, assetId, , , , stale]) => ({ datastreamId, assetId, stale: stale === 1 })));
            }
            if (message.tiles?.length) map.refresh(message.tiles);
        });
        return () => {
            backOnLine();
            unsubscribe();
        };
    }, [map]);
}
