import { App, Button, DatePicker, Input, Modal, Select } from "antd";
import { useMutation } from "@tanstack/react-query";
import dayjs, { type Dayjs } from "dayjs";
import { useState } from "react";
import { api, ApiError } from "@/api/client";
import { keys, queryClient } from "@/api/queries";
import type { Asset, Identifier } from "@/api/types";
import { localName, useLanguage, useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";
import { foldText } from "@/ui/filters/fold";
import { Field } from "@/ui/form/Field";
import { cityDay, endedOn, groupedCode } from "./codes";
import { identityTexts } from "./texts";
import { useKindName, useKinds } from "./useIdentity";

const DAY = "YYYY-MM-DD";
const SHOWN_DAY = "DD/MM/YYYY";

/** Writes the whole list of codes with the version that was seen: two people at once see a conflict, nothing is lost. */
function useWriteCodes(asset: Asset, done: string, onClose: () => void) {
    const { message } = App.useApp();
    return useMutation({
        mutationFn: ({ identifiers, reason }: { identifiers: Identifier[]; reason: string }) =>
            api.patch<Asset>(`/api/v1/assets/${asset.id}`, { identifiers, ...(reason ? { reason } : {}) }, { version: asset.version }),
        onSuccess: () => {
            message.success(done);
            void queryClient.invalidateQueries({ queryKey: keys.asset(asset.id) });
            void queryClient.invalidateQueries({ queryKey: ["assets"] });
            onClose();
        },
    });
}

export function AddCodeDialog({ asset, onClose }: { asset: Asset; onClose: () => void }) {
    const t = useTexts(identityTexts);
    const language = useLanguage();
    const kinds = useKinds().data ?? [];
    const [draft, setDraft] = useState<Identifier>({ kind: "national", value: "" });
    const [reason, setReason] = useState("");
    const write = useWriteCodes(asset, t.added, onClose);
    const set = (part: Partial<Identifier>) => setDraft((now) => ({ ...now, ...part }));
    const kind = kinds.find((each) => each.key === draft.kind);
    const help = !kind
        ? undefined
        : kind.structure === "opaque"
          ? t.opaqueHelp
          : kind.mask
            ? t.maskHelp(kind.mask)
            : kind.structure === "not_set"
              ? t.noStructure
              : kind.example && t.example(kind.example);
    const refused = write.error instanceof ApiError ? write.error : undefined;
    const at = (part: string) => (refused?.where?.endsWith(`/${part}`) ? refused.title : undefined);
    const placed = ["kind", "value", "issuer", "valid_from", "valid_to"].some(at);
    const save = () => {
        const code: Identifier = { kind: draft.kind.trim(), value: draft.value.trim() };
        if (draft.issuer?.trim()) code.issuer = draft.issuer.trim();
        if (draft.valid_from) code.valid_from = draft.valid_from;
        if (draft.valid_to) code.valid_to = draft.valid_to;
        write.mutate({ identifiers: [...asset.identifiers, code], reason: reason.trim() });
    };
    return (
        <Modal
            open
            title={t.addTitle}
            onCancel={onClose}
            footer={
                <Button type="primary" loading={write.isPending} disabled={!draft.value.trim() || !draft.kind.trim()} onClick={save}>
                    {t.save}
                </Button>
            }
        >
            <div className="code-form">
                <Field label={t.kind} required error={at("kind")}>
                    {(props) => (
                        <Select
                            {...props}
                            showSearch={{ filterOption: (typed, option) => foldText(String(option?.label)).includes(foldText(typed)) }}
                            value={draft.kind}
                            options={kinds.filter((each) => !each.issued_here).map((each) => ({ value: each.key, label: localName(each, language) }))}
                            onChange={(next: string) => set({ kind: next })}
                        />
                    )}
                </Field>
                <Field label={t.value} required help={help || undefined} error={at("value")}>
                    {(props) => <Input {...props} autoFocus value={draft.value} maxLength={200} onChange={(event) => set({ value: event.target.value })} onPressEnter={save} />}
                </Field>
                <Field label={t.issuer} error={at("issuer")}>
                    {(props) => <Input {...props} value={draft.issuer ?? ""} maxLength={400} placeholder={kind?.issuer} onChange={(event) => set({ issuer: event.target.value })} />}
                </Field>
                <div className="code-days">
                    <DayField label={t.from} value={draft.valid_from} error={at("valid_from")} onChange={(day) => set({ valid_from: day ?? "" })} />
                    <DayField label={t.to} value={draft.valid_to} error={at("valid_to")} onChange={(day) => set({ valid_to: day ?? "" })} />
                </div>
                <Field label={t.basis} help={t.basisHelp}>
                    {(props) => <Input {...props} value={reason} maxLength={400} onChange={(event) => setReason(event.target.value)} />}
                </Field>
            </div>
            {write.isError && !placed && <ErrorView error={write.error} inline />}
        </Modal>
    );
}

/** Sets the last day of a code. */
export function EndCodeDialog({ asset, code, onClose }: { asset: Asset; code: Identifier; onClose: () => void }) {
    const t = useTexts(identityTexts);
    const kindName = useKindName();
    const [day, setDay] = useState<string | undefined>(cityDay(new Date()));
    const [reason, setReason] = useState("");
    const write = useWriteCodes(asset, t.ended, onClose);
    return (
        <Modal
            open
            title={t.endTitle(groupedCode(code.value))}
            onCancel={onClose}
            footer={
                <Button type="primary" loading={write.isPending} disabled={!day} onClick={() => day && write.mutate({ identifiers: endedOn(asset.identifiers, code, day), reason: reason.trim() })}>
                    {t.end}
                </Button>
            }
        >
            <div className="code-form">
                <p className="muted">{kindName(code.kind)}</p>
                <DayField label={t.to} value={day} onChange={setDay} help={t.endHelp} />
                <Field label={t.basis} help={t.basisHelp}>
                    {(props) => <Input {...props} value={reason} maxLength={400} onChange={(event) => setReason(event.target.value)} />}
                </Field>
            </div>
            {write.isError && <ErrorView error={write.error} inline />}
        </Modal>
    );
}

interface DayProps {
    label: string;
    value: string | undefined;
    onChange: (day: string | undefined) => void;
    help?: string;
    error?: string | undefined;
    noFuture?: boolean;
    required?: boolean;
}

/** A day of the calendar, as dd/MM/yyyy. */
export function DayField({ label, value, onChange, help, error, noFuture = false, required = false }: DayProps) {
    return (
        <Field label={label} help={help} error={error} required={required}>
            {(props) => (
                <DatePicker
                    {...props}
                    format={SHOWN_DAY}
                    value={value ? dayjs(value, DAY) : null}
                    {...(noFuture ? { disabledDate: (day: Dayjs) => day.isAfter(dayjs()) } : {})}
                    onChange={(day: Dayjs | null) => onChange(day ? day.format(DAY) : undefined)}
                />
            )}
        </Field>
    );
}
