import { useEffect, useRef, useState } from "react";
import { useIsDark, useTokens } from "@/app/theme";
import { useTexts } from "@/i18n";
import type { ShapeMap } from "@/map/ShapeMap";
import { uiTexts } from "./texts";
import "./shape-map.css";

interface Props {
    shape: GeoJSON.Geometry | null;
    /** Another shape to compare with, drawn grey and dashed. */
    former?: GeoJSON.Geometry | null;
    label: string;
    onTap?: (lon: number, lat: number) => void;
}

/** A small map around one shape. The map library comes only when such a map is on screen. */
export function ShapeMapView({ shape, former = null, label, onTap }: Props) {
    const t = useTexts(uiTexts);
    const isDark = useIsDark();
    const { accent } = useTokens();
    const box = useRef<HTMLDivElement>(null);
    const map = useRef<ShapeMap | undefined>(undefined);
    const latest = useRef({ shape, former, onTap });
    latest.current = { shape, former, onTap };
    const taps = Boolean(onTap);
    const [failed, setFailed] = useState(false);

    useEffect(() => {
        const container = box.current;
        if (!container) return;
        const gone = new AbortController();
        import("@/map/ShapeMap")
            .then(({ ShapeMap }) =>
                ShapeMap.open(
                    {
                        container,
                        isDark,
                        colour: accent,
                        label,
                        ...(taps ? { onTap: (lon: number, lat: number) => latest.current.onTap?.(lon, lat) } : {}),
                    },
                    gone.signal,
                ),
            )
            .then((opened) => {
                map.current = opened;
                opened?.show(latest.current.shape, latest.current.former);
            })
            .catch(() => setFailed(true));
        return () => {
            gone.abort();
            map.current?.close();
            map.current = undefined;
        };
    }, [isDark, accent, label, taps]);

    useEffect(() => map.current?.show(shape, former), [shape, former]);

    if (failed) return <p className="nothing">{t.mapFailed}</p>;
    return <div ref={box} className={taps ? "shape-map shape-map-pick" : "shape-map"} />;
}
