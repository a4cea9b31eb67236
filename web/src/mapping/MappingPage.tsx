import { App, Button } from "antd";
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useSearchParams } from "react-router";
import { api, ApiError, ApprovalPending } from "@/api/client";
import { useBasemaps, useClasses } from "@/api/queries";
import type { Asset, AssetClass, AssetSummary, SearchHit } from "@/api/types";
import { IconLayers, IconX } from "@/app/icons";
import { useMay } from "@/app/session";
import { useIsPhone } from "@/app/theme";
import { useFormat, useTexts } from "@/i18n";
import { TILE_DOMAINS } from "@/map/domainLayers";
import type { View } from "@/map/view";
import { useSayError } from "@/ui/useSayError";
import { takeBack, type Act } from "./acts";
import { dayOf } from "./days";
import type { DeskMap, Found } from "./DeskMap";
import { DeskView } from "./DeskView";
import { DrawPanel } from "./DrawPanel";
import { EditPanel, type Aim } from "./EditPanel";
import { LayerTree } from "./LayerTree";
import { cutAt, merge, split } from "./lines";
import { readLink, writeLink, type MapLink } from "./link";
import { MeasurePanel } from "./MeasurePanel";
import { MineralPanel } from "./mineral/MineralPanel";
import { patchAsset } from "./save";
import { SearchField } from "./SearchField";
import { SelectPanel } from "./SelectPanel";
import { SNAP_PX } from "./Sketcher";
import { sketchOf, type Kind } from "./sketch";
import { mappingTexts } from "./texts";
import { TimeBar } from "./TimeBar";
import { ToolBar, type Tool } from "./ToolBar";
import { useKeys } from "./useKeys";
import { useNeighbours } from "./useNeighbours";
import { usePast } from "./usePast";
import { useSketch } from "./useSketch";
import { useAssetAt, WorksPanel } from "./WorksPanel";
import { SwipeView } from "./SwipeView";
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
    const format = useFormat();
    const isPhone = useIsPhone();
    const { message, modal } = App.useApp();
    const sayError = useSayError();
    const mayWrite = useMay("asset.write");
    const classes = useClasses().data;
    const basemaps = useBasemaps().data ?? [];
    const [search, setSearch] = useSearchParams();
    // The address changes with each move of the map; what is switched off stays the same list then.
    const hiddenText = search.get("hidden") ?? "";
    const hidden = useMemo(() => readLink(new URLSearchParams({ hidden: hiddenText })).hidden, [hiddenText]);
    const link = useMemo(() => ({ ...readLink(search), hidden }), [search, hidden]);
    const [startView] = useState(link.view);
    const [map, setMap] = useState<DeskMap>();
    const [layersOpen, setLayersOpen] = useState(!isPhone);
    useEffect(() => setLayersOpen(!isPhone), [isPhone]);
    const [tool, setTool] = useState<Tool>("look");
    const [found, setFound] = useState<Found[]>();
    const [edited, setEdited] = useState<Asset>();
    const [aim, setAim] = useState<Aim>();
    const [drawClass, setDrawClass] = useState<AssetClass>();
    const [drawKind, setDrawKind] = useState<Kind>("LineString");
    const [measureKind, setMeasureKind] = useState<"LineString" | "Polygon">("LineString");
    const [area, setArea] = useState<string>();
    const [printing, setPrinting] = useState(false);
    const [doneActs, setDoneActs] = useState<readonly Act[]>([]);
    const [undoneActs, setUndoneActs] = useState<readonly Act[]>([]);
    const { sketcher, state, begin, end } = useSketch(map);
    const basemap = basemaps.find(({ id }) => id === link.basemap);
    const past = usePast(map, link.date, hidden);
    const chosen = useAssetAt(link.asset, link.date).data;
    const drawing = tool === "draw" || edited !== undefined;
    const { neighbours, readiness } = useNeighbours(map, drawing || tool === "measure", hidden, edited?.id);

    const change = useCallback(
        (next: Partial<MapLink>) => setSearch((now) => writeLink({ ...readLink(now), ...next }), { replace: true }),
        [setSearch],
    );
    const onMove = useCallback((view: View) => change({ view }), [change]);
    const onFound = useCallback((works: AssetSummary[]) => map?.mark(works), [map]);

    // -- what is highlighted and brought into view
    useEffect(() => {
        if (edited) map?.showHighlight([]);
        else map?.showHighlight(chosen?.geometry ? [chosen.geometry] : []);
    }, [map, chosen, edited]);
    const framed = useRef<number | undefined>(undefined);
    useEffect(() => {
        if (!map || !chosen?.geometry || framed.current === chosen.id) return;
        framed.current = chosen.id;
        map.frame(chosen.geometry);
    }, [map, chosen]);

    // -- tools
    const leave = useCallback((): Promise<boolean> => {
        if (!edited || !state?.changed) return Promise.resolve(true);
        return new Promise((resolve) =>
            modal.confirm({ title: t.edit.leave, okText: t.edit.leaveYes, okButtonProps: { danger: true }, onOk: () => resolve(true), onCancel: () => resolve(false) }),
        );
    }, [edited, state?.changed, modal, t]);
    const stop = useCallback(() => {
        end();
        setEdited(undefined);
        setAim(undefined);
        setArea(undefined);
        map?.mark([]);
        map?.takeClicks(undefined);
    }, [end, map]);
    const beginArea = useCallback(
        () =>
            begin({
                kind: "Polygon",
                quiet: true,
                onEnd: ({ sketch }) => setArea((sketch.parts[0]?.[0] ?? []).map(([lon, lat]) => `${lon!.toFixed(6)},${lat!.toFixed(6)}`).join(";")),
            }),
        [begin],
    );
    const beginMeasure = useCallback((kind: "LineString" | "Polygon") => begin({ kind, neighbours, quiet: true }), [begin, neighbours]);
    const beginDraw = (assetClass: AssetClass, kind: Kind): void => {
        setDrawClass(assetClass);
        setDrawKind(kind);
        begin({ kind, neighbours });
    };
    const choose = async (next: Tool): Promise<void> => {
        if (!(await leave())) return;
        stop();
        setTool(next);
        setFound(undefined);
        if (next !== "look") change({ asset: undefined });
        if (next === "select") beginArea();
        if (next === "measure") beginMeasure(measureKind);
        if (next === "draw" && drawClass) beginDraw(drawClass, drawKind);
    };
    const edit = (asset: Asset): void => {
        const sketch = asset.geometry && sketchOf(asset.geometry);
        if (!sketch) {
            message.info(asset.geometry ? t.edit.collection : t.noShape);
            return;
        }
        setEdited(asset);
        begin({ kind: sketch.kind, sketch, neighbours });
    };
    const onLook = (works: Found[]): void => {
        setFound(works);
        framed.current = works[0]?.id;
        change({ asset: works.length === 1 ? works[0]!.id : undefined });
    };

    // -- split and merge: the next click says where
    useEffect(() => {
        if (!map || !sketcher || !edited || !aim) return map?.takeClicks(undefined);
        map.takeClicks((works, place) => {
            const { sketch } = sketcher.state;
            if (aim === "split") {
                const cut = cutAt(sketch, place, SNAP_PX, map.scale());
                const pieces = cut && split(sketch, cut);
                if (!pieces) return void message.warning(t.edit.splitNothing);
                sketcher.replace({ ...pieces[0], cutOff: pieces[1].parts });
            } else {
                const other = works.find((work) => work.class === edited.class && work.id !== edited.id && !sketch.joined?.some(({ id }) => id === work.id));
                if (!other) return void message.warning(t.edit.mergeNothing);
                void api
                    .get<Asset>(`/api/v1/assets/${other.id}`)
                    .then(({ id, version, name, status, geometry }) => {
                        const second = geometry && sketchOf(geometry);
                        const joined = second && merge(sketch, second);
                        if (!joined) return void message.warning(t.edit.mergeNothing);
                        sketcher.replace({ ...joined.line, joined: [...(sketch.joined ?? []), { id, version, name, status }] });
                        return undefined;
                    })
                    .catch(sayError);
            }
            setAim(undefined);
        });
        return () => map.takeClicks(undefined);
    }, [map, sketcher, edited, aim, message, sayError, t]);
    useEffect(() => {
        if (!map || !edited) return;
        const cut = state?.sketch.cutOff ?? [];
        map.showHighlight(cut.flatMap((part): GeoJSON.Geometry[] => (part[0] ? [{ type: "LineString", coordinates: part[0] }] : [])));
    }, [map, edited, state?.sketch.cutOff]);

    // -- saved acts, to be taken back
    const onSaved = (act: Act): void => {
        setDoneActs((now) => [...now, act]);
        setUndoneActs([]);
        stop();
    };
    const turn = async (from: readonly Act[], setFrom: (acts: readonly Act[]) => void, to: readonly Act[], setTo: (acts: readonly Act[]) => void, words: (name: string) => string): Promise<void> => {
        const act = from.at(-1);
        if (!act) return;
        setFrom(from.slice(0, -1));
        try {
            const turned = await takeBack(act, patchAsset);
            setTo([...to, turned]);
            message.success(words(act.changes[0]?.name ?? ""));
        } catch (error) {
            if (error instanceof ApiError && error.status === 412) message.warning(t.edit.undoLate);
            else if (!(error instanceof ApprovalPending)) sayError(error);
        }
    };
    const undo = (): void => {
        if (sketcher?.state.canUndo) sketcher.undo();
        else if (!sketcher) void turn(doneActs, setDoneActs, undoneActs, setUndoneActs, t.edit.undone);
    };
    const redo = (): void => {
        if (sketcher?.state.canRedo) sketcher.redo();
        else if (!sketcher) void turn(undoneActs, setUndoneActs, doneActs, setDoneActs, t.edit.redone);
    };

    // -- places
    const onHit = (hit: SearchHit): void => {
        if (hit.kind === "asset") {
            setFound(undefined);
            void choose("look").then(() => change({ asset: Number(hit.id) }));
        } else if (hit.lon != null && hit.lat != null) map?.flyTo({ lon: hit.lon, lat: hit.lat, zoom: hit.kind === "ward" ? WARD_ZOOM : PLACE_ZOOM });
    };
    // Mineral planning over a photograph of the ground, where one is configured; the roads, rivers and houses of the base stay.
    const showMinerals = async (): Promise<void> => {
        if (!(await leave())) return;
        stop();
        setTool("look");
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
    const close = async (): Promise<void> => {
        if (!(await leave())) return;
        stop();
        setTool("look");
        setFound(undefined);
        change({ asset: undefined });
    };
    const escape = async (): Promise<void> => {
        if (aim) setAim(undefined);
        else if (edited) {
            if (await leave()) stop();
        } else if (tool !== "look" || found || link.asset !== undefined) await close();
    };
    useKeys({
        v: () => void choose("look"),
        s: () => void choose("select"),
        m: () => void choose("measure"),
        d: mayWrite && !link.date ? () => void choose("draw") : undefined,
        e: mayWrite && !link.date && chosen && !edited ? () => edit(chosen) : undefined,
        Enter: sketcher && (() => sketcher.end()),
        " ": sketcher && map && (() => sketcher.click({ place: [map.view.lon, map.view.lat], touch: false, alt: false })),
        Delete: sketcher && (() => sketcher.remove()),
        Backspace: sketcher && (() => sketcher.remove()),
        "mod+z": undo,
        "mod+y": redo,
        "mod+shift+z": redo,
        Escape: () => void escape(),
    });

    const editedClass = edited && classes?.find(({ key }) => key === edited.class);
    const snapping = state?.snap
        ? (state.snap.on === "vertex" ? t.edit.snapped : t.edit.snappedSide)(state.snap.name)
        : readiness.at === "ready"
          ? t.edit.snapReady(format.number(readiness.works))
          : { many: t.edit.snapMany, far: t.edit.snapFar, failed: t.edit.snapFailed }[readiness.at];
    return (
        <div className="desk" data-swipe={link.right ? "" : undefined}>
            <h1 className="sr-only">{t.title}</h1>
            <DeskView className="desk-map" hidden={hidden} basemap={basemap} past={link.date !== undefined} view={startView} onMap={setMap} onLook={onLook} onMove={onMove} />
            {link.right && map && (
                <SwipeView left={map} hidden={hidden} basemaps={basemaps} right={link.right} onRight={(right) => change({ right })} onLook={onLook} onClose={() => change({ right: undefined })} />
            )}
            <div className="desk-left">
                <SearchField onHit={onHit} />
                {layersOpen ? (
                    <section className="desk-layers" aria-label={t.layers}>
                        <header>
                            <h2>{t.layers}</h2>
                            <Button type="text" size="small" aria-label={t.hideLayers} icon={<IconX size={16} />} onClick={() => setLayersOpen(false)} />
                        </header>
                        <LayerTree hidden={hidden} basemaps={basemaps} basemap={link.basemap} onHidden={(next) => change({ hidden: next })} onBasemap={(id) => change({ basemap: id })} />
                    </section>
                ) : (
                    <Button className="desk-float" icon={<IconLayers size={18} stroke={1.75} />} onClick={() => setLayersOpen(true)}>
                        {t.layers}
                    </Button>
                )}
            </div>
            <ToolBar
                tool={tool}
                mayDraw={mayWrite}
                past={link.date !== undefined}
                swiping={link.right !== undefined}
                canUndo={sketcher ? (state?.canUndo ?? false) : doneActs.length > 0}
                canRedo={sketcher ? (state?.canRedo ?? false) : undoneActs.length > 0}
                onTool={(next) => void choose(next)}
                onTime={() => void leave().then((yes) => yes && (stop(), setTool("look"), change({ date: link.date ? undefined : dayOf(Date.now() - MONTH_MS) })))}
                onSwipe={() => change({ right: link.right ? undefined : {} })}
                minerals={link.minerals ?? false}
                onMinerals={() => void showMinerals()}
                onPrint={() => setPrinting(true)}
                onShare={share}
                onUndo={undo}
                onRedo={redo}
            />
            {edited && sketcher && state ? (
                <EditPanel
                    key={edited.id}
                    asset={edited}
                    taken={editedClass?.geometry ?? []}
                    sketcher={sketcher}
                    state={state}
                    snapping={snapping}
                    aim={aim}
                    onAim={setAim}
                    onSaved={onSaved}
                    onClose={() => void leave().then((yes) => yes && stop())}
                />
            ) : tool === "measure" ? (
                <MeasurePanel
                    kind={measureKind}
                    state={state}
                    onKind={(kind) => {
                        setMeasureKind(kind);
                        beginMeasure(kind);
                    }}
                    onAgain={() => beginMeasure(measureKind)}
                    onClose={() => void close()}
                />
            ) : tool === "select" ? (
                <SelectPanel
                    area={area}
                    onFound={onFound}
                    onChoose={(id) => change({ asset: id })}
                    onAgain={() => {
                        stop();
                        beginArea();
                    }}
                    onClose={() => void close()}
                />
            ) : tool === "draw" ? (
                <DrawPanel
                    assetClass={drawClass}
                    kind={drawKind}
                    sketcher={sketcher}
                    state={state}
                    snapping={snapping}
                    onClass={beginDraw}
                    onAgain={() => drawClass && beginDraw(drawClass, drawKind)}
                    onSaved={(asset, act) => {
                        onSaved(act);
                        setTool("look");
                        framed.current = asset.id;
                        change({ asset: asset.id });
                    }}
                    onClose={() => void close()}
                />
            ) : found || link.asset !== undefined ? (
                <WorksPanel found={found ?? []} chosen={link.asset} date={link.date} onChoose={(id) => change({ asset: id })} onEdit={edit} onClose={() => void close()} />
            ) : null}
            {link.minerals && !edited && tool === "look" && !found && link.asset === undefined && (
                <MineralPanel onChoose={(id) => change({ asset: id })} onClose={() => change({ minerals: undefined, hidden: [] })} />
            )}
            {link.date && <TimeBar date={link.date} state={past} onDate={(date) => change({ date })} onClose={() => change({ date: undefined })} />}
            <Suspense fallback={null}>{printing && map && <PrintDialog map={map} link={link} basemap={basemap} onClose={() => setPrinting(false)} />}</Suspense>
        </div>
    );
}
