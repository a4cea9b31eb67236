import { useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from "react";
import { useTexts } from "@/i18n";
import { operationsTexts } from "./texts";

export type SheetHeight = "peek" | "half" | "full";
const ORDER: SheetHeight[] = ["peek", "half", "full"];
/** A drag shorter than this is a tap, which steps to the next height. */
const TAP_PX = 6;

interface Props {
    label: string;
    height: SheetHeight;
    onHeight: (height: SheetHeight) => void;
    children: ReactNode;
}

/** A panel of the phone that rises from the bottom to three heights, by finger or keyboard. */
export function Sheet({ label, height, onHeight, children }: Props) {
    const t = useTexts(operationsTexts);
    const start = useRef<{ y: number; height: number } | undefined>(undefined);
    const sheet = useRef<HTMLDivElement>(null);
    const [drag, setDrag] = useState<number>();
    const step = (by: number): void => onHeight(ORDER[Math.min(2, Math.max(0, ORDER.indexOf(height) + by))] ?? height);

    const onPointerDown = (event: PointerEvent): void => {
        start.current = { y: event.clientY, height: sheet.current?.offsetHeight ?? 0 };
        event.currentTarget.setPointerCapture(event.pointerId);
    };
    const onPointerMove = (event: PointerEvent): void => {
        if (start.current) setDrag(Math.max(80, start.current.height + start.current.y - event.clientY));
    };
    const onPointerUp = (event: PointerEvent): void => {
        if (!start.current) return;
        const moved = start.current.y - event.clientY;
        start.current = undefined;
        setDrag(undefined);
        if (Math.abs(moved) < TAP_PX) onHeight(height === "full" ? "half" : height === "half" ? "full" : "half");
        else if (Math.abs(moved) > 40) step(moved > 0 ? 1 : -1);
    };
    const onKeyDown = (event: KeyboardEvent): void => {
        if (event.key === "ArrowUp") step(1);
        else if (event.key === "ArrowDown") step(-1);
        else if (event.key === "Enter" || event.key === " ") onHeight(height === "full" ? "half" : "full");
        else return;
        event.preventDefault();
    };
    return (
        <div ref={sheet} role="group" className={`sheet sheet-${height}`} aria-label={label} style={drag === undefined ? undefined : { height: drag, transition: "none" }}>
            <button
                type="button"
                className="sheet-handle"
                aria-label={`${t.drawer.sheet.resize}: ${t.drawer.sheet[height]}`}
                onPointerDown={onPointerDown}
                onPointerMove={onPointerMove}
                onPointerUp={onPointerUp}
                onKeyDown={onKeyDown}
            />
            {children}
        </div>
    );
}
