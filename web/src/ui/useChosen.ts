import { useCallback } from "react";
import { useSearchParams } from "react-router";

/** What is open beside a list, by its id in the address ("new" for one to be made), so that Back closes it. */
export function useChosen(name: string) {
    const [params, setParams] = useSearchParams();
    const choose = useCallback(
        (value: string | number | null) =>
            setParams((now) => {
                const next = new URLSearchParams(now);
                if (value === null) next.delete(name);
                else next.set(name, String(value));
                return next;
            }),
        [name, setParams],
    );
    return { chosen: params.get(name), choose };
}
