import { useMutation, useQuery } from "@tanstack/react-query";
import { api } from "@/api/client";
import { queryClient } from "@/api/queries";
import type { List } from "@/api/types";
import type { Export, ExportFormat } from "./types";

const KEY = ["exports"] as const;
const LOOK_MS = 1000;

const unfinished = (each: Export): boolean => each.state === "queued" || each.state === "running";

/** One's own exports, newest first; looked at again while one is being made. */
export const useExports = (limit: number) =>
    useQuery({
        queryKey: [...KEY, limit],
        queryFn: ({ signal }) => api.get<List<Export>>("/api/v1/exports", { query: { limit }, signal }).then((list) => list.items),
        refetchInterval: (query) => (query.state.data?.some(unfinished) ? LOOK_MS : false),
    });

export const useMakeExport = () =>
    useMutation({
        mutationFn: (wanted: { format: ExportFormat; crs: string; filter: Record<string, string | number> }) =>
            api.post<Export>("/api/v1/exports", wanted, { idempotencyKey: crypto.randomUUID() }),
        onSuccess: () => queryClient.invalidateQueries({ queryKey: KEY }),
    });

export const contentOf = (it: Export): string => `/api/v1/exports/${it.id}/content`;
