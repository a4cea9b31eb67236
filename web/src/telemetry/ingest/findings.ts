import type { MarkState } from "@/ui/StateMark";
import type { Connection, ConnectionList, IngestHealth } from "./types";

export type Finding = { key: string; state: MarkState; to?: string } & (
    | { kind: "database" | "queue" | "paused" | "broker" }
    | { kind: "clock"; connection: Connection }
    | { kind: "unit"; datastream: number; value: number; factor: number; fahrenheit: boolean }
    | { kind: "refused" | "gaps" | "lost"; connection: Connection }
    | { kind: "waiting"; count: number }
);

const QUEUE_FULL = 0.8;
const WRONG_CLOCKS = ["ahead", "behind", "local_as_utc", "utc_as_local"];
const RANK: MarkState[] = ["critical", "major", "warning", "notice"];

/** What asks for somebody, worst first. */
export function findingsOf(health: IngestHealth, list: ConnectionList): Finding[] {
    const out: Finding[] = [];
    if (health.database === "down") out.push({ key: "database", state: "critical", kind: "database" });
    if (health.mqtt === "disconnected") out.push({ key: "broker", state: "major", kind: "broker" });
    if (health.mqtt_paused) out.push({ key: "paused", state: "warning", kind: "paused" });
    if (health.queued > QUEUE_FULL * health.queued_max || health.unsealed > QUEUE_FULL * health.unsealed_max) out.push({ key: "queue", state: "major", kind: "queue" });
    for (const each of list.units)
        out.push({ key: `unit-${each.datastream_id}`, state: "warning", kind: "unit", to: `/sensors/${each.datastream_id}`, datastream: each.datastream_id, value: each.value, factor: each.scale, fahrenheit: each.shift !== 0 });
    for (const each of list.items) {
        const key = `${each.path}-${each.name}`;
        if (WRONG_CLOCKS.includes(each.clock)) out.push({ key: `clock-${key}`, state: "warning", kind: "clock", connection: each });
        if (each.refused_total > 0) out.push({ key: `refused-${key}`, state: "warning", kind: "refused", connection: each });
        if (each.lost > 0) out.push({ key: `lost-${key}`, state: "notice", kind: "lost", connection: each });
        if (each.gaps > 0) out.push({ key: `gaps-${key}`, state: "notice", kind: "gaps", connection: each });
    }
    if (health.waiting > 0) out.push({ key: "waiting", state: "notice", kind: "waiting", to: "/ingest/mappings", count: health.waiting });
    return out.map((finding, i) => ({ finding, i })).sort((a, b) => RANK.indexOf(a.finding.state) - RANK.indexOf(b.finding.state) || a.i - b.i).map(({ finding }) => finding);
}
