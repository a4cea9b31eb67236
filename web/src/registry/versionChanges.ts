import type { Asset } from "@/api/types";

/** What the system writes by itself; a person changes none of it. */
const BY_THE_SYSTEM = new Set([
    "id",
    "version",
    "recorded_at",
    "valid_from",
    "lon",
    "lat",
    "owner",
    "operator",
    "ward",
    "domain",
]);

/** Pointers of what differs between two versions of an asset: "/name", "/attributes/length_m". */
export function changedPointers(before: Asset, after: Asset): string[] {
    const differs = (a: unknown, b: unknown) => JSON.stringify(a ?? null) !== JSON.stringify(b ?? null);
    const names = (a: object, b: object) => [...new Set([...Object.keys(a), ...Object.keys(b)])];
    const fields = names(before, after).filter((key) => !BY_THE_SYSTEM.has(key) && key !== "attributes");
    const field = (asset: Asset, key: string) => (asset as unknown as Record<string, unknown>)[key];
    return [
        ...fields.filter((key) => differs(field(before, key), field(after, key))).map((key) => `/${key}`),
        ...names(before.attributes, after.attributes)
            .filter((key) => differs(before.attributes[key], after.attributes[key]))
            .map((key) => `/attributes/${key}`),
    ];
}
