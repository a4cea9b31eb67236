import { useMutation, useQuery } from "@tanstack/react-query";
import { api } from "@/api/client";
import { queryClient } from "@/api/queries";
import type { List } from "@/api/types";
import { isBusy } from "./steps";
import type { Import, ImportPreview, ImportSettings } from "./types";

const path = (id: number) => `/api/v1/imports/${id}`;
/** While the server works on it: progress is for people. */
const LOOK_MS = 1000;

export const importKeys = {
    list: ["imports"] as const,
    one: (id: number) => ["import", id] as const,
    preview: (id: number, settings: unknown, state: string) => ["import", id, "preview", settings, state] as const,
    rows: (id: number, state: string, outcome: string | undefined) => ["import", id, "rows", state, outcome] as const,
};

export const useImport = (id: number) =>
    useQuery({
        queryKey: importKeys.one(id),
        queryFn: ({ signal }) => api.get<Import>(path(id), { signal }),
        refetchInterval: (query) => (query.state.data && isBusy(query.state.data.state) ? LOOK_MS : false),
    });

/** Former imports, whose mappings are suggested again. */
export const useFormerSettings = () =>
    useQuery({
        queryKey: [...importKeys.list, "settings"],
        queryFn: ({ signal }) =>
            api.get<List<Import>>("/api/v1/imports", { query: { limit: 50 }, signal }).then((list) => list.items.flatMap((each) => (each.settings && each.committed_at ? [each.settings] : []))),
        staleTime: 60_000,
    });

export const usePreview = (it: Import, enabled: boolean) =>
    useQuery({
        queryKey: importKeys.preview(it.id, it.settings, it.state),
        queryFn: ({ signal }) => api.get<ImportPreview>(`${path(it.id)}/preview`, { signal }),
        enabled,
        staleTime: 300_000,
    });

/** What the server answers to a change is the import as it is now. */
export function keepImport(it: Import): Import {
    queryClient.setQueryData(importKeys.one(it.id), it);
    void queryClient.invalidateQueries({ queryKey: importKeys.list });
    return it;
}

/** Starts the reading of an uploaded file; a refusal leaves the import as it is, with a button to try again. */
export const inspect = (id: number): Promise<unknown> =>
    api.post<Import>(`${path(id)}/inspection`).then(keepImport, () => queryClient.invalidateQueries({ queryKey: importKeys.one(id) }));

export const useSaveSettings = (id: number) =>
    useMutation({ mutationFn: (settings: ImportSettings) => api.put<Import>(`${path(id)}/settings`, settings).then(keepImport) });

export const useImportAct = (id: number) =>
    useMutation({
        mutationFn: (act: "inspection" | "check" | "commit" | "undo" | "cancel") => api.post<Import>(`${path(id)}/${act}`).then(keepImport),
        onSuccess: () => {
            void queryClient.invalidateQueries({ queryKey: importKeys.one(id) });
            void queryClient.invalidateQueries({ queryKey: ["assets"] });
        },
    });

export const useDropImport = (id: number) =>
    useMutation({
        mutationFn: () => api.delete<void>(path(id)),
        onSuccess: () => {
            queryClient.removeQueries({ queryKey: importKeys.one(id) });
            void queryClient.invalidateQueries({ queryKey: importKeys.list });
        },
    });
