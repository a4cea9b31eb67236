import { App, Button, Drawer, Input } from "antd";
import { useState } from "react";
import { api, ApiError, ApprovalPending } from "@/api/client";
import type { Asset } from "@/api/types";
import { IconMerge, IconRedo, IconScissors, IconTrash, IconUndo } from "@/app/icons";
import { useIsPhone } from "@/app/theme";
import { common, useFormat, useTexts } from "@/i18n";
import { ConflictPanel } from "@/registry/ConflictPanel";
import { firstChoice, mergeRows, patched, type Choice, type MergeRow } from "@/registry/threeWay";
import "@/registry/registry.css";
import { ErrorView } from "@/ui/ErrorView";
import { Field } from "@/ui/form/Field";
import type { Act } from "./acts";
import { FigureList } from "./FigureList";
import { lengthText, figuresOf } from "./figures";
import { Panel } from "./Panel";
import { saveShape } from "./save";
import type { Sketcher, SketchState } from "./Sketcher";
import { mappingTexts } from "./texts";

export type Aim = "split" | "merge";

interface Props {
    asset: Asset;
    taken: readonly string[];
    sketcher: Sketcher;
    state: SketchState;
    /** What the vertices snap to, in words. */
    snapping: string;
    /** What the next click on the map does. */
    aim: Aim | undefined;
    onAim: (aim: Aim | undefined) => void;
    onSaved: (act: Act) => void;
    onClose: () => void;
}

/** The shape of one work while it is edited: what it snaps to, split and merge, undo, and saving under its ETag. */
export function EditPanel({ asset, taken, sketcher, state, snapping, aim, onAim, onSaved, onClose }: Props) {
    const t = useTexts(mappingTexts);
    const words = useTexts(common);
    const format = useFormat();
    const isPhone = useIsPhone();
    const { message } = App.useApp();
    const [reason, setReason] = useState("");
    const [saving, setSaving] = useState(false);
    const [refusal, setRefusal] = useState<unknown>(null);
    const [conflict, setConflict] = useState<{ newer: Asset; rows: MergeRow[] }>();
    const { sketch } = state;

    const send = async (base: Asset): Promise<void> => {
        setSaving(true);
        setRefusal(null);
        try {
            const act = await saveShape(base, sketch, taken, reason, t.edit.whys);
            message.success(t.edit.saved(asset.name));
            onSaved(act);
        } catch (error) {
            if (error instanceof ApiError && error.status === 412) await meet(base, error);
            else if (!(error instanceof ApprovalPending)) setRefusal(error);
        } finally {
            setSaving(false);
        }
    };
    const meet = async (base: Asset, refused: ApiError): Promise<void> => {
        try {
            const newer = await api.get<Asset>(`/api/v1/assets/${asset.id}`);
            // Not this work has changed, but one that is joined in.
            if (newer.version === base.version) return setRefusal(refused);
            setConflict({ newer, rows: mergeRows(asset, patched(asset, { geometry: state.geometry }), newer) });
        } catch (error) {
            setRefusal(error);
        }
    };
    // Of the other's changes all stay; of mine there is only the shape.
    const settle = (choices: Record<string, Choice>): void => {
        if (!conflict) return;
        const shape = conflict.rows.find((row) => row.pointer === "/geometry");
        const choice = shape && (choices["/geometry"] ?? firstChoice(shape));
        setConflict(undefined);
        if (choice === "mine") void send(conflict.newer);
        else onClose();
    };
    const cut = sketch.cutOff && lengthText(figuresOf({ ...sketch, parts: sketch.cutOff }).length_m, format);
    return (
        <Panel
            title={t.edit.title(asset.name)}
            label={t.edit.title(asset.name)}
            onClose={onClose}
            foot={
                <>
                    <Button type="primary" loading={saving} disabled={!state.changed || state.geometry === null} onClick={() => void send(asset)}>
                        {t.edit.save}
                    </Button>
                    <Button onClick={onClose}>{words.act.cancel}</Button>
                    <span className="grow" />
                    <Button aria-label={t.undo} title={`${t.undo} (Ctrl+Z)`} icon={<IconUndo size={18} />} disabled={!state.canUndo} onClick={() => sketcher.undo()} />
                    <Button aria-label={t.redo} title={`${t.redo} (Ctrl+Y)`} icon={<IconRedo size={18} />} disabled={!state.canRedo} onClick={() => sketcher.redo()} />
                </>
            }
        >
            {refusal !== null && <ErrorView error={refusal} inline />}
            <p className="desk-snap" data-on={state.snap?.on ?? "none"} aria-live="polite">
                {snapping}
            </p>
            <FigureList sketch={sketch} />
            <div className="desk-acts">
                <Button icon={<IconTrash size={16} />} disabled={!state.active} onClick={() => sketcher.remove()}>
                    {t.edit.removeVertex}
                </Button>
                {sketch.kind === "LineString" && (
                    <>
                        <Button icon={<IconScissors size={16} />} type={aim === "split" ? "primary" : "default"} aria-pressed={aim === "split"} disabled={Boolean(sketch.cutOff ?? sketch.joined)} onClick={() => onAim(aim === "split" ? undefined : "split")}>
                            {t.edit.split}
                        </Button>
                        <Button icon={<IconMerge size={16} />} type={aim === "merge" ? "primary" : "default"} aria-pressed={aim === "merge"} disabled={Boolean(sketch.cutOff)} onClick={() => onAim(aim === "merge" ? undefined : "merge")}>
                            {t.edit.merge}
                        </Button>
                    </>
                )}
            </div>
            <p className="field-help">{aim === "split" ? t.edit.splitHelp : aim === "merge" ? t.edit.mergeHelp : t.edit.help}</p>
            {cut && <p role="status">{t.edit.splitDone(lengthText(figuresOf(sketch).length_m, format), cut)}</p>}
            {sketch.joined?.map(({ id, name }) => (
                <p key={id} role="status">
                    {t.edit.mergeDone(name)}
                </p>
            ))}
            <Field label={t.edit.reason} help={t.edit.reasonHelp}>
                {(props) => <Input {...props} value={reason} maxLength={2000} onChange={(event) => setReason(event.target.value)} />}
            </Field>
            {conflict && (
                <Drawer open title={t.edit.conflict} size={isPhone ? "100%" : 640} onClose={() => setConflict(undefined)}>
                    <ConflictPanel
                        newer={conflict.newer}
                        rows={conflict.rows}
                        saving={saving}
                        onSave={settle}
                        onReview={() => setConflict(undefined)}
                        onDiscard={onClose}
                    />
                </Drawer>
            )}
        </Panel>
    );
}
