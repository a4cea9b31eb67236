import { useCallback, useMemo } from "react";
import { useSearchParams } from "react-router";

/** Filters that live in the address: a filtered list can be bookmarked, sent to a colleague and reached by Back. */
export function useFilters<K extends string>(names: readonly K[]) {
    const [params, setParams] = useSearchParams();
    const values = useMemo(() => {
        const found: Partial<Record<K, string>> = {};
        for (const name of names) {
            const value = params.get(name);
            if (value) found[name] = value;
        }
        return found;
    }, [params, names]);

    const set = useCallback(
        (change: Partial<Record<K, string | undefined>>) =>
            setParams(
                (now) => {
                    const next = new URLSearchParams(now);
                    for (const [name, value] of Object.entries(change) as [string, string | undefined][]) {
                        if (value) next.set(name, value);
                        else next.delete(name);
                    }
                    return next;
                },
                { replace: true },
            ),
        [setParams],
    );
    const clear = useCallback(() => setParams(new URLSearchParams(), { replace: true }), [setParams]);
    /** The same list with one more thing chosen: where a row leads that opens beside the list. */
    const linkTo = useCallback(
        (name: string, value: string | number) => {
            const next = new URLSearchParams(params);
            next.set(name, String(value));
            return `?${next}`;
        },
        [params],
    );
    return { values, set, clear, linkTo, count: Object.keys(values).length };
}
