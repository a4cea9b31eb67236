import { Button, DatePicker, Select } from "antd";
import dayjs from "dayjs";
import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from "react";
import type { Basemap } from "@/api/types";
import { useTexts } from "@/i18n";
import type { DeskMap, Found } from "./DeskMap";
import { DeskView } from "./DeskView";
import { basemapOptions, OWN } from "./LayerTree";
import { mappingTexts } from "./texts";
import { usePast } from "./usePast";

interface Right {
    basemap?: string | undefined;
    date?: string | undefined;
}
interface Props {
    left: DeskMap;
    hidden: readonly string[];
    basemaps: readonly Basemap[];
    right: Right;
    onRight: (right: Right) => void;
    onLook: (found: Found[], place: [number, number]) => void;
    onClose: () => void;
}

const STEP = 0.05;

/** A second map over the first one, cut at a border that is dragged: two base maps or two days side by side. */
export function SwipeView({ left, hidden, basemaps, right, onRight, onLook, onClose }: Props) {
    const t = useTexts(mappingTexts);
    const [at, setAt] = useState(0.5);
    const [map, setMap] = useState<DeskMap>();
    const frame = useRef<HTMLDivElement>(null);
    const held = useRef(false);
    const basemap = basemaps.find(({ id }) => id === right.basemap);
    usePast(map, right.date, hidden);

    // Whichever map is moved takes the other one along; a move that follows is not passed back.
    useEffect(() => {
        if (!map) return;
        let following = false;
        const follow = (from: DeskMap, to: DeskMap) => (): void => {
            if (following) return;
            following = true;
            const { center, zoom, bearing, pitch } = { center: from.map.getCenter(), zoom: from.map.getZoom(), bearing: from.map.getBearing(), pitch: from.map.getPitch() };
            to.map.jumpTo({ center, zoom, bearing, pitch });
            following = false;
        };
        const [onward, back] = [follow(left, map), follow(map, left)];
        onward();
        left.map.on("move", onward);
        map.map.on("move", back);
        return () => {
            left.map.off("move", onward);
            map.map.off("move", back);
        };
    }, [left, map]);

    const move = (event: PointerEvent): void => {
        const box = frame.current?.getBoundingClientRect();
        if (held.current && box) setAt(Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)));
    };
    const onKeyDown = (event: KeyboardEvent): void => {
        const step = event.key === "ArrowLeft" ? -STEP : event.key === "ArrowRight" ? STEP : 0;
        if (step === 0) return;
        event.preventDefault();
        event.stopPropagation();
        setAt((now) => Math.min(1, Math.max(0, now + step)));
    };
    const share = Math.round(at * 100);
    return (
        <div className="desk-swipe" ref={frame}>
            <div className="desk-swipe-right" style={{ clipPath: `inset(0 0 0 ${share}%)` }}>
                <DeskView bare className="desk-map" hidden={hidden} basemap={basemap} past={right.date !== undefined} view={left.view} onMap={setMap} onLook={onLook} onMove={() => undefined} />
            </div>
            <div
                className="desk-swipe-handle"
                style={{ left: `${share}%` }}
                role="slider"
                tabIndex={0}
                aria-label={t.swipe.handle}
                aria-valuemin={0}
                aria-valuemax={100}
                aria-valuenow={share}
                onKeyDown={onKeyDown}
                onPointerDown={(event) => {
                    held.current = true;
                    event.currentTarget.setPointerCapture(event.pointerId);
                }}
                onPointerMove={move}
                onPointerUp={() => (held.current = false)}
            />
            <div className="desk-swipe-choice" role="group" aria-label={t.swipe.right}>
                <strong>{t.swipe.right}</strong>
                <Select
                    aria-label={`${t.swipe.right}: ${t.swipe.basemap}`}
                    value={right.basemap ?? OWN}
                    options={basemapOptions(basemaps, t)}
                    onChange={(value) => onRight({ ...right, basemap: value === OWN ? undefined : value })}
                />
                <DatePicker
                    aria-label={`${t.swipe.right}: ${t.swipe.date}`}
                    value={right.date ? dayjs(right.date) : null}
                    format="DD/MM/YYYY"
                    placeholder={t.swipe.now}
                    maxDate={dayjs()}
                    onChange={(day) => onRight({ ...right, date: day ? day.format("YYYY-MM-DD") : undefined })}
                />
                <Button onClick={onClose}>{t.swipe.close}</Button>
            </div>
        </div>
    );
}
