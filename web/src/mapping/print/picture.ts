import type { Basemap } from "@/api/types";
import { api } from "@/api/client";
import { domainOfLayer, TILE_DOMAINS } from "@/map/domainLayers";
import { DeskMap } from "../DeskMap";
import type { Mark } from "../LegendMark";
import { endOfDay, type MapLink } from "../link";
import { boxText, SHAPES_MAX, type ShapeList } from "../useNeighbours";
import { pixelsOf, zoomOf, type Box } from "./layout";

/** 200 dots an inch: hairlines and small words are sharp, an A3 sheet stays below 10 megapixels. */
const DOTS_PER_INCH = 200;
const CSS_DOTS_PER_INCH = 96;
/** A map whose tiles do not come must not keep the page waiting for ever. */
const LONGEST_MS = 60_000;

export interface Picture {
    jpeg: Uint8Array;
    /** "domain/class" of everything that is drawn, and by what. */
    shown: Map<string, Mark>;
    attribution: string[];
}

/** Draws the map once more, out of sight, as large and at the scale that the paper wants. */
export async function takePicture(from: DeskMap, link: MapLink, basemap: Basemap | undefined, box: Box, scale: number): Promise<Picture> {
    const { lon, lat } = from.view;
    const container = document.createElement("div");
    container.style.cssText = `position:fixed;left:-20000px;top:0;width:${pixelsOf(box.width)}px;height:${pixelsOf(box.height)}px`;
    container.setAttribute("aria-hidden", "true");
    document.body.append(container);
    let map: DeskMap | undefined;
    try {
        const texts = { zoomIn: "", zoomOut: "", north: "", locate: "", label: "", attribution: "" };
        const ready = new Promise<void>((resolve, reject) => {
            void DeskMap.open(
                {
                    container,
                    isDark: false,
                    hidden: link.hidden,
                    basemap,
                    past: link.date !== undefined,
                    view: { lon, lat, zoom: zoomOf(scale, lat) },
                    readable: { pixelRatio: DOTS_PER_INCH / CSS_DOTS_PER_INCH },
                    onLook: () => undefined,
                    onMove: () => undefined,
                    onReady: resolve,
                    onFailure: () => reject(new Error("webgl context lost")),
                    texts,
                },
                new AbortController().signal,
            ).then((opened) => (map = opened), reject);
        });
        await ready;
        if (!map) throw new Error("the map was not opened");
        const drawn: DeskMap = map;
        if (link.date) {
            const domains = TILE_DOMAINS.filter((domain) => domain !== "administrative").join(",");
            const list = await api.get<ShapeList>("/api/v1/shapes", { query: { bbox: boxText(drawn.bounds), domains, as_of: endOfDay(link.date), limit: SHAPES_MAX } });
            drawn.showPast(list as unknown as GeoJSON.FeatureCollection);
        }
        await Promise.race([new Promise<void>((resolve) => void drawn.map.once("idle", () => resolve())), new Promise<void>((resolve) => setTimeout(resolve, LONGEST_MS))]);
        const blob = await new Promise<Blob | null>((resolve) => drawn.map.getCanvas().toBlob(resolve, "image/jpeg", 0.92));
        if (!blob) throw new Error("the map gave no picture");
        return { jpeg: new Uint8Array(await blob.arrayBuffer()), shown: shownOn(drawn), attribution: attributionOf(drawn) };
    } finally {
        map?.close();
        container.remove();
    }
}

function shownOn(desk: DeskMap): Map<string, Mark> {
    const shown = new Map<string, Mark>();
    for (const { layer, source, sourceLayer, properties, geometry } of desk.map.queryRenderedFeatures()) {
        const domain = source === "past" ? String(properties["domain"]) : layer.id.startsWith("base-") ? String(sourceLayer) : domainOfLayer(layer.id);
        if ((TILE_DOMAINS as readonly string[]).includes(domain) && properties["class"]) shown.set(`${domain}/${String(properties["class"])}`, geometry.type.replace("Multi", "") as Mark);
    }
    return shown;
}

function attributionOf(desk: DeskMap): string[] {
    const sources = Object.values(desk.map.getStyle().sources);
    const texts = sources.flatMap((source) => ("attribution" in source && source.attribution ? [source.attribution.replace(/<[^>]*>/g, "")] : []));
    return [...new Set(texts)];
}
