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
        return liveStore.onMessage((message) => {
            if (message.values?.length) {
                map.updateValues(message.values.map(([datastreamId, assetId, , , , stale]) => ({ datastreamId, assetId, stale: stale === 1 })));
            }
            if (message.assets?.length) map.refresh(new Set(message.assets.map((asset) => asset.domain)));
        });
    }, [map]);
}
