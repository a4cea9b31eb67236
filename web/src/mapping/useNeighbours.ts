import { useEffect, useRef, useState } from "react";
import { api } from "@/api/client";
import { liveStore } from "@/live/store";
import { TILE_DOMAINS } from "@/map/domainLayers";
import type { DeskMap } from "./DeskMap";
import { hiddenDomains } from "./layerChoice";
import { pathsOf, type Neighbour } from "./snapping";

export interface ShapeFeature {
    id: number;
    geometry: GeoJSON.Geometry;
    properties: { id: number; version: number; class: string; domain: string; name: string; status: string };
}
export interface ShapeList {
    type: "FeatureCollection";
    truncated: boolean;
    features: ShapeFeature[];
}

/** Further out a screen holds more works than a person can aim at. */
export const SNAP_MIN_ZOOM = 15;
/** The most that one answer gives (registry/limits.hpp). */
export const SHAPES_MAX = 5_000;

export type SnapReadiness = { at: "far" | "failed" } | { at: "ready" | "many"; works: number };

/** "105.84,21.02,105.85,21.03" with a margin, so that a small move needs no new answer at its edge. */
export function boxText([west, south, east, north]: readonly [number, number, number, number], margin = 0): string {
    const [x, y] = [(east - west) * margin, (north - south) * margin];
    return [west - x, south - y, east + x, north + y].map((degrees) => degrees.toFixed(7)).join(",");
}

/** The exact shapes around, kept fresh while something is drawn: tiles are rounded and cut. */
export function useNeighbours(map: DeskMap | undefined, wanted: boolean, hidden: readonly string[], except: number | undefined) {
    const neighbours = useRef<Neighbour[]>([]);
    const [readiness, setReadiness] = useState<SnapReadiness>({ at: "far" });
    useEffect(() => {
        if (!map || !wanted) return;
        let asked: AbortController | undefined;
        const off = hiddenDomains(hidden);
        const domains = TILE_DOMAINS.filter((domain) => domain !== "administrative" && !off.has(domain)).join(",");
        const load = async (): Promise<void> => {
            asked?.abort();
            if (map.view.zoom < SNAP_MIN_ZOOM) {
                neighbours.current = [];
                setReadiness({ at: "far" });
                return;
            }
            asked = new AbortController();
            try {
                const list = await api.get<ShapeList>("/api/v1/shapes", { query: { bbox: boxText(map.bounds, 0.1), domains, limit: SHAPES_MAX }, signal: asked.signal });
                neighbours.current = list.features
                    .filter(({ id }) => id !== except)
                    .map(({ id, geometry, properties }) => ({ id, name: properties.name, paths: pathsOf(geometry) }));
                setReadiness({ at: list.truncated ? "many" : "ready", works: neighbours.current.length });
            } catch (error) {
                if (!(error instanceof DOMException)) setReadiness({ at: "failed" });
            }
        };
        const again = (): void => void load();
        again();
        map.map.on("moveend", again);
        const unsubscribe = liveStore.onMessage((message) => message.tiles?.length && again());
        return () => {
            asked?.abort();
            map.map.off("moveend", again);
            unsubscribe();
        };
    }, [map, wanted, hidden, except]);
    return { neighbours: (): Neighbour[] => neighbours.current, readiness };
}
