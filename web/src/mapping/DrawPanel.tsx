import { App, Button, Input, Segmented, Select } from "antd";
import { useMemo, useState } from "react";
import { useNavigate } from "react-router";
import { api, ApprovalPending } from "@/api/client";
import { queryClient, useClasses, useDomains } from "@/api/queries";
import type { Asset, AssetClass } from "@/api/types";
import { IconRedo, IconUndo } from "@/app/icons";
import { localName, useLanguage, useTexts } from "@/i18n";
import { emptyDraft } from "@/registry/assetDraft";
import { drawTypes } from "@/registry/shape";
import { ErrorView } from "@/ui/ErrorView";
import { foldText } from "@/ui/filters/fold";
import { Field } from "@/ui/form/Field";
import { changed, type Act } from "./acts";
import { FigureList } from "./FigureList";
import { Panel } from "./Panel";
import { patchAsset } from "./save";
import { geometryOf, type Kind } from "./sketch";
import type { Sketcher, SketchState } from "./Sketcher";
import { mappingTexts } from "./texts";

interface Props {
    assetClass: AssetClass | undefined;
    kind: Kind;
    sketcher: Sketcher | undefined;
    state: SketchState | undefined;
    snapping: string;
    onClass: (assetClass: AssetClass, kind: Kind) => void;
    onAgain: () => void;
    onSaved: (asset: Asset, act: Act) => void;
    onClose: () => void;
}

/** A new work: its class, its shape on the map, its name; or on into the whole form. */
export function DrawPanel({ assetClass, kind, sketcher, state, snapping, onClass, onAgain, onSaved, onClose }: Props) {
    const t = useTexts(mappingTexts);
    const language = useLanguage();
    const navigate = useNavigate();
    const { message } = App.useApp();
    const classes = useClasses().data;
    const domains = useDomains().data;
    const [name, setName] = useState("");
    const [saving, setSaving] = useState(false);
    const [refusal, setRefusal] = useState<unknown>(null);
    const [idempotencyKey, setKey] = useState(() => crypto.randomUUID());
    const options = useMemo(
        () =>
            (domains ?? []).flatMap((domain) => {
                const inside = (classes ?? []).filter((each) => each.domain === domain.key && drawTypes(each.geometry).length > 0);
                return inside.length === 0 ? [] : [{ label: localName(domain, language), options: inside.map((each) => ({ value: each.key, label: localName(each, language) })) }];
            }),
        [domains, classes, language],
    );
    const types = drawTypes(assetClass?.geometry ?? []);
    const done = state && !state.drawing && state.geometry !== null;
    const geometry = (): GeoJSON.Geometry | null => (state ? geometryOf({ ...state.sketch, multi: !assetClass?.geometry.includes(kind) }) : null);
    const save = async (): Promise<void> => {
        if (!assetClass) return;
        setSaving(true);
        setRefusal(null);
        try {
            const asset = await api.post<Asset>("/api/v1/assets", { class: assetClass.key, name: name.trim(), geometry: geometry(), attributes: {} }, { idempotencyKey });
            void queryClient.invalidateQueries({ queryKey: ["assets"] });
            message.success(t.draw.saved(asset.name));
            setKey(crypto.randomUUID());
            setName("");
            onSaved(asset, changed({ id: asset.id, name: asset.name, version: asset.version, before: { status: "retired" }, after: { status: asset.status } }, patchAsset));
        } catch (error) {
            if (!(error instanceof ApprovalPending)) setRefusal(error);
        } finally {
            setSaving(false);
        }
    };
    const toForm = (): void => {
        if (!assetClass || !state) return;
        const vertices = state.sketch.parts[0]?.[0] ?? [];
        // The form of new assets begins from its draft.
        localStorage.setItem("hatang.draft.asset-new", JSON.stringify({ ...emptyDraft, name: name.trim(), shape: { mode: "draw", type: kind, vertices } }));
        void navigate(`/assets/new?class=${assetClass.key}`);
    };
    return (
        <Panel
            title={t.draw.title}
            label={t.draw.title}
            onClose={onClose}
            foot={
                <>
                    <Button type="primary" loading={saving} disabled={!done || !name.trim()} onClick={() => void save()}>
                        {t.draw.save}
                    </Button>
                    <Button onClick={onAgain} disabled={!state?.changed}>
                        {t.draw.again}
                    </Button>
                    <span className="grow" />
                    <Button aria-label={t.undo} title={`${t.undo} (Ctrl+Z)`} icon={<IconUndo size={18} />} disabled={!state?.canUndo} onClick={() => sketcher?.undo()} />
                    <Button aria-label={t.redo} title={`${t.redo} (Ctrl+Y)`} icon={<IconRedo size={18} />} disabled={!state?.canRedo} onClick={() => sketcher?.redo()} />
                </>
            }
        >
            {refusal !== null && <ErrorView error={refusal} inline />}
            <Field label={t.draw.class} help={assetClass ? undefined : t.draw.classWhy}>
                {(props) => (
                    <Select
                        {...props}
                        showSearch={{ filterOption: (input, option) => foldText(String(option?.label ?? "")).includes(foldText(input)) }}
                        value={assetClass?.key}
                        options={options}
                        onChange={(key: string) => {
                            const next = classes?.find((each) => each.key === key);
                            const first = drawTypes(next?.geometry ?? [])[0];
                            if (next && first) onClass(next, first);
                        }}
                    />
                )}
            </Field>
            {assetClass && types.length > 1 && (
                <Segmented block aria-label={t.draw.as} value={kind} options={types.map((value) => ({ value, label: t.draw.shape[value] }))} onChange={(value) => onClass(assetClass, value)} />
            )}
            {assetClass && !done && <p className="field-help">{t.draw.help[kind]}</p>}
            {assetClass && (
                <p className="desk-snap" data-on={state?.snap?.on ?? "none"} aria-live="polite">
                    {snapping}
                </p>
            )}
            {state && state.sketch.parts.length > 0 && <FigureList sketch={state.sketch} />}
            {done && (
                <>
                    <Field label={t.draw.name}>{(props) => <Input {...props} autoFocus value={name} maxLength={400} onChange={(event) => setName(event.target.value)} onPressEnter={() => name.trim() && void save()} />}</Field>
                    <p className="field-help">
                        {t.draw.formWhy}{" "}
                        <Button type="link" size="small" onClick={toForm}>
                            {t.draw.form}
                        </Button>
                    </p>
                </>
            )}
        </Panel>
    );
}
