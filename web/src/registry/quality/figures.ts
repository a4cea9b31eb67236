import type { FindingKind, QualityGroup } from "./types";

export const found = (group: QualityGroup, kind: FindingKind): number => group.findings.find((each) => each.kind === kind)?.assets ?? 0;

/** Share of the values the law wants that are there, 0…1; nothing where it wants none. */
export const completeness = (group: QualityGroup): number | undefined => (group.wanted > 0 ? (group.wanted - group.missing) / group.wanted : undefined);

export type Axis = "domain" | "ward" | "owner";

/** The list of exactly the works that a figure counts. */
export function listOf(kind: FindingKind | undefined, axis?: Axis, key?: string | null): string {
    const params = new URLSearchParams();
    if (axis === "domain" && key) params.set("domain", key);
    if (axis === "ward") params.set("ward", key ?? "none");
    if (axis === "owner") params.set("owner", key ?? "0");
    if (kind) params.set("finding", kind);
    const text = params.toString();
    return text ? `/assets?${text}` : "/assets";
}

export type SortKey = "assets" | "complete" | FindingKind;

/** Worst first: most findings, lowest completeness; most works when sorted by size. Groups without the figure stand last. */
export function sorted(groups: QualityGroup[], by: SortKey): QualityGroup[] {
    const rank = (group: QualityGroup): number => {
        if (by === "assets") return -group.assets;
        if (by === "complete") return completeness(group) ?? 2;
        return -found(group, by);
    };
    return [...groups].sort((a, b) => rank(a) - rank(b) || b.assets - a.assets);
}
