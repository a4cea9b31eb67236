import { Alert, App, Button } from "antd";
import { useState } from "react";
import { useNavigate } from "react-router";
import { api, ApiError } from "@/api/client";
import { keys, queryClient } from "@/api/queries";
import type { Asset, AssetClass } from "@/api/types";
import { useTexts } from "@/i18n";
import { Conflict } from "@/ui/form/Conflict";
import { useDraft } from "@/ui/form/useDraft";
import { uiTexts } from "@/ui/texts";
import { draftOf, patchOf } from "./assetDraft";
import { AssetForm } from "./AssetForm";
import { formTexts } from "./formTexts";
import { useFieldLabels } from "./useFieldLabels";
import { changedPointers } from "./versionChanges";

/** Edits a stored asset: a draft that survives a closed tab, If-Match, and nothing overwritten when another was faster. */
export function AssetEditor({ asset, assetClass }: { asset: Asset; assetClass: AssetClass }) {
    const t = useTexts(uiTexts);
    const f = useTexts(formTexts);
    const navigate = useNavigate();
    const { message } = App.useApp();
    // The version that this edit started from: a push that renews `asset` must not move it.
    const [base, setBase] = useState(asset);
    const [newer, setNewer] = useState<Asset | null>(null);
    const draft = useDraft(`asset-${asset.id}`, draftOf(asset));
    const labels = useFieldLabels(asset.class);
    const patch = patchOf(base, draft.value, assetClass.geometry);

    const save = async () => {
        if (Object.keys(patch).length === 0) {
            message.info(f.unchanged);
            return;
        }
        const body = {
            ...patch,
            ...(draft.value.reason ? { reason: draft.value.reason } : {}),
            ...(draft.value.valid_from ? { valid_from: draft.value.valid_from } : {}),
        };
        try {
            const saved = await api.patch<Asset>(`/api/v1/assets/${asset.id}`, body, { version: base.version });
            draft.drop();
            queryClient.setQueryData(keys.asset(asset.id), saved);
            void queryClient.invalidateQueries({ queryKey: keys.asset(asset.id) });
            void queryClient.invalidateQueries({ queryKey: ["assets"] });
            message.success(f.saved);
            await navigate(`/assets/${asset.id}`);
        } catch (error) {
            if (!(error instanceof ApiError) || error.status !== 412) throw error;
            setNewer(await api.get<Asset>(`/api/v1/assets/${asset.id}`));
        }
    };
    const keep = () => {
        if (!newer) return;
        const mine = patch;
        const { attributes, ...fields } = mine as { attributes?: Record<string, unknown> };
        const fresh = draftOf(newer);
        draft.change((now) => ({
            ...fresh,
            ...fields,
            attributes: { ...fresh.attributes, ...attributes },
            shape: now.shape,
            reason: now.reason,
            valid_from: now.valid_from,
        }));
        setBase(newer);
        setNewer(null);
    };
    const discard = () => {
        if (!newer) return;
        draft.drop(draftOf(newer));
        setBase(newer);
        setNewer(null);
    };
    return (
        <>
            {draft.drafted && (
                <Alert
                    type="info"
                    showIcon
                    title={t.draftKept}
                    action={
                        <Button size="small" onClick={() => draft.drop(draftOf(asset))}>
                            {t.draftDrop}
                        </Button>
                    }
                    style={{ marginBottom: 12 }}
                />
            )}
            <AssetForm
                key={base.version}
                assetClass={assetClass}
                draft={draft.value}
                stored={base.geometry}
                changing
                onChange={draft.change}
                onSave={save}
                onCancel={() => void navigate(`/assets/${asset.id}`)}
            />
            {newer && <Conflict rows={conflictRows(base, newer, patch, labels)} onKeep={keep} onDiscard={discard} />}
        </>
    );
}

/** Both sides of every field that I or the other person changed. */
function conflictRows(base: Asset, newer: Asset, patch: Record<string, unknown>, label: (pointer: string) => string) {
    const attributes = (patch["attributes"] ?? {}) as Record<string, unknown>;
    const mine = new Map<string, unknown>([
        ...Object.entries(patch)
            .filter(([key]) => key !== "attributes" && key !== "crs")
            .map(([key, value]): [string, unknown] => [`/${key}`, value]),
        ...Object.entries(attributes).map(([key, value]): [string, unknown] => [`/attributes/${key}`, value]),
    ]);
    const pointers = new Set([...mine.keys(), ...changedPointers(base, newer)]);
    return [...pointers].map((pointer) => ({
        label: label(pointer),
        mine: shown(mine.has(pointer) ? mine.get(pointer) : valueAt(base, pointer)),
        theirs: shown(valueAt(newer, pointer)),
    }));
}

function valueAt(asset: Asset, pointer: string): unknown {
    const [, first = "", second] = pointer.split("/");
    const value = (asset as unknown as Record<string, unknown>)[first];
    return second === undefined ? value : (value as Record<string, unknown> | undefined)?.[second];
}

/** Longer values (shapes, lists) are cut: the row says that they differ, not how. */
const SHOWN_MAX = 120;

function shown(value: unknown): string | undefined {
    if (value === undefined || value === null || value === "") return undefined;
    const text = typeof value === "object" ? JSON.stringify(value) : String(value);
    return text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}…` : text;
}
