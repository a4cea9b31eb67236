import { useCallback, useEffect, useSyncExternalStore } from "react";
import { keys, queryClient } from "@/api/queries";
import type { Alarm, Kpi } from "@/api/types";
import { LiveChannel } from "./channel";
import { liveStore, type Connection, type ConnectionState, type LiveValue, type ServerMessage } from "./store";

/** Lists and pages that show what has just changed are read again. */
function refreshQueries(message: ServerMessage): void {
    if (message.type !== "changes") return;
    const stale = (queryKey: readonly unknown[]): void => void queryClient.invalidateQueries({ queryKey });
    if (message.alarms?.length) {
        stale(["alarms"]);
        message.alarms.forEach((alarm) => stale(keys.alarm(alarm.id)));
    }
    if (message.work?.length) {
        stale(["work"]);
        message.work.forEach((work) => stale(keys.workOrder(work.id)));
    }
    for (const asset of [...(message.alarms ?? []), ...(message.work ?? [])]) stale(keys.history(asset.asset_id));
    for (const asset of message.assets ?? []) stale(keys.asset(asset.id));
}

/** Keeps the channel open while somebody is signed in. */
export function useLiveConnection(signedIn: boolean): void {
    useEffect(() => {
        if (!signedIn) return;
        const scheme = window.location.protocol === "https:" ? "wss" : "ws";
        const channel = new LiveChannel(liveStore, `${scheme}://${window.location.host}/api/v1/live`);
        const stopRefresh = liveStore.onMessage(refreshQueries);
        channel.start();
        return () => {
            stopRefresh();
            channel.stop();
        };
    }, [signedIn]);
}

function useTopic<T>(topic: string, read: () => T): T {
    const subscribe = useCallback((listener: () => void) => liveStore.subscribe(topic, listener), [topic]);
    return useSyncExternalStore(subscribe, read);
}

/** Open alarms in the order of the feed: unacknowledged, priority, newest. */
export const useOpenAlarms = (): Alarm[] => useTopic("alarms", liveStore.alarms);
export const useLiveKpi = (): Kpi | undefined => useTopic("kpi", liveStore.kpi);
export const useConnectionState = (): ConnectionState => useTopic("connection", () => liveStore.connection().state);
export const useConnection = (): Connection => useTopic("connection", liveStore.connection);
/** The last value of one datastream as pushed; undefined until the first push. */
export const useLiveValue = (datastreamId: number): LiveValue | undefined =>
    useTopic(`value:${datastreamId}`, () => liveStore.value(datastreamId));
