import { keepPreviousData, QueryClient, useQuery } from "@tanstack/react-query";
import { api, ApiError } from "./client";
import type { Alarm, Asset, AssetClass, Basemap, Datastream, Domain, HistoryEntry, List, Organisation, Person, Series, Ward, WorkOrder } from "./types";

/** Query keys in one place, so that the live channel can refresh what has changed. */
export const keys = {
    session: ["session"] as const,
    domains: ["domains"] as const,
    classes: ["classes"] as const,
    wards: ["wards"] as const,
    basemaps: ["basemaps"] as const,
    organisations: ["organisations"] as const,
    people: (permission: string) => ["people", permission] as const,
    assets: (filter: object) => ["assets", filter] as const,
    asset: (id: number) => ["asset", id] as const,
    history: (id: number) => ["asset", id, "history"] as const,
    datastreams: (filter: object) => ["datastreams", filter] as const,
    series: (id: number, from: number, to: number) => ["series", id, from, to] as const,
    alarms: (filter: object) => ["alarms", filter] as const,
    alarm: (id: number) => ["alarm", id] as const,
    work: (filter: object) => ["work", filter] as const,
    approvals: ["approvals"] as const,
    users: ["users"] as const,
    grants: ["grants"] as const,
    delegations: ["delegations"] as const,
    credentials: ["credentials"] as const,
    account: ["account"] as const,
    workOrder: (id: number) => ["work-order", id] as const,
};

const HOUR_MS = 3_600_000;

export const queryClient = new QueryClient({
    defaultOptions: {
        queries: {
            staleTime: 10_000,
            refetchOnWindowFocus: true,
            // A refusal is an answer; only an unreachable server is worth another try.
            retry: (count, error) => count < 2 && (!(error instanceof ApiError) || error.status === 0 || error.status >= 502),
        },
    },
});

const items = <T>(path: string) => ({ signal }: { signal: AbortSignal }) =>
    api.get<{ items: T[] }>(path, { signal }).then((list) => list.items);

export const useDomains = () => useQuery({ queryKey: keys.domains, queryFn: items<Domain>("/api/v1/domains"), staleTime: HOUR_MS });
export const useClasses = () => useQuery({ queryKey: keys.classes, queryFn: items<AssetClass>("/api/v1/classes"), staleTime: HOUR_MS });
export const useWards = () => useQuery({ queryKey: keys.wards, queryFn: items<Ward>("/api/v1/wards"), staleTime: HOUR_MS });
export const useBasemaps = () => useQuery({ queryKey: keys.basemaps, queryFn: items<Basemap>("/api/v1/basemaps"), staleTime: HOUR_MS });
export const useOrganisations = () =>
    useQuery({ queryKey: keys.organisations, queryFn: items<Organisation>("/api/v1/organisations"), staleTime: HOUR_MS });
export const usePeople = (permission: string) =>
    useQuery({
        queryKey: keys.people(permission),
        queryFn: ({ signal }) => api.get<List<Person>>("/api/v1/people", { query: { permission }, signal }).then((list) => list.items),
        staleTime: 60_000,
    });

export const useAsset = (id: number | undefined) =>
    useQuery({
        queryKey: keys.asset(id ?? 0),
        queryFn: ({ signal }) => api.get<Asset>(`/api/v1/assets/${id}`, { signal }),
        enabled: id !== undefined,
    });
export const useAssetHistory = (id: number) =>
    useQuery({ queryKey: keys.history(id), queryFn: items<HistoryEntry>(`/api/v1/assets/${id}/history`) });
export const useDatastreams = (filter: { asset?: number; sensor?: number; property?: string }) =>
    useQuery({
        queryKey: keys.datastreams(filter),
        queryFn: ({ signal }) => api.get<List<Datastream>>("/api/v1/datastreams", { query: filter, signal }).then((list) => list.items),
    });
export const useAlarms = (filter: { asset?: number; open?: boolean; state?: string; priority?: string; limit?: number }) =>
    useQuery({
        queryKey: keys.alarms(filter),
        queryFn: ({ signal }) => api.get<List<Alarm>>("/api/v1/alarms", { query: filter, signal }).then((list) => list.items),
    });
export const useWorkOrders = (filter: { asset?: number; open?: boolean; state?: string; assignee?: string; limit?: number }) =>
    useQuery({
        queryKey: keys.work(filter),
        queryFn: ({ signal }) => api.get<List<WorkOrder>>("/api/v1/work-orders", { query: filter, signal }).then((list) => list.items),
    });

/** A series between two instants (ms since 1970), down-sampled by the server to `points`. */
export const useSeries = (id: number, fromMs: number, toMs: number, points = 600) =>
    useQuery({
        queryKey: keys.series(id, fromMs, toMs),
        queryFn: ({ signal }) =>
            api.get<Series>(`/api/v1/datastreams/${id}/series`, {
                query: { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString(), points },
                signal,
            }),
        placeholderData: keepPreviousData,
    });
