import { App, Button, Input, Modal, Segmented } from "antd";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import { api } from "@/api/client";
import { keys, queryClient } from "@/api/queries";
import type { Asset, AssetSummary, List } from "@/api/types";
import { IconPlus, IconX } from "@/app/icons";
import { useFormat, useTexts } from "@/i18n";
import { AssetPicker } from "@/ui/AssetPicker";
import { ErrorView } from "@/ui/ErrorView";
import { Field } from "@/ui/form/Field";
import { DayField } from "./CodeDialogs";
import { cityDay } from "./codes";
import { counts, draftOf, missing, named, type SuccessionDraft } from "./successionDraft";
import { identityTexts } from "./texts";
import type { SuccessionKind } from "./types";
import "./identity.css";

const KINDS: SuccessionKind[] = ["split", "merge", "replace", "demolish"];
/** The server takes this many works on each side (registry/limits.hpp). */
const WORKS_MAX = 20;

/** Ends a work and says what follows it, in one act. */
export function SuccessionDialog({ asset, onClose }: { asset: Asset; onClose: () => void }) {
    const t = useTexts(identityTexts);
    const format = useFormat();
    const navigate = useNavigate();
    const { message } = App.useApp();
    const [draft, setDraft] = useState<SuccessionDraft>(() =>
        draftOf("replace", { kind: "replace", day: cityDay(new Date()), reason: "", others: [], successors: [], fresh: [] }),
    );
    const set = (part: Partial<SuccessionDraft>) => setDraft((now) => ({ ...now, ...part }));
    const parts = useQuery({
        queryKey: [...keys.asset(asset.id), "children", "count"],
        queryFn: ({ signal }) => api.get<List<AssetSummary>>(`/api/v1/assets/${asset.id}/children`, { query: { limit: 1 }, signal }),
    });
    const lack = missing(draft);
    const record = useMutation({
        mutationFn: async () => {
            // Versions as they are now: an act over several works is refused when somebody changes one meanwhile.
            const seen = await Promise.all(named(draft).map((id) => api.get<Asset>(`/api/v1/assets/${id}`)));
            const work = (id: number) => ({ id, version: seen.find((each) => each.id === id)?.version ?? 0 });
            const ids = (list: (number | null)[]) => list.flatMap((id) => (id === null ? [] : [work(id)]));
            return api.post<{ id: number; successors: number[] }>(
                "/api/v1/successions",
                {
                    kind: draft.kind,
                    day: draft.day,
                    reason: draft.reason.trim(),
                    predecessors: [{ id: asset.id, version: asset.version }, ...ids(draft.others)],
                    successors: ids(draft.successors),
                    new_successors: draft.fresh.flatMap((name) => (name.trim() ? [{ name: name.trim() }] : [])),
                },
                { idempotencyKey: crypto.randomUUID() },
            );
        },
        onSuccess: ({ successors }) => {
            message.success(t.recorded);
            for (const id of [asset.id, ...named(draft), ...successors]) void queryClient.invalidateQueries({ queryKey: keys.asset(id) });
            void queryClient.invalidateQueries({ queryKey: ["assets"] });
            onClose();
            const [only] = successors;
            if (only !== undefined && draft.fresh.some((name) => name.trim()) && successors.length === 1) void navigate(`/assets/${only}`);
        },
    });
    const { before, after } = counts(draft);
    const needs = lack && lack !== "day" && lack !== "reason" ? t[lack] : undefined;
    return (
        <Modal
            open
            title={`${t.act}: ${asset.name}`}
            onCancel={onClose}
            width={600}
            footer={
                <Button type="primary" danger={draft.kind === "demolish"} loading={record.isPending} disabled={lack !== undefined} onClick={() => record.mutate()}>
                    {t.record}
                </Button>
            }
        >
            <div className="code-form">
                <Segmented block aria-label={t.act} value={draft.kind} options={KINDS.map((value) => ({ value, label: t.kindsOf[value] ?? value }))} onChange={(kind) => setDraft((now) => draftOf(kind, now))} />
                <p className="field-help">{t.kindHelp[draft.kind]}</p>
                {draft.kind === "merge" && <PickRows label={t.others} ids={draft.others} onChange={(others) => set({ others })} most={WORKS_MAX - 1} />}
                {draft.kind !== "demolish" && <PickRows label={t.existing} ids={draft.successors} onChange={(successors) => set({ successors })} most={draft.kind === "split" ? WORKS_MAX : 1} />}
                {draft.kind !== "demolish" && <NameRows names={draft.fresh} onChange={(fresh) => set({ fresh })} most={draft.kind === "split" ? WORKS_MAX : 1} />}
                <DayField label={t.day} required noFuture value={draft.day} onChange={(day) => set({ day })} />
                <Field label={t.reason} required>
                    {({ status, ...props }) => <Input.TextArea {...props} status={status} autoSize={{ minRows: 2, maxRows: 6 }} maxLength={2000} value={draft.reason} onChange={(event) => set({ reason: event.target.value })} />}
                </Field>
                {parts.data?.total ? <p className="code-note">{t.partsLeft(format.number(parts.data.total, 0))}</p> : null}
                {needs ? <p className="field-help">{needs}</p> : <p className="field-help">{t.willEnd(format.number(before, 0))}</p>}
                {record.isError && <ErrorView error={record.error} inline />}
                <span className="sr-only" aria-live="polite">{`${before} → ${after}`}</span>
            </div>
        </Modal>
    );
}

function PickRows({ label, ids, onChange, most }: { label: string; ids: (number | null)[]; onChange: (ids: (number | null)[]) => void; most: number }) {
    const t = useTexts(identityTexts);
    return (
        <div className="succession-rows" role="group" aria-label={label}>
            <strong>{label}</strong>
            {ids.map((id, i) => (
                <div className="succession-row" key={i}>
                    <AssetPicker value={id} placeholder={t.pick} onChange={(next) => onChange(ids.map((each, n) => (n === i ? next : each)))} />
                    <Button type="text" icon={<IconX size={16} />} aria-label={t.removeRow} onClick={() => onChange(ids.filter((_, n) => n !== i))} />
                </div>
            ))}
            {ids.length < most && (
                <span>
                    <Button size="small" icon={<IconPlus size={16} />} onClick={() => onChange([...ids, null])}>
                        {t.addOther}
                    </Button>
                </span>
            )}
        </div>
    );
}

function NameRows({ names, onChange, most }: { names: string[]; onChange: (names: string[]) => void; most: number }) {
    const t = useTexts(identityTexts);
    return (
        <div className="succession-rows" role="group" aria-label={t.fresh}>
            <strong>{t.fresh}</strong>
            {names.map((name, i) => (
                <div className="succession-row" key={i}>
                    <Input aria-label={`${t.fresh} ${i + 1}`} value={name} maxLength={400} onChange={(event) => onChange(names.map((each, n) => (n === i ? event.target.value : each)))} />
                    <Button type="text" icon={<IconX size={16} />} aria-label={t.removeRow} onClick={() => onChange(names.filter((_, n) => n !== i))} />
                </div>
            ))}
            {names.length > 0 && <p className="field-help">{t.freshHelp}</p>}
            {names.length < most && (
                <span>
                    <Button size="small" icon={<IconPlus size={16} />} onClick={() => onChange([...names, ""])}>
                        {t.addFresh}
                    </Button>
                </span>
            )}
        </div>
    );
}
