import type { AssetVersion, HistoryEntry } from "@/api/types";
import { changedPointers } from "./versionChanges";

/** One thing that happened to an asset: a change of its record, or what other parts of the program tell of it. */
export type TimelineEntry =
    | { kind: "version"; at: string; version: AssetVersion; before: AssetVersion | undefined; changed: string[] }
    | { kind: "event"; at: string; event: HistoryEntry };

export type TimelineFilter = "all" | "changes" | "alarms" | "work" | "files";

/**
 * The recorded changes, oldest first, one for each version. A later change with an earlier validity records the remainder of a
 * version a second time; the first record is the change itself.
 */
export function changesOf(versions: AssetVersion[]): AssetVersion[] {
    const first = new Map<number, AssetVersion>();
    for (const each of versions) {
        const known = first.get(each.version);
        if (!known || each.recorded_at < known.recorded_at) first.set(each.version, each);
    }
    return [...first.values()].sort((a, b) => a.version - b.version);
}

/** Changes and events as one course, newest first. Lines of the history that repeat a change are left out. */
export function timelineOf(history: HistoryEntry[], versions: AssetVersion[]): TimelineEntry[] {
    const changes = changesOf(versions);
    const entries: TimelineEntry[] = changes.map((version, i) => {
        const before = changes[i - 1];
        const changed = before ? changedPointers(before.asset, version.asset) : [];
        return { kind: "version", at: version.recorded_at, version, before, changed };
    });
    const recorded = new Set(["asset_created", "asset_changed"]);
    const oldest = changes[0]?.recorded_at ?? "";
    for (const event of history) {
        // Where the versions are not all here, the line of the history stands for its change.
        if (recorded.has(event.kind) && event.at >= oldest) continue;
        entries.push({ kind: "event", at: event.at, event });
    }
    return entries.sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
}

export function fitsFilter(entry: TimelineEntry, filter: TimelineFilter): boolean {
    if (filter === "all") return true;
    if (entry.kind === "version") return filter === "changes";
    const [what = ""] = entry.event.kind.split("_");
    return { changes: ["asset", "identifier"], alarms: ["alarm"], work: ["work"], files: ["attachment"] }[filter].includes(what);
}
