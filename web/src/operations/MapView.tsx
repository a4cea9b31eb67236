import { useEffect, useRef, useState } from "react";
import { useClasses } from "@/api/queries";
import type { Basemap } from "@/api/types";
import { useIsDark, useIsPhone } from "@/app/theme";
import { useTexts } from "@/i18n";
import { useLiveMap } from "./useLiveMap";
import type { CityMap, Offset, Picked } from "@/map/CityMap";
import type { View } from "@/map/view";
import { EmptyState } from "@/ui/EmptyState";
import { DomainIcon } from "@/ui/DomainIcon";
import { operationsTexts } from "./texts";

export interface ChosenPlace {
    id: number;
    domain: string;
    lon: number | undefined;
    lat: number | undefined;
    /** Bring it into view: it was not chosen on the map itself. */
    fly: boolean;
}

interface Props {
    hidden: readonly string[];
    basemap: Basemap | undefined;
    chosen: ChosenPlace | undefined;
    /** A place of a link. */
    view: View | undefined;
    onPick: (picked: Picked | undefined) => void;
}

interface Hover extends Picked {
    x: number;
    y: number;
}

/** Panels float over the map; what flies into view lands in the middle of what they leave free. */
const OFFSETS = { start: [160, 30], desk: [-40, 30], phoneStart: [0, -20], phone: [0, -150] } satisfies Record<string, Offset>;

export default function MapView({ hidden, basemap, chosen, view, onPick }: Props) {
    const t = useTexts(operationsTexts);
    const isDark = useIsDark();
    const isPhone = useIsPhone();
    const classes = useClasses().data;
    const container = useRef<HTMLDivElement>(null);
    const [map, setMap] = useState<CityMap>();
    const [failed, setFailed] = useState(false);
    const [hover, setHover] = useState<Hover>();
    const latest = useRef({ onPick, classes, hidden, basemap, isDark, isPhone, view, t });
    latest.current = { onPick, classes, hidden, basemap, isDark, isPhone, view, t };

    useEffect(() => {
        const element = container.current;
        if (!element) return;
        const gone = new AbortController();
        let opened: CityMap | undefined;
        const start = latest.current;
        import("@/map/CityMap")
            .then(({ CityMap: Map }) =>
                Map.open(
                    {
                        container: element,
                        isDark: start.isDark,
                        hidden: new Set(start.hidden),
                        basemap: start.basemap,
                        view: start.view,
                        offset: start.isPhone ? OFFSETS.phoneStart : OFFSETS.start,
                        domainOfClass: (key) => latest.current.classes?.find((each) => each.key === key)?.domain ?? "",
                        onPick: (picked) => latest.current.onPick(picked),
                        onHover: (picked, x, y) => setHover(picked?.name ? { ...picked, x, y } : undefined),
                        onReady: () => element.setAttribute("data-ready", "true"),
                        onFailure: () => setFailed(true),
                        texts: { ...start.t, label: start.t.map },
                    },
                    gone.signal,
                ),
            )
            .then((created) => {
                opened = created;
                if (gone.signal.aborted) created?.close();
                else setMap(created);
            })
            .catch(() => setFailed(true));
        return () => {
            gone.abort();
            opened?.close();
            setMap(undefined);
        };
    }, []);

    useLiveMap(map, classes !== undefined);
    useEffect(() => map?.setTheme(isDark), [map, isDark]);
    useEffect(() => map?.setBasemap(basemap), [map, basemap]);
    useEffect(() => map?.setHidden(new Set(hidden)), [map, hidden]);
    useEffect(() => {
        map?.choose(chosen, chosen?.fly ?? false, isPhone ? OFFSETS.phone : OFFSETS.desk);
    }, [map, chosen, isPhone]);
    useEffect(() => {
        if (view) map?.flyTo(view);
    }, [map, view]);

    return (
        <>
            <div ref={container} className="ops-map" />
            {failed && (
                <div className="ops-map-failed">
                    <EmptyState title={t.mapFailed} why={t.mapFailedWhy} />
                </div>
            )}
            {hover && !isPhone && (
                <div className="map-tip" style={{ left: hover.x, top: hover.y }} aria-hidden="true">
                    <DomainIcon domain={hover.domain} size={16} />
                    {hover.name}
                </div>
            )}
        </>
    );
}
