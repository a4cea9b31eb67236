import { useEffect, useRef, useState } from "react";
import { useIsDark, useTokens } from "@/app/theme";
import type { Tokens } from "@/app/tokens";
import { useTexts } from "@/i18n";
import type { FeatureMap } from "@/map/FeatureMap";
import { uiTexts } from "./texts";
import "./shape-map.css";

interface Props {
    features: GeoJSON.FeatureCollection;
    /** The view moves to the features when this changes. */
    frame: string;
    label: string;
    /** Which token colours which `properties.kind`; "" is for all others. */
    colours: Record<string, keyof Tokens>;
    dashed?: string[];
    chosen?: GeoJSON.Geometry | undefined;
    onPick?: (id: number | undefined) => void;
}

const NONE: string[] = [];

/** A map of many features. The map library comes only when such a map is on screen. */
export function FeatureMapView({ features, frame, label, colours, dashed = NONE, chosen, onPick }: Props) {
    const t = useTexts(uiTexts);
    const isDark = useIsDark();
    const tokens = useTokens();
    const box = useRef<HTMLDivElement>(null);
    const map = useRef<FeatureMap | undefined>(undefined);
    const latest = useRef({ features, frame, chosen, onPick });
    latest.current = { features, frame, chosen, onPick };
    const [failed, setFailed] = useState(false);

    useEffect(() => {
        const container = box.current;
        if (!container) return;
        const gone = new AbortController();
        const hexes = Object.fromEntries(Object.entries(colours).map(([kind, token]) => [kind, tokens[token]]));
        import("@/map/FeatureMap")
            .then(({ FeatureMap }) =>
                FeatureMap.open(
                    { container, isDark, label, colours: hexes, dashed, accent: tokens.accent, onPick: (id) => latest.current.onPick?.(id) },
                    gone.signal,
                ),
            )
            .then((opened) => {
                map.current = opened;
                opened?.show(latest.current.features, latest.current.frame);
                opened?.choose(latest.current.chosen);
            })
            .catch(() => setFailed(true));
        return () => {
            gone.abort();
            map.current?.close();
            map.current = undefined;
        };
    }, [isDark, tokens, label, colours, dashed]);

    useEffect(() => map.current?.show(features, frame), [features, frame]);
    useEffect(() => map.current?.choose(chosen), [chosen]);

    if (failed) return <p className="nothing">{t.mapFailed}</p>;
    return <div ref={box} className="shape-map feature-map" />;
}
