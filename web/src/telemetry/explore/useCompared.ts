import { useQueries, useQuery } from "@tanstack/react-query";
import { useCallback, useMemo, useRef } from "react";
import { useSearchParams } from "react-router";
import { api } from "@/api/client";
import type { Alarm, Datastream, List, Series } from "@/api/types";
import { useMay } from "@/app/session";
import type { AlarmSpan } from "./draw";
import type { View } from "./view";

/** Lines in one chart; more cannot be told apart. */
export const LINES_MAX = 6;
/** Alarms of one datastream that are looked through, the newest. */
const ALARMS_MAX = 200;
const IDS = "with";

/** The datastreams beside the first one, kept in the address. */
export function useCompared(first: number) {
    const [params, setParams] = useSearchParams();
    const text = params.get(IDS) ?? "";
    const ids = useMemo(() => {
        const numbers = text.split(",").map(Number).filter((id) => Number.isInteger(id) && id > 0 && id !== first);
        return [...new Set(numbers)].slice(0, LINES_MAX - 1);
    }, [text, first]);
    const set = useCallback(
        (next: number[]) =>
            setParams(
                (before) => {
                    const after = new URLSearchParams(before);
                    if (next.length > 0) after.set(IDS, next.join(","));
                    else after.delete(IDS);
                    return after;
                },
                { replace: true },
            ),
        [setParams],
    );
    const read = useQueries({
        queries: ids.map((id) => ({
            queryKey: ["datastream", id],
            queryFn: ({ signal }: { signal: AbortSignal }) => api.get<Datastream>(`/api/v1/datastreams/${id}`, { signal }),
        })),
    });
    const refused = ids.filter((_, i) => read[i]?.isError);
    return {
        ids: ids.filter((id) => !refused.includes(id)),
        streams: useSame(read.filter((each) => !each.isError).map((each) => each.data)),
        /** Those that this account may not see, or that are gone. */
        refused,
        add: (id: number) => set([...ids, id]),
        remove: (id: number) => set(ids.filter((each) => each !== id)),
    };
}

const seriesOf = (id: number, { from, to }: View, points: number) => ({
    queryKey: ["series", id, from, to, points],
    queryFn: ({ signal }: { signal: AbortSignal }) =>
        api.get<Series>(`/api/v1/datastreams/${id}/series`, { query: { from: new Date(from).toISOString(), to: new Date(to).toISOString(), points }, signal }),
});

/** The series of all lines over one stretch, each in the resolution that `points` of them allow. What was read before is shown
    until the new stretch has come. */
export function useAllSeries(ids: number[], view: View, points: number) {
    const read = useQueries({ queries: ids.map((id) => seriesOf(id, view, points)) });
    const before = useRef(new Map<number, Series>());
    read.forEach(({ data }) => data && before.current.set(data.datastream_id, data));
    return {
        series: useSame(ids.map((id, i) => read[i]?.data ?? before.current.get(id))),
        error: read.find((each) => each.isError)?.error ?? null,
        fetching: read.some((each) => each.isPending),
        retry: () => read.forEach((each) => each.isError && void each.refetch()),
    };
}

/** The list of before while it holds the same things. */
function useSame<T>(list: T[]): T[] {
    const kept = useRef(list);
    if (kept.current.length !== list.length || list.some((each, i) => each !== kept.current[i])) kept.current = list;
    return kept.current;
}

/** Every reading of a stretch, to take away; refused by the server where there are too many. */
export const readAll = (id: number, { from, to }: View): Promise<Series> =>
    api.get<Series>(`/api/v1/datastreams/${id}/series`, { query: { from: new Date(from).toISOString(), to: new Date(to).toISOString(), raw: true } });

/** The alarms of a datastream that lasted at some time of the stretch, newest first. */
export function useAlarmsWithin(stream: Pick<Datastream, "id" | "asset_id">, view: View): Alarm[] {
    const may = useMay("alarm.read");
    const query = { datastream: stream.id, asset: stream.asset_id ?? undefined, limit: ALARMS_MAX };
    const read = useQuery({
        queryKey: ["alarms", query],
        queryFn: ({ signal }) => api.get<List<Alarm>>("/api/v1/alarms", { query, signal }).then((list) => list.items),
        enabled: may,
    });
    return useMemo(
        () => (read.data ?? []).filter((alarm) => Date.parse(alarm.raised_at) <= view.to && (endOf(alarm) ?? Infinity) >= view.from),
        [read.data, view.from, view.to],
    );
}

const endOf = (alarm: Alarm): number | undefined => {
    const ended = alarm.cleared_at ?? alarm.closed_at;
    return ended ? Date.parse(ended) : undefined;
};

export const spanOf = (alarm: Alarm): AlarmSpan => ({ id: alarm.id, from: Date.parse(alarm.raised_at), to: endOf(alarm), priority: alarm.priority });
