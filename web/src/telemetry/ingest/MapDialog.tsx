import { App, InputNumber, Modal } from "antd";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import { queryClient } from "@/api/queries";
import { common, useLanguage, useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";
import { Field } from "@/ui/form/Field";
import { refusalsOf, type Refusals } from "@/ui/form/refusals";
import { DatastreamPicker } from "./DatastreamPicker";
import { ingestTexts } from "./texts";
import type { Mapping, SeriesSource } from "./types";

const POINTERS = ["/datastream_id", "/scale", "/shift"];
const SIGNIFICANT = 8;

interface Props {
    source: SeriesSource;
    series: string;
    value: number | null;
    /** One that is changed; nothing: a new one. */
    mapping?: Mapping;
    /** What is likely. */
    target?: number | null;
    onClose: () => void;
}

/** Which datastream a series feeds, and what is done to its values. */
export function MapDialog({ source, series, value, mapping, target: likely = null, onClose }: Props) {
    const t = useTexts(ingestTexts);
    const words = useTexts(common);
    const language = useLanguage();
    const { message } = App.useApp();
    const [target, setTarget] = useState<number | null>(mapping?.datastream_id ?? likely);
    const [scale, setScale] = useState<number | null>(mapping?.scale ?? 1);
    const [shift, setShift] = useState<number | null>(mapping?.shift ?? 0);
    const [missing, setMissing] = useState<Refusals>({});
    const save = useMutation({
        mutationFn: () => {
            const body = { datastream_id: target, scale: scale ?? 1, shift: shift ?? 0 };
            return mapping
                ? api.patch<Mapping>(`/api/v1/ingest/mappings/${mapping.id}`, body, { version: mapping.version })
                : api.post<Mapping>("/api/v1/ingest/mappings", { source, series, ...body });
        },
        onSuccess: () => {
            message.success(t.mapped);
            void queryClient.invalidateQueries({ queryKey: ["ingest"] });
            onClose();
        },
    });
    const errors: Refusals = { ...refusalsOf(save.error, (pointer) => POINTERS.includes(pointer)), ...missing };
    const plain = (n: number) => n.toLocaleString(language === "vi" ? "vi-VN" : "en-GB", { maximumSignificantDigits: SIGNIFICANT });
    const submit = (): void => {
        setMissing(target === null ? { "/datastream_id": t.chooseTarget } : {});
        if (target !== null) save.mutate();
    };
    return (
        <Modal open title={t.map} okText={t.map} cancelText={words.act.cancel} onOk={submit} onCancel={onClose} confirmLoading={save.isPending}>
            <div className="stack">
                <code className="series-name">{series}</code>
                <Field label={t.target} required help={t.targetHelp} error={errors["/datastream_id"]}>
                    {(field) => <DatastreamPicker field={field} value={target} onChange={setTarget} placeholder={t.targetSearch} />}
                </Field>
                <div className="field-pair">
                    <Field label={t.scale} error={errors["/scale"]}>
                        {(field) => <InputNumber {...field} value={scale} onChange={setScale} decimalSeparator={language === "vi" ? "," : "."} />}
                    </Field>
                    <Field label={t.shift} error={errors["/shift"]}>
                        {(field) => <InputNumber {...field} value={shift} onChange={setShift} decimalSeparator={language === "vi" ? "," : "."} />}
                    </Field>
                </div>
                {value !== null && <p className="muted">{t.formula(plain(value), plain(value * (scale ?? 1) + (shift ?? 0)))}</p>}
                {save.isError && errors[""] && <ErrorView error={save.error} inline />}
            </div>
        </Modal>
    );
}
