import { useCallback, useEffect, useRef, useState } from "react";

/** Rows kept above and below the visible ones, so that fast scrolling and Tab find something there. */
const OVERSCAN_ROWS = 8;
/** The end counts as reached this many rows before it, so that the next page is there in time. */
const NEAR_END_ROWS = 20;

/** Which of `count` rows of one height are on screen in the scrolling element, as indexes [first, last). */
export function visibleRows(scrollTop: number, viewHeight: number, rowHeight: number, count: number): [number, number] {
    const first = Math.max(0, Math.floor(scrollTop / rowHeight) - OVERSCAN_ROWS);
    const last = Math.min(count, Math.ceil((scrollTop + viewHeight) / rowHeight) + OVERSCAN_ROWS);
    return [Math.min(first, last), last];
}

/** Windowing for a list of equal rows: only the rows on screen are in the document. */
export function useWindow(count: number, rowHeight: number, onNearEnd?: () => void) {
    const scroller = useRef<HTMLDivElement>(null);
    const [range, setRange] = useState<[number, number]>([0, 40]);

    const update = useCallback(() => {
        const box = scroller.current;
        if (!box) return;
        const next = visibleRows(box.scrollTop, box.clientHeight, rowHeight, count);
        setRange((now) => (now[0] === next[0] && now[1] === next[1] ? now : next));
        if (next[1] >= count - NEAR_END_ROWS) onNearEnd?.();
    }, [count, rowHeight, onNearEnd]);

    useEffect(() => {
        update();
        const box = scroller.current;
        if (!box) return;
        const observer = new ResizeObserver(update);
        observer.observe(box);
        return () => observer.disconnect();
    }, [update]);

    return { scroller, first: Math.min(range[0], count), last: Math.min(range[1], count), onScroll: update };
}
