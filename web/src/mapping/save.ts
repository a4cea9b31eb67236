import { api, ApprovalPending } from "@/api/client";
import { keys, queryClient } from "@/api/queries";
import type { Asset } from "@/api/types";
import type { Act, Change, Patch } from "./acts";
import { geometryOf, type Sketch } from "./sketch";

export const patchAsset: Patch = async (id, body, version) => {
    const saved = await api.patch<Asset>(`/api/v1/assets/${id}`, body, { version });
    queryClient.setQueryData(keys.asset(id), saved);
    void queryClient.invalidateQueries({ queryKey: ["assets"] });
    return saved;
};

const shapeOf = (sketch: Sketch, taken: readonly string[]): GeoJSON.Geometry | null => {
    const single = sketch.parts.length < 2 && (taken.length === 0 || taken.includes(sketch.kind));
    return geometryOf({ ...sketch, multi: sketch.multi || !single });
};

/** What a piece that was cut off has in common with the work it was part of. */
function pieceOf(asset: Asset, geometry: GeoJSON.Geometry): Record<string, unknown> {
    const { class: assetClass, name, name_en, status, grade, owner_id, operator_id, parent_id, address, attributes, source } = asset;
    const fields = { name, name_en, status, grade, owner_id, operator_id, parent_id, address, source };
    return { class: assetClass, attributes, geometry, ...Object.fromEntries(Object.entries(fields).filter(([, value]) => value != null)) };
}

/**
 * Saves an edited shape: the work itself first, under its ETag, so that a conflict changes nothing; then the piece that was cut
 * off as a work of its own, and the end of the work that was joined in (which may need a second person).
 */
export async function saveShape(asset: Asset, sketch: Sketch, taken: readonly string[], reason: string): Promise<Act> {
    const why = reason.trim() ? { reason: reason.trim() } : {};
    const geometry = shapeOf(sketch, taken);
    const { version } = await patchAsset(asset.id, { geometry, ...why }, asset.version);
    const changes: Change[] = [{ id: asset.id, name: asset.name, version, before: { geometry: asset.geometry }, after: { geometry } }];
    try {
        const piece = sketch.cutOff && shapeOf({ ...sketch, parts: sketch.cutOff }, taken);
        if (piece) {
            const created = await api.post<Asset>("/api/v1/assets", pieceOf(asset, piece), { idempotencyKey: crypto.randomUUID() });
            changes.push({ id: created.id, name: created.name, version: created.version, before: { status: "retired" }, after: { status: created.status } });
        }
        for (const other of sketch.joined ?? []) {
            const retired = await patchAsset(other.id, { status: "retired", ...why }, other.version);
            changes.push({ id: other.id, name: other.name, version: retired.version, before: { status: other.status }, after: { status: "retired" } });
        }
    } catch (error) {
        // Sent for approval is told by itself; a refusal takes the first step back, so that no piece is missing.
        if (!(error instanceof ApprovalPending)) {
            await patchAsset(asset.id, { geometry: asset.geometry }, version);
            throw error;
        }
    }
    void queryClient.invalidateQueries({ queryKey: ["shapes"] });
    return { changes };
}
