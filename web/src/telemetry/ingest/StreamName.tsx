import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { api } from "@/api/client";
import type { Datastream } from "@/api/types";

/** What a datastream is called; its number until that is known. Nothing is asked for without an id. */
export function useStreamName(id: number | undefined): string {
    const read = useQuery({
        queryKey: ["datastream", id],
        queryFn: ({ signal }) => api.get<Datastream>(`/api/v1/datastreams/${id}`, { signal }),
        staleTime: 60_000,
        enabled: id !== undefined,
    });
    return read.data?.name ?? String(id ?? "");
}

/** The name of a datastream, as a link to it. */
export function StreamName({ id }: { id: number }) {
    const name = useStreamName(id);
    return <Link to={`/sensors/${id}`}>{name}</Link>;
}
