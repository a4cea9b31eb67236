import { useEffect, useRef, type RefObject } from "react";

/** What stays visible of the neighbour, so that the bar is seen to go on. */
const PEEK_PX = 32;

/** A bar that may be wider than the screen: whenever `chosen` changes, its entry that matches `selector` is scrolled into view. */
export function useChosenInView<T extends HTMLElement>(chosen: string | undefined, selector: string): RefObject<T | null> {
    const bar = useRef<T>(null);
    useEffect(() => {
        const box = bar.current?.getBoundingClientRect();
        const entry = bar.current?.querySelector(selector)?.getBoundingClientRect();
        if (!bar.current || !box || !entry) return;
        // Sideways only: the page itself stays where it is.
        if (entry.left < box.left) bar.current.scrollLeft += entry.left - box.left - PEEK_PX;
        else if (entry.right > box.right) bar.current.scrollLeft += entry.right - box.right + PEEK_PX;
    }, [chosen, selector]);
    return bar;
}
