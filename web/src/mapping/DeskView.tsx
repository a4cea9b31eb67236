import { useEffect, useRef, useState } from "react";
import { liveStore } from "@/live/store";
import { useIsDark } from "@/app/theme";
import { useTexts } from "@/i18n";
import type { Basemap } from "@/api/types";
import type { View } from "@/map/view";
import { EmptyState } from "@/ui/EmptyState";
import type { DeskMap, Found } from "./DeskMap";
import { mappingTexts } from "./texts";

interface Props {
    hidden: readonly string[];
    basemap: Basemap | undefined;
    past: boolean;
    view: View | undefined;
    bare?: boolean;
    className: string;
    onMap: (map: DeskMap | undefined) => void;
    onLook: (found: Found[], place: [number, number]) => void;
    onMove: (view: View) => void;
}

/** Opens the map in the page, keeps it fresh from the live channel, closes it with the page. */
export function DeskView({ hidden, basemap, past, view, bare = false, className, onMap, onLook, onMove }: Props) {
    const t = useTexts(mappingTexts);
    const isDark = useIsDark();
    const container = useRef<HTMLDivElement>(null);
    const [map, setMap] = useState<DeskMap>();
    const [failed, setFailed] = useState(false);
    const latest = useRef({ hidden, basemap, past, view, isDark, onMap, onLook, onMove, t });
    latest.current = { hidden, basemap, past, view, isDark, onMap, onLook, onMove, t };

    useEffect(() => {
        const element = container.current;
        if (!element) return;
        const gone = new AbortController();
        let opened: DeskMap | undefined;
        const start = latest.current;
        import("./DeskMap")
            .then(({ DeskMap: Map }) =>
                Map.open(
                    {
                        container: element,
                        bare,
                        isDark: start.isDark,
                        hidden: start.hidden,
                        basemap: start.basemap,
                        past: start.past,
                        view: start.view,
                        onLook: (found, place) => latest.current.onLook(found, place),
                        onMove: (moved) => latest.current.onMove(moved),
                        onReady: () => element.setAttribute("data-ready", "true"),
                        onFailure: () => setFailed(true),
                        texts: { ...start.t, label: start.t.map },
                    },
                    gone.signal,
                ),
            )
            .then((created) => {
                opened = created;
                if (gone.signal.aborted) return created?.close();
                setMap(created);
                latest.current.onMap(created);
                return undefined;
            })
            .catch(() => setFailed(true));
        return () => {
            gone.abort();
            opened?.close();
            latest.current.onMap(undefined);
            setMap(undefined);
        };
    }, [bare]);

    useEffect(() => map?.setShown({ isDark, hidden, basemap, past }), [map, isDark, hidden, basemap, past]);
    useEffect(() => {
        if (!map) return;
        const stop = liveStore.onMessage((message) => message.tiles?.length && map.refresh(message.tiles));
        // What changed while the line was cut is not told again.
        const back = liveStore.subscribe("connection", () => liveStore.connection().state === "live" && map.refreshAll());
        return () => {
            stop();
            back();
        };
    }, [map]);

    return (
        <>
            <div ref={container} className={className} />
            {failed && !bare && (
                <div className="desk-failed">
                    <EmptyState title={t.mapFailed} why={t.mapFailedWhy} />
                </div>
            )}
        </>
    );
}
