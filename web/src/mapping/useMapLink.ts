import { useCallback, useMemo } from "react";
import { useSearchParams } from "react-router";
import { readLink, writeLink, type MapLink } from "./link";

export type ChangeLink = (next: Partial<MapLink>) => void;

/** What the address says, and how it is changed. */
export function useMapLink(): { link: MapLink; change: ChangeLink } {
    const [search, setSearch] = useSearchParams();
    // The address changes with each move of the map; what is switched off stays the same list then.
    const hiddenText = search.get("hidden") ?? "";
    const hidden = useMemo(() => readLink(new URLSearchParams({ hidden: hiddenText })).hidden, [hiddenText]);
    const link = useMemo(() => ({ ...readLink(search), hidden }), [search, hidden]);
    const change = useCallback((next: Partial<MapLink>) => setSearch((now) => writeLink({ ...readLink(now), ...next }), { replace: true }), [setSearch]);
    return { link, change };
}
