import { useQuery, keepPreviousData } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { api } from "@/api/client";
import { TILE_DOMAINS } from "@/map/domainLayers";
import type { DeskMap } from "./DeskMap";
import { hiddenClasses, hiddenDomains } from "./layerChoice";
import { endOfDay } from "./link";
import { boxText, SHAPES_MAX, type ShapeList } from "./useNeighbours";

const nothing: GeoJSON.FeatureCollection = { type: "FeatureCollection", features: [] };

export interface PastState {
    loading: boolean;
    works: number | undefined;
    truncated: boolean;
    error: unknown;
}

/** Draws the register as it was at the end of a day, bounded by what is on screen. */
export function usePast(map: DeskMap | undefined, date: string | undefined, hidden: readonly string[]): PastState {
    const [box, setBox] = useState<string>();
    useEffect(() => {
        if (!map || !date) return;
        const follow = (): void => setBox(boxText(map.bounds, 0.05));
        follow();
        map.map.on("moveend", follow);
        return () => void map.map.off("moveend", follow);
    }, [map, date]);
    const off = hiddenDomains(hidden);
    const domains = TILE_DOMAINS.filter((domain) => domain !== "administrative" && !off.has(domain)).join(",");
    const list = useQuery({
        queryKey: ["shapes", "past", date, box, domains],
        queryFn: ({ signal }) => api.get<ShapeList>("/api/v1/shapes", { query: { bbox: box, domains, as_of: date && endOfDay(date), limit: SHAPES_MAX }, signal }),
        enabled: map !== undefined && date !== undefined && box !== undefined,
        placeholderData: keepPreviousData,
    });
    const classes = new Set(hiddenClasses(hidden));
    const shown = list.data?.features.filter(({ properties }) => !classes.has(properties.class));
    const key = `${date}|${list.dataUpdatedAt}|${hidden.join()}`;
    useEffect(() => {
        map?.showPast(date && shown ? ({ type: "FeatureCollection", features: shown } as unknown as GeoJSON.FeatureCollection) : nothing);
        // `key` names what is shown; the features themselves are a new array each time.
    }, [map, key]);
    return { loading: Boolean(date) && list.isFetching, works: date ? shown?.length : undefined, truncated: list.data?.truncated ?? false, error: list.error };
}
