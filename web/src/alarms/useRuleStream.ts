import { useQuery } from "@tanstack/react-query";
import { api } from "@/api/client";
import type { Asset, Datastream, List } from "@/api/types";
import type { RuleDraft } from "./ruleDraft";

/** Streams and their assets that are looked at to find an example of a class. */
const STREAMS_LOOKED_AT = 1000;
const ASSETS_LOOKED_AT = 12;

/** A datastream of this property on an asset of this class, to show the rule on; nothing when none is found soon. */
async function exampleOf(assetClass: string, property: string, signal: AbortSignal): Promise<Datastream | null> {
    const query = { property, limit: STREAMS_LOOKED_AT };
    const { items } = await api.get<List<Datastream>>("/api/v1/datastreams", { query, signal });
    const assets = [...new Set(items.map((each) => each.asset_id))].slice(0, ASSETS_LOOKED_AT);
    for (const id of assets) {
        const asset = await api.get<Asset>(`/api/v1/assets/${id}`, { signal });
        if (asset.class === assetClass) return items.find((each) => each.asset_id === id) ?? null;
    }
    return null;
}

/** The stream a rule is shown on: the one it watches, the one chosen to look at, or an example of its class. */
export function useRuleStream(draft: RuleDraft, chosen: number | null): Datastream | undefined {
    const id = draft.target === "one" ? draft.datastream_id : chosen;
    const { asset_class: assetClass, property } = draft;
    const named = useQuery({
        queryKey: ["datastream", id],
        queryFn: ({ signal }) => api.get<Datastream>(`/api/v1/datastreams/${id}`, { signal }),
        enabled: id !== null,
    });
    const example = useQuery({
        queryKey: ["datastreams", "example", assetClass, property],
        queryFn: ({ signal }) => exampleOf(assetClass ?? "", property ?? "", signal),
        enabled: id === null && draft.target === "class" && Boolean(assetClass && property),
        staleTime: Infinity,
    });
    return id === null ? (example.data ?? undefined) : named.data;
}
