import { useEffect, useRef } from "react";

/** Calls `act` on a key such as "mod+k" (⌘ or Ctrl) or "a"; plain keys are left alone while typing in a field. */
export function useShortcut(keys: string, act: () => void): void {
    const latest = useRef(act);
    latest.current = act;
    useEffect(() => {
        const withMod = keys.startsWith("mod+");
        const key = withMod ? keys.slice(4) : keys;
        const onKey = (event: KeyboardEvent): void => {
            if (event.key.toLowerCase() !== key) return;
            if (withMod !== (event.metaKey || event.ctrlKey) || event.altKey) return;
            const target = event.target as HTMLElement;
            if (!withMod && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))) return;
            if (key !== "escape") event.preventDefault();
            latest.current();
        };
        window.addEventListener("keydown", onKey);
        return () => window.removeEventListener("keydown", onKey);
    }, [keys]);
}
