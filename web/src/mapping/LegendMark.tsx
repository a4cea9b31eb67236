import { domainHues } from "@/app/tokens";
import { useIsDark, useTokens } from "@/app/theme";

export type Mark = "Point" | "LineString" | "Polygon";

/** What most works of a class are drawn as: a plan of a park is an area, though some are known by a point alone. */
export function markOf(taken: readonly string[]): Mark {
    if (taken.some((type) => type.endsWith("LineString"))) return "LineString";
    return taken.some((type) => type.endsWith("Polygon")) ? "Polygon" : "Point";
}

/** The mark by which the map draws a class: dot, stroke or area in the hue of its domain. */
export function LegendMark({ domain, as }: { domain: string; as: Mark }) {
    const isDark = useIsDark();
    const { muted } = useTokens();
    const hue = domainHues[domain]?.[isDark ? 1 : 0] ?? muted;
    return (
        <svg width="20" height="14" viewBox="0 0 20 14" aria-hidden="true" className="legend-mark">
            {as === "LineString" && <path d="M1 11 7 5l5 4 7-7" fill="none" stroke={hue} strokeWidth="2.4" strokeLinecap="round" strokeLinejoin="round" />}
            {as === "Polygon" && <path d="M3 3 14 1.5 18 9 8 12.5Z" fill={hue} fillOpacity="0.3" stroke={hue} strokeWidth="1.6" strokeLinejoin="round" />}
            {as === "Point" && <circle cx="10" cy="7" r="4" fill={hue} />}
        </svg>
    );
}
