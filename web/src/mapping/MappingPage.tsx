import { App } from "antd";
import { lazy, Suspense, useCallback, useState } from "react";
import { useBasemaps } from "@/api/queries";
import type { AssetSummary, SearchHit } from "@/api/types";
import { useMay } from "@/app/session";
import { useTexts } from "@/i18n";
import { TILE_DOMAINS } from "@/map/domainLayers";
import type { View } from "@/map/view";
import type { Act } from "./acts";
import { dayOf } from "./days";
import type { DeskMap, Found } from "./DeskMap";
import { DeskView } from "./DeskView";
import { FindSide } from "./FindSide";
import { writeLink } from "./link";
import { SwipeView } from "./SwipeView";
import { mappingTexts } from "./texts";
import { TimeBar } from "./TimeBar";
import { ToolBar, type Tool } from "./ToolBar";
import { ToolPanel } from "./ToolPanel";
import { useActs } from "./useActs";
import { useAim } from "./useAim";
import { useKeys } from "./useKeys";
import { useMapLink } from "./useMapLink";
import { usePast } from "./usePast";
import { useShownWork } from "./useShownWork";
import { useTool } from "./useTool";
import { useAssetAt } from "./WorksPanel";
import "./panels.css";
import "./compare.css";
import "./mapping.css";

const PrintDialog = lazy(() => import("./PrintDialog"));

/** What a mine is planned beside. */
const PLANNED_OVER: ReadonlySet<string> = new Set(["mineral", "road", "waterway", "green", "administrative", "environment"]);
const WARD_ZOOM = 13.5;
const PLACE_ZOOM = 17;
/** A day is 86,400,000 ms; the slider begins a month back, where there is something to see. */
const MONTH_MS = 30 * 86_400_000;

/** The map of the register: look, find, select, measure, draw, edit, go back in time, compare, print. Its address is the link. */
export default function MappingPage() {
    const t = useTexts(mappingTexts);
    const { message } = App.useApp();
    const mayWrite = useMay("asset.write");
    const basemaps = useBasemaps().data ?? [];
    const { link, change } = useMapLink();
    const [startView] = useState(link.view);
    const [map, setMap] = useState<DeskMap>();
    const [found, setFound] = useState<Found[]>();
    const [printing, setPrinting] = useState(false);
    const basemap = basemaps.find(({ id }) => id === link.basemap);
    const past = usePast(map, link.date, link.hidden);
    const chosen = useAssetAt(link.asset, link.date).data;
    const acts = useActs();
    const hand = useTool(map, link.hidden);
    const { tool, edited, sketcher, state } = hand;
    const aiming = useAim(map, sketcher, edited);
    const inView = useShownWork(map, chosen, edited, state?.sketch.cutOff);

    const onMove = useCallback((view: View) => change({ view }), [change]);
    const onFound = useCallback((works: AssetSummary[]) => map?.mark(works), [map]);
    const onLook = (works: Found[]): void => {
        setFound(works);
        inView(works[0]?.id);
        change({ asset: works.length === 1 ? works[0]!.id : undefined });
    };
    const choose = async (next: Tool): Promise<void> => {
        if (!(await hand.take(next))) return;
        setFound(undefined);
        if (next !== "look") change({ asset: undefined });
    };
    const close = async (): Promise<void> => {
        if (!(await hand.take("look"))) return;
        setFound(undefined);
        change({ asset: undefined });
    };
    const onSaved = (act: Act): void => {
        acts.add(act);
        hand.stop();
    };
    const onHit = (hit: SearchHit): void => {
        if (hit.kind === "asset") {
            setFound(undefined);
            void choose("look").then(() => change({ asset: Number(hit.id) }));
        } else if (hit.lon != null && hit.lat != null) map?.flyTo({ lon: hit.lon, lat: hit.lat, zoom: hit.kind === "ward" ? WARD_ZOOM : PLACE_ZOOM });
    };
    // Mineral planning over a photograph of the ground, where one is configured; the roads, rivers and houses of the base stay.
    const showMinerals = async (): Promise<void> => {
        if (!(await hand.take("look"))) return;
        setFound(undefined);
        const satellite = basemaps.find((each) => each.satellite && each.tiles)?.id;
        change(
            link.minerals
                ? { minerals: undefined, hidden: [], asset: undefined }
                : { minerals: true, asset: undefined, hidden: TILE_DOMAINS.filter((domain) => !PLANNED_OVER.has(domain)), basemap: link.basemap ?? satellite },
        );
    };
    const share = (): void => {
        const url = `${window.location.origin}/map?${writeLink({ ...link, view: map?.view ?? link.view })}`;
        void navigator.clipboard
            .writeText(url)
            .then(() => message.success(t.copied))
            .catch(() => undefined);
    };
    // Within a sketch its vertices go back and forth, beside it what was saved.
    const undo = (): void => {
        if (sketcher?.state.canUndo) sketcher.undo();
        else if (!sketcher) acts.undo();
    };
    const redo = (): void => {
        if (sketcher?.state.canRedo) sketcher.redo();
        else if (!sketcher) acts.redo();
    };
    const escape = async (): Promise<void> => {
        if (aiming.aim) aiming.setAim(undefined);
        else if (edited) {
            if (await hand.leave()) hand.stop();
        } else if (tool !== "look" || found || link.asset !== undefined) await close();
    };
    useKeys({
        v: () => void choose("look"),
        s: () => void choose("select"),
        m: () => void choose("measure"),
        d: mayWrite && !link.date ? () => void choose("draw") : undefined,
        e: mayWrite && !link.date && chosen && !edited ? () => hand.edit(chosen) : undefined,
        Enter: sketcher && (() => sketcher.end()),
        " ": sketcher && map && (() => sketcher.click({ place: [map.view.lon, map.view.lat], touch: false, alt: false })),
        Delete: sketcher && (() => sketcher.remove()),
        Backspace: sketcher && (() => sketcher.remove()),
        "mod+z": undo,
        "mod+y": redo,
        "mod+shift+z": redo,
        Escape: () => void escape(),
    });

    return (
        <div className="desk" data-swipe={link.right ? "" : undefined}>
            <h1 className="sr-only">{t.title}</h1>
            <DeskView className="desk-map" hidden={link.hidden} basemap={basemap} past={link.date !== undefined} view={startView} onMap={setMap} onLook={onLook} onMove={onMove} />
            {link.right && map && (
                <SwipeView left={map} hidden={link.hidden} basemaps={basemaps} right={link.right} onRight={(right) => change({ right })} onLook={onLook} onClose={() => change({ right: undefined })} />
            )}
            <FindSide link={link} basemaps={basemaps} onHit={onHit} onChange={change} />
            <ToolBar
                tool={tool}
                mayDraw={mayWrite}
                past={link.date !== undefined}
                swiping={link.right !== undefined}
                canUndo={sketcher ? (state?.canUndo ?? false) : acts.canUndo}
                canRedo={sketcher ? (state?.canRedo ?? false) : acts.canRedo}
                onTool={(next) => void choose(next)}
                onTime={() => void hand.take("look").then((yes) => yes && change({ date: link.date ? undefined : dayOf(Date.now() - MONTH_MS) }))}
                onSwipe={() => change({ right: link.right ? undefined : {} })}
                minerals={link.minerals ?? false}
                onMinerals={() => void showMinerals()}
                onPrint={() => setPrinting(true)}
                onShare={share}
                onUndo={undo}
                onRedo={redo}
            />
            <ToolPanel
                hand={hand}
                aiming={aiming}
                link={link}
                found={found}
                onFound={onFound}
                onChoose={(id) => change({ asset: id })}
                onSaved={onSaved}
                onDrawn={(asset, act) => {
                    onSaved(act);
                    hand.putDown();
                    inView(asset.id);
                    change({ asset: asset.id });
                }}
                onClose={() => void close()}
                onCloseMinerals={() => change({ minerals: undefined, hidden: [] })}
            />
            {link.date && <TimeBar date={link.date} state={past} onDate={(date) => change({ date })} onClose={() => change({ date: undefined })} />}
            <Suspense fallback={null}>{printing && map && <PrintDialog map={map} link={link} basemap={basemap} onClose={() => setPrinting(false)} />}</Suspense>
        </div>
    );
}
