import { Alert, App, Button } from "antd";
import { useState } from "react";
import { useNavigate } from "react-router";
import { api, ApiError } from "@/api/client";
import { keys, queryClient } from "@/api/queries";
import type { Asset, AssetClass } from "@/api/types";
import { useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";
import { useDraft } from "@/ui/form/useDraft";
import { uiTexts } from "@/ui/texts";
import { draftOf, patchOf, type AssetDraft } from "./assetDraft";
import { AssetForm } from "./AssetForm";
import { fittingAttributes } from "./conditions";
import { ConflictPanel } from "./ConflictPanel";
import { formTexts } from "./formTexts";
import { merged, mergeRows, patched, type Choice } from "./threeWay";

/** A draft knows the version that it began from: a tab that was closed yesterday must not overwrite what happened since. */
interface Edit {
    base: Asset;
    draft: AssetDraft;
}

/** Edits a stored asset: a draft that survives a closed tab, If-Match, and nothing overwritten when another was faster. */
export function AssetEditor({ asset, assetClass }: { asset: Asset; assetClass: AssetClass }) {
    const t = useTexts(uiTexts);
    const f = useTexts(formTexts);
    const navigate = useNavigate();
    const { message } = App.useApp();
    const edit = useDraft<Edit>(`asset-edit-${asset.id}`, { base: asset, draft: draftOf(asset) });
    const { base, draft } = edit.value;
    const [newer, setNewer] = useState<Asset | null>(edit.drafted && asset.version !== base.version ? asset : null);
    const [refusal, setRefusal] = useState<unknown>(null);
    const [saving, setSaving] = useState(false);

    const bodyOf = (from: Asset, what: AssetDraft) => {
        const fitting = { ...what, attributes: fittingAttributes(assetClass.schema, what.attributes) };
        return patchOf(from, fitting, assetClass.geometry);
    };
    const send = async (from: Asset, what: AssetDraft) => {
        const patch = bodyOf(from, what);
        if (Object.keys(patch).length === 0) {
            edit.drop({ base: from, draft: draftOf(from) });
            message.info(f.unchanged);
            return;
        }
        const body = {
            ...patch,
            ...(what.reason ? { reason: what.reason } : {}),
            ...(what.valid_from ? { valid_from: what.valid_from } : {}),
        };
        try {
            const saved = await api.patch<Asset>(`/api/v1/assets/${asset.id}`, body, { version: from.version });
            edit.drop();
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
    const discard = (to: Asset) => {
        edit.drop({ base: to, draft: draftOf(to) });
        setNewer(null);
    };

    if (newer) {
        const rows = mergeRows(base, patched(base, bodyOf(base, draft)), newer);
        const take = (choices: Record<string, Choice>) => {
            const next = { base: newer, draft: merged(newer, draft, rows, choices) };
            edit.change(next);
            return next;
        };
        const save = async (choices: Record<string, Choice>) => {
            const next = take(choices);
            setSaving(true);
            setRefusal(null);
            try {
                await send(next.base, next.draft);
            } catch (error) {
                setRefusal(error);
                setNewer(null);
            } finally {
                setSaving(false);
            }
        };
        const review = (choices: Record<string, Choice>) => {
            take(choices);
            setNewer(null);
        };
        return (
            <ConflictPanel
                key={newer.version}
                newer={newer}
                rows={rows}
                saving={saving}
                onSave={(choices) => void save(choices)}
                onReview={review}
                onDiscard={() => discard(newer)}
            />
        );
    }
    return (
        <>
            {refusal !== null && <ErrorView error={refusal} inline />}
            {edit.drafted && (
                <Alert
                    type="info"
                    showIcon
                    title={t.draftKept}
                    action={
                        <Button size="small" onClick={() => discard(asset)}>
                            {t.draftDrop}
                        </Button>
                    }
                    style={{ marginBottom: 12 }}
                />
            )}
            <AssetForm
                key={base.version}
                assetClass={assetClass}
                draft={draft}
                stored={base.geometry}
                changing
                keptAt={edit.keptAt}
                onChange={(change) => edit.change((now) => ({ ...now, draft: change(now.draft) }))}
                onSave={() => send(base, draft)}
                onCancel={() => void navigate(`/assets/${asset.id}`)}
            />
        </>
    );
}
