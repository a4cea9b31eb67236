import type { StyleSpecification } from "maplibre-gl";
import type { Basemap } from "@/api/types";
import { baseSources, groundLayers, labelLayers } from "./baseLayers";
import { domainLayers, TILE_DOMAINS, tileSources } from "./domainLayers";
import { liveLayers, liveSources } from "./liveLayers";
import { withSovereignty } from "./sovereignty";

export interface StyleOptions {
    isDark: boolean;
    /** Scheme and host of the tiles. */
    origin: string;
    /** Domains that are switched off in the layer tree. */
    hidden: ReadonlySet<string>;
    /** A configured base map; undefined is the base made of our own tiles. */
    basemap: Basemap | undefined;
}

export function buildStyle({ isDark, origin, hidden, basemap }: StyleOptions): StyleSpecification {
    return withSovereignty(
        {
            version: 8,
            name: isDark ? "Hạ Tầng – tối" : "Hạ Tầng – sáng",
            sources: { ...baseSources(origin, basemap), ...tileSources(origin), ...liveSources() },
            layers: [
                ...groundLayers(isDark, basemap),
                ...TILE_DOMAINS.flatMap((domain) => domainLayers(domain, isDark, hidden.has(domain), !basemap?.tiles)),
                ...labelLayers(isDark),
                ...liveLayers(isDark, hidden),
            ],
        },
        isDark,
    );
}
