import { Button, Tooltip } from "antd";
import { useEffect, useMemo, useRef, useState } from "react";
import { useSearchParams } from "react-router";
import { useAsset, useBasemaps } from "@/api/queries";
import type { Alarm } from "@/api/types";
import { IconBell, IconX } from "@/app/icons";
import { useIsPhone } from "@/app/theme";
import { useShortcut } from "@/app/useShortcut";
import { useTexts } from "@/i18n";
import { useOpenAlarms } from "@/live/useLive";
import { parseView } from "@/map/view";
import { AlarmFeed } from "./AlarmFeed";
import { AssetPanel } from "./drawer/AssetPanel";
import { KpiStrip } from "./KpiStrip";
import { LayerButton } from "./LayerPanel";
import MapView, { type ChosenPlace } from "./MapView";
import { Sheet, type SheetHeight } from "./Sheet";
import { operationsTexts } from "./texts";
import { useLayers } from "./useLayers";
import "./operations.css";
import "./feed.css";

/** The start page: the map is the home, panels float over it, the address says what is open. */
export default function OperationsPage() {
    const t = useTexts(operationsTexts);
    const isPhone = useIsPhone();
    const [search, setSearch] = useSearchParams();
    const layers = useLayers();
    const basemap = useBasemaps().data?.find((each) => each.id === layers.basemap);
    const waiting = useOpenAlarms().filter((alarm) => !alarm.acknowledged).length;
    const [feedOpen, setFeedOpen] = useState(true);
    const [sheet, setSheet] = useState<SheetHeight>("peek");
    const pickedOnMap = useRef<number | undefined>(undefined);

    const assetId = Number(search.get("asset")) || undefined;
    const scope = search.get("alarms") === "all" ? "all" : "unacknowledged";
    const at = search.get("at");
    const view = useMemo(() => parseView(at), [at]);
    const asset = useAsset(assetId).data;

    const change = (set: Record<string, string | undefined>): void =>
        setSearch(
            (before) => {
                const next = new URLSearchParams(before);
                next.delete("at");
                for (const [key, value] of Object.entries(set)) {
                    if (value === undefined) next.delete(key);
                    else next.set(key, value);
                }
                return next;
            },
            { replace: assetId !== undefined && set["asset"] !== undefined },
        );
    const choose = (id: number | undefined, onMap: boolean): void => {
        pickedOnMap.current = onMap ? id : undefined;
        change({ asset: id === undefined ? undefined : String(id) });
        setSheet(id === undefined ? "peek" : "half");
    };
    useShortcut("escape", () => assetId !== undefined && choose(undefined, false));

    // A link to the alarms opens their list, and on a phone gives it the screen.
    const wantsAlarms = search.get("alarms");
    useEffect(() => {
        if (!wantsAlarms) return;
        setFeedOpen(true);
        if (assetId === undefined) setSheet("half");
    }, [wantsAlarms, assetId]);
    useEffect(() => {
        document.title = waiting > 0 ? `(${waiting}) Hạ Tầng` : "Hạ Tầng";
        return () => void (document.title = "Hạ Tầng");
    }, [waiting]);

    const chosen = useMemo<ChosenPlace | undefined>(
        () =>
            asset && asset.id === assetId
                ? { id: asset.id, domain: asset.domain, lon: asset.lon, lat: asset.lat, fly: pickedOnMap.current !== asset.id }
                : undefined,
        // The place of an asset, not each new version of its record, moves the map.
        [asset?.id, asset?.domain, asset?.lon, asset?.lat, assetId],
    );

    const feed = (
        <AlarmFeed
            scope={scope}
            onScope={(next) => change({ alarms: next === "all" ? "all" : "1" })}
            chosenAsset={assetId}
            onOpen={(alarm: Alarm) => choose(alarm.asset_id, false)}
        />
    );
    const panel = assetId !== undefined && <AssetPanel key={assetId} assetId={assetId} onClose={() => choose(undefined, false)} />;

    return (
        <div className="ops">
            <h1 className="sr-only">{t.title}</h1>
            <MapView hidden={layers.hidden} basemap={basemap} chosen={chosen} view={view} onPick={(picked) => choose(picked?.id, true)} />
            <div className="ops-top">
                <KpiStrip />
                <LayerButton hidden={layers.hidden} basemap={layers.basemap} onChange={layers.change} />
            </div>
            {isPhone ? (
                <Sheet label={panel ? t.drawer.label : t.feed.title} height={sheet} onHeight={setSheet}>
                    {panel || (
                        <>
                            <p className="sheet-title">{t.feed.waiting(waiting)}</p>
                            {feed}
                        </>
                    )}
                </Sheet>
            ) : (
                <>
                    {feedOpen ? (
                        <div className="ops-feed ops-panel">
                            <Tooltip title={t.feed.hide}>
                                <Button type="text" size="small" className="feed-hide" aria-label={t.feed.hide} icon={<IconX size={16} />} onClick={() => setFeedOpen(false)} />
                            </Tooltip>
                            <h2>{t.feed.title}</h2>
                            {feed}
                        </div>
                    ) : (
                        <Button className="ops-float ops-feed-show" icon={<IconBell size={18} stroke={1.75} />} onClick={() => setFeedOpen(true)}>
                            {t.feed.waiting(waiting)}
                        </Button>
                    )}
                    {panel && (
                        <aside className="ops-drawer ops-panel" aria-label={t.drawer.label}>
                            {panel}
                        </aside>
                    )}
                </>
            )}
        </div>
    );
}
