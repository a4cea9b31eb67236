import { useMutation, useQuery } from "@tanstack/react-query";
import { api } from "@/api/client";
import { keys, queryClient } from "@/api/queries";
import type { Finding, Quality } from "./types";

const KEY = ["data-quality"] as const;
const LOOK_MS = 1_500;

/** Figures over what one may see; looked at again while a judgement is under way. */
export const useQuality = () =>
    useQuery({
        queryKey: KEY,
        queryFn: ({ signal }) => api.get<Quality>("/api/v1/data-quality", { signal }),
        refetchInterval: (query) => (query.state.data?.running_percent == null ? false : LOOK_MS),
    });

export const useJudge = () =>
    useMutation({
        mutationFn: () => api.post<unknown>("/api/v1/data-quality/runs"),
        onSuccess: () => queryClient.invalidateQueries({ queryKey: KEY }),
    });

export const useFindings = (assetId: number, version: number) =>
    useQuery({
        queryKey: [...keys.asset(assetId), "findings", version],
        queryFn: ({ signal }) => api.get<{ items: Finding[] }>(`/api/v1/assets/${assetId}/findings`, { signal }).then((list) => list.items),
    });
