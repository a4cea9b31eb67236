import { useEffect, useRef } from "react";

export interface KeyActs {
    [key: string]: (() => void) | undefined;
}

/** "mod+z", "mod+shift+z", "Delete", "v": what was pressed, in one word. */
function wordOf(event: KeyboardEvent): string {
    const mod = event.metaKey || event.ctrlKey ? "mod+" : "";
    const shift = event.shiftKey && mod ? "shift+" : "";
    return mod + shift + (event.key.length === 1 ? event.key.toLowerCase() : event.key);
}

/** Keys of the map page; while somebody types in a field or a dialog is open they are left alone. */
export function useKeys(acts: KeyActs): void {
    const latest = useRef(acts);
    latest.current = acts;
    useEffect(() => {
        const onKey = (event: KeyboardEvent): void => {
            const target = event.target as HTMLElement;
            if (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.closest('[role="dialog"]')) return;
            const word = wordOf(event);
            // On a button Enter and Space press it.
            if ((word === "Enter" || word === " ") && target.closest("button, a, [role='option']")) return;
            const act = latest.current[word];
            if (!act) return;
            event.preventDefault();
            act();
        };
        window.addEventListener("keydown", onKey);
        return () => window.removeEventListener("keydown", onKey);
    }, []);
}
