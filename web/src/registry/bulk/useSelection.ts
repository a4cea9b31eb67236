import { useCallback, useMemo, useState } from "react";
import type { AssetSummary } from "@/api/types";
import type { Selection } from "@/ui/table/RowTable";
import { CHOSEN_MAX } from "./run";

/** The assets that are chosen, over pages and filters. */
export function useSelection(rows: AssetSummary[], words: { chooseRow: (name: string) => string; chooseAll: string }) {
    const [chosen, setChosen] = useState<ReadonlyMap<number, AssetSummary>>(new Map());
    const toggle = useCallback(
        (row: AssetSummary) =>
            setChosen((now) => {
                const next = new Map(now);
                if (!next.delete(row.id) && next.size < CHOSEN_MAX) next.set(row.id, row);
                return next;
            }),
        [],
    );
    const all = rows.length > 0 && rows.every((row) => chosen.has(row.id));
    const put = useCallback((list: AssetSummary[]) => setChosen(new Map(list.slice(0, CHOSEN_MAX).map((row) => [row.id, row]))), []);
    const clear = useCallback(() => setChosen(new Map()), []);
    const selection: Selection<AssetSummary> = {
        has: (row) => chosen.has(row.id),
        toggle,
        all,
        some: chosen.size > 0,
        toggleAll: () => (all ? clear() : put([...chosen.values(), ...rows])),
        label: (row) => words.chooseRow(row.name),
        allLabel: words.chooseAll,
    };
    const list = useMemo(() => [...chosen.values()], [chosen]);
    return { list, selection, put, clear };
}
