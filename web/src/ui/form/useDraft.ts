import { useCallback, useEffect, useState } from "react";

/** Drafts wait this long after the last key, so that typing stays light. */
const PAUSE_MS = 400;

const read = <T>(key: string): T | undefined => {
    try {
        const text = localStorage.getItem(key);
        return text ? (JSON.parse(text) as T) : undefined;
    } catch {
        return undefined;
    }
};

/**
 * The value of a form that survives a closed tab. `drafted` says that the start came from a draft; `keptAt`
 * when it was last written; `drop` forgets the draft, after saving or by choice.
 */
export function useDraft<T>(name: string, start: T) {
    const key = `hatang.draft.${name}`;
    const [first] = useState(() => read<T>(key));
    const [drafted, setDrafted] = useState(first !== undefined);
    const [value, setValue] = useState<T>(first ?? start);
    const [touched, setTouched] = useState(false);
    const [keptAt, setKeptAt] = useState<number | undefined>(undefined);

    useEffect(() => {
        if (!touched) return;
        const keep = () => {
            try {
                localStorage.setItem(key, JSON.stringify(value));
                setKeptAt(Date.now());
            } catch {
                // A full or refused storage only costs the draft, not the form.
            }
        };
        const timer = setTimeout(keep, PAUSE_MS);
        // A tab that is closed within the pause loses nothing either.
        window.addEventListener("pagehide", keep);
        return () => {
            clearTimeout(timer);
            window.removeEventListener("pagehide", keep);
        };
    }, [key, value, touched]);

    const change = useCallback((next: T | ((now: T) => T)) => {
        setTouched(true);
        setValue(next);
    }, []);
    const drop = useCallback(
        (next?: T) => {
            localStorage.removeItem(key);
            setTouched(false);
            setDrafted(false);
            setKeptAt(undefined);
            if (next !== undefined) setValue(next);
        },
        [key],
    );
    return { value, change, drop, drafted, keptAt };
}
