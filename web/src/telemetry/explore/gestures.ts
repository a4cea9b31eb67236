import { pan, zoom, type View } from "./view";

interface Target {
    view: () => View;
    latest: () => number;
    /** Follows the fingers. */
    show: (view: View) => void;
    /** When they rest: the data of this stretch is wanted. */
    settle: (view: View) => void;
}

/** A wheel that rests this long has ended its gesture. */
const WHEEL_REST_MS = 180;
const WHEEL_SPEED = 0.0016;
const WHEEL_LINE_PX = 16;
const DRAG_LEAST_PX = 4;

/** When a wheel was last turned elsewhere: who scrolls the page over the chart goes on scrolling. */
let wheeledElsewhere = 0;

/** Drag pans, wheel and pinch zoom, a sideways wheel pans. Shift and drag is left to the chart, which chooses a stretch. Gives
    the function that ends it. */
export function attachGestures(host: HTMLElement, target: Target): () => void {
    const ended = new AbortController();
    const { signal } = ended;
    const fingers = new Map<number, number>();
    let start: { view: View; fingers: number[] } | undefined;
    let moved = false;
    // Ahead of the target's view until the last finger has left.
    let shown: View | undefined;
    let rest: ReturnType<typeof setTimeout> | undefined;
    let turning: View | undefined;

    const field = () => host.querySelector<HTMLElement>(".u-over")?.getBoundingClientRect();
    const begin = () => (start = { view: shown ?? target.view(), fingers: [...fingers.values()] });
    const seen = (): View | undefined => {
        const box = field();
        if (!start || !box?.width) return undefined;
        const [a = 0, b] = [...fingers.values()];
        const [a0 = 0, b0] = start.fingers;
        if (b === undefined || b0 === undefined) return pan(start.view, (a0 - a) / box.width, target.latest());
        const middle = (a0 + b0) / 2;
        const factor = Math.max(1, Math.abs(b0 - a0)) / Math.max(1, Math.abs(b - a));
        const zoomed = zoom(start.view, factor, (middle - box.left) / box.width, target.latest());
        return pan(zoomed, (middle - (a + b) / 2) / box.width, target.latest());
    };

    host.addEventListener(
        "pointerdown",
        (event) => {
            if (event.button !== 0 || event.shiftKey || !(event.target as Element).closest(".u-over")) return;
            if (fingers.size === 0) moved = false;
            fingers.set(event.pointerId, event.clientX);
            begin();
        },
        { signal },
    );
    host.addEventListener(
        "pointermove",
        (event) => {
            if (!fingers.has(event.pointerId)) return;
            fingers.set(event.pointerId, event.clientX);
            if (!moved && fingers.size === 1 && Math.abs(event.clientX - (start?.fingers[0] ?? 0)) < DRAG_LEAST_PX) return;
            if (!moved) host.setPointerCapture(event.pointerId);
            moved = true;
            shown = seen() ?? shown;
            if (shown) target.show(shown);
        },
        { signal },
    );
    const release = (event: PointerEvent) => {
        if (!fingers.has(event.pointerId)) return;
        const view = event.type === "pointerup" ? seen() : start?.view;
        fingers.delete(event.pointerId);
        shown = fingers.size > 0 ? view : undefined;
        if (fingers.size > 0) begin();
        else if (moved && view) target.settle(view);
    };
    host.addEventListener("pointerup", release, { signal });
    host.addEventListener("pointercancel", release, { signal });

    host.addEventListener(
        "wheel",
        (event) => {
            const box = field();
            if (!box?.width || event.timeStamp - wheeledElsewhere < WHEEL_REST_MS * 2) return;
            event.preventDefault();
            event.stopPropagation();
            const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? WHEEL_LINE_PX : 1;
            const across = (event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX) * unit;
            const along = event.shiftKey ? 0 : event.deltaY * unit;
            const now = turning ?? target.view();
            turning =
                Math.abs(across) > Math.abs(along)
                    ? pan(now, across / box.width, target.latest())
                    : zoom(now, Math.exp(along * WHEEL_SPEED), Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)), target.latest());
            target.show(turning);
            clearTimeout(rest);
            rest = setTimeout(() => {
                const view = turning;
                turning = undefined;
                if (view) target.settle(view);
            }, WHEEL_REST_MS);
        },
        { signal, passive: false },
    );
    window.addEventListener("wheel", (event) => (wheeledElsewhere = event.timeStamp), { signal, passive: true });
    return () => {
        clearTimeout(rest);
        ended.abort();
    };
}
