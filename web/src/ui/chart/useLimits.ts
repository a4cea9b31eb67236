import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api } from "@/api/client";
import type { Datastream, List, Rule } from "@/api/types";
import { useMay } from "@/app/session";
import type { LimitLine } from "./points";

/** Rules that one asset class has; far more than any class needs. */
const RULES_MAX = 200;

/** The limits that rules set for a datastream, by itself or through the class of its asset. */
export function useLimits(
    datastream: Pick<Datastream, "id" | "property">,
    assetClass: string | undefined,
): LimitLine[] {
    const may = useMay("rule.read");
    const rules = (query: Record<string, string | number>) => ({
        queryKey: ["rules", query],
        queryFn: ({ signal }: { signal: AbortSignal }) =>
            api
                .get<List<Rule>>("/api/v1/rules", { query: { ...query, limit: RULES_MAX }, signal })
                .then((list) => list.items),
        staleTime: 60_000,
    });
    const own = useQuery({ ...rules({ datastream: datastream.id }), enabled: may });
    const ofClass = useQuery({ ...rules({ asset_class: assetClass ?? "" }), enabled: may && Boolean(assetClass) });
    return useMemo(
        () =>
            [
                ...(own.data ?? []),
                ...(ofClass.data ?? []).filter((rule) => rule.property === datastream.property),
            ].flatMap((rule) =>
                rule.enabled && rule.limit !== undefined && rule.limit !== null
                    ? [{ value: rule.limit, label: rule.name, priority: rule.priority }]
                    : [],
            ),
        [own.data, ofClass.data, datastream.property],
    );
}
