import { useCallback, useEffect, useRef } from "react";
import type { Asset } from "@/api/types";
import type { DeskMap } from "./DeskMap";
import type { Sketch } from "./sketch";

/** Highlights the chosen work and brings it into view once; while one is edited, the piece that is cut off it. */
export function useShownWork(map: DeskMap | undefined, chosen: Asset | undefined, edited: Asset | undefined, cutOff: Sketch["cutOff"]) {
    useEffect(() => {
        if (!map) return;
        if (edited) map.showHighlight((cutOff ?? []).flatMap((part): GeoJSON.Geometry[] => (part[0] ? [{ type: "LineString", coordinates: part[0] }] : [])));
        else map.showHighlight(chosen?.geometry ? [chosen.geometry] : []);
    }, [map, chosen, edited, cutOff]);
    const framed = useRef<number | undefined>(undefined);
    useEffect(() => {
        if (!map || !chosen?.geometry || framed.current === chosen.id) return;
        framed.current = chosen.id;
        map.frame(chosen.geometry);
    }, [map, chosen]);
    /** It is in view already: somebody has clicked on it or drawn it. */
    const inView = useCallback((id: number | undefined): void => {
        framed.current = id;
    }, []);
    return inView;
}
