import { useCallback, useState } from "react";

const KEY = "hatang.layers";

interface Choice {
    hidden: string[];
    basemap: string | undefined;
}

function read(): Choice {
    try {
        const stored = JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Choice>;
        return { hidden: Array.isArray(stored.hidden) ? stored.hidden : [], basemap: stored.basemap };
    } catch {
        return { hidden: [], basemap: undefined };
    }
}

/** Which layers are switched off and which base map is under them; kept on this device. */
export function useLayers() {
    const [choice, setChoice] = useState(read);
    const change = useCallback((next: Partial<Choice>) => {
        setChoice((before) => {
            const after = { ...before, ...next };
            try {
                localStorage.setItem(KEY, JSON.stringify(after));
            } catch {
                // Without storage the choice lasts for this page.
            }
            return after;
        });
    }, []);
    return { hidden: choice.hidden, basemap: choice.basemap, change };
}
