import { useQuery } from "@tanstack/react-query";
import { api } from "@/api/client";
import type { IngestHealth } from "../ingest/types";

/** Where devices publish to the server itself; nothing: nowhere, or not known yet. */
export function useListener(): IngestHealth["mqtt_listener"] | undefined {
    const health = useQuery({
        queryKey: ["ingest", "health"],
        queryFn: ({ signal }) => api.get<IngestHealth>("/api/v1/ingest/health", { signal }),
    });
    return health.data?.mqtt_listener;
}
