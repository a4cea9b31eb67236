import type { Alarm, AssetSummary, Kpi, Quality, WorkOrder } from "@/api/types";

export type ConnectionState = "live" | "connecting" | "offline";

export interface LiveValue {
    datastreamId: number;
    assetId: number;
    /** Milliseconds since 1970-01-01 UTC. */
    t: number;
    value: number;
    quality: Quality;
    stale: boolean;
}

/** [datastream_id, asset_id, t_ms, value, quality_int, stale01] as the channel sends it. */
export type WireValue = [number, number, number, number, number, number];
export type AssetChange = Pick<AssetSummary, "id" | "version" | "class" | "domain" | "lon" | "lat"> & { deleted?: boolean };

/** Tiles of a domain that have changed; without a box all of them. */
export interface TileChange {
    domain: string;
    bbox?: [west: number, south: number, east: number, north: number];
}

export interface ServerMessage {
    type: "snapshot" | "changes" | "error";
    cursor?: number;
    at?: string;
    values?: WireValue[];
    alarms?: Alarm[];
    work?: WorkOrder[];
    assets?: AssetChange[];
    tiles?: TileChange[];
    kpi?: Kpi;
    code?: string;
}

export interface Connection {
    state: ConnectionState;
    lastMessageAt: number | undefined;
}

const qualities: Quality[] = ["good", "uncertain", "bad"];
const rank = { critical: 0, major: 1, warning: 2, notice: 3 };

/** Unacknowledged first, then priority, then what is still active, then the newest. */
export function compareAlarms(a: Alarm, b: Alarm): number {
    return (
        Number(a.acknowledged) - Number(b.acknowledged) ||
        rank[a.priority] - rank[b.priority] ||
        Number(b.active) - Number(a.active) ||
        b.raised_at.localeCompare(a.raised_at) ||
        b.id - a.id
    );
}

/**
 * What the live channel has told so far. Listeners hang on topics, so that a value that moves re-renders only what
 * shows that value.
 */
export class LiveStore {
    private readonly listeners = new Map<string, Set<() => void>>();
    private readonly values = new Map<number, LiveValue>();
    private readonly byAsset = new Map<number, Set<number>>();
    private alarmsById = new Map<number, Alarm>();
    private sortedAlarms: Alarm[] = [];
    private currentKpi: Kpi | undefined;
    private currentConnection: Connection = { state: "connecting", lastMessageAt: undefined };
    private readonly changeHandlers = new Set<(message: ServerMessage) => void>();

    subscribe(topic: string, listener: () => void): () => void {
        let set = this.listeners.get(topic);
        if (!set) this.listeners.set(topic, (set = new Set()));
        set.add(listener);
        return () => {
            set.delete(listener);
            if (set.size === 0) this.listeners.delete(topic);
        };
    }

    /** Called with each message after it was applied: the map and the query cache follow it. */
    onMessage(handler: (message: ServerMessage) => void): () => void {
        this.changeHandlers.add(handler);
        return () => this.changeHandlers.delete(handler);
    }

    value = (datastreamId: number): LiveValue | undefined => this.values.get(datastreamId);
    valuesOf = (assetId: number): LiveValue[] =>
        [...(this.byAsset.get(assetId) ?? [])].flatMap((id) => this.values.get(id) ?? []);
    allValues = (): IterableIterator<LiveValue> => this.values.values();
    alarms = (): Alarm[] => this.sortedAlarms;
    kpi = (): Kpi | undefined => this.currentKpi;
    connection = (): Connection => this.currentConnection;

    setConnection(state: ConnectionState): void {
        if (state === this.currentConnection.state) return;
        this.currentConnection = { ...this.currentConnection, state };
        this.tell("connection");
    }

    /** Shows an act at once; the channel's own message confirms or corrects it. */
    putAlarm(alarm: Alarm): void {
        this.applyAlarms([alarm]);
    }

    apply(message: ServerMessage, nowMs: number): void {
        if (message.type === "error") return;
        if (message.type === "snapshot") this.alarmsById = new Map();
        // Told to nobody: a mark that re-rendered with each message would cost more than it says.
        this.currentConnection = { ...this.currentConnection, lastMessageAt: nowMs };
        for (const wire of message.values ?? []) this.applyValue(wire);
        if (message.values?.length) this.tell("values");
        if (message.alarms?.length || message.type === "snapshot") this.applyAlarms(message.alarms ?? []);
        if (message.kpi) {
            this.currentKpi = message.kpi;
            this.tell("kpi");
        }
        this.changeHandlers.forEach((handler) => handler(message));
    }

    private applyValue([datastreamId, assetId, t, value, quality, stale]: WireValue): void {
        const known = this.values.get(datastreamId);
        // A late reading is stored by the server but is not the last value.
        if (known && known.t > t) return;
        this.values.set(datastreamId, { datastreamId, assetId, t, value, quality: qualities[quality] ?? "uncertain", stale: stale === 1 });
        let set = this.byAsset.get(assetId);
        if (!set) this.byAsset.set(assetId, (set = new Set()));
        set.add(datastreamId);
        this.tell(`value:${datastreamId}`);
    }

    private applyAlarms(alarms: Alarm[]): void {
        for (const alarm of alarms) {
            const known = this.alarmsById.get(alarm.id);
            if (known && known.version > alarm.version) continue;
            if (alarm.state === "closed") this.alarmsById.delete(alarm.id);
            else this.alarmsById.set(alarm.id, alarm);
        }
        this.sortedAlarms = [...this.alarmsById.values()].sort(compareAlarms);
        this.tell("alarms");
    }

    private tell(topic: string): void {
        this.listeners.get(topic)?.forEach((listener) => listener());
    }
}

export const liveStore = new LiveStore();
