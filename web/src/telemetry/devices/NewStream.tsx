import { Button, Input, InputNumber, Select } from "antd";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import { queryClient } from "@/api/queries";
import type { Datastream, Sensor } from "@/api/types";
import { common, useLanguage, useTexts } from "@/i18n";
import { AssetPicker } from "@/ui/AssetPicker";
import { ErrorView } from "@/ui/ErrorView";
import { Field } from "@/ui/form/Field";
import { refusalsOf } from "@/ui/form/refusals";
import { deviceTexts } from "./texts";

interface Draft {
    asset: number | null;
    device: string;
    serial: string;
    model: string;
    name: string;
    property: string;
    unit: string;
    interval: number | null;
}
const EMPTY: Draft = { asset: null, device: "", serial: "", model: "", name: "", property: "water_level", unit: "m", interval: null };
const POINTERS = ["/asset_id", "/name", "/serial", "/model", "/property", "/unit", "/interval_s"];

/** A device with its first datastream, made together. */
export function NewStream({ onMade }: { onMade: (stream: number) => void }) {
    const t = useTexts(deviceTexts);
    const words = useTexts(common);
    const language = useLanguage();
    const [open, setOpen] = useState(false);
    const [draft, setDraft] = useState<Draft>(EMPTY);
    const [sensor, setSensor] = useState<Sensor>();
    const set = (change: Partial<Draft>): void => setDraft((now) => ({ ...now, ...change }));
    const save = useMutation({
        mutationFn: async () => {
            // A second try after a refused datastream must not make the device again.
            const made =
                sensor ??
                (await api.post<Sensor>("/api/v1/sensors", { serial: draft.serial.trim(), name: draft.device.trim(), ...(draft.asset === null ? {} : { asset_id: draft.asset }), ...(draft.model.trim() ? { model: draft.model.trim() } : {}) }));
            setSensor(made);
            return api.post<Datastream>("/api/v1/datastreams", { sensor_id: made.id, name: draft.name.trim(), property: draft.property, unit: draft.unit.trim(), ...(draft.interval === null ? {} : { interval_s: draft.interval }) });
        },
        onSuccess: (made) => {
            void queryClient.invalidateQueries({ queryKey: ["datastreams"] });
            setOpen(false);
            setDraft(EMPTY);
            setSensor(undefined);
            onMade(made.id);
        },
    });
    const errors = refusalsOf(save.error, (pointer) => POINTERS.includes(pointer));
    if (!open) {
        return (
            <p>
                {t.noStreamYet}{" "}
                <Button type="link" onClick={() => setOpen(true)}>
                    {t.newDevice}
                </Button>
            </p>
        );
    }
    const complete = draft.device.trim() && draft.serial.trim() && draft.name.trim() && draft.unit.trim();
    return (
        <section className="card section stack">
            <h2>{t.newDevice}</h2>
            <Field label={t.asset} error={errors["/asset_id"]}>
                {(field) => <AssetPicker field={field} value={draft.asset} onChange={(asset) => set({ asset })} placeholder={t.asset} />}
            </Field>
            <Field label={t.name} required error={sensor ? undefined : errors["/name"]}>
                {(field) => <Input {...field} maxLength={200} disabled={Boolean(sensor)} value={draft.device} onChange={(event) => set({ device: event.target.value })} />}
            </Field>
            <Field label={t.serial} required error={errors["/serial"]}>
                {(field) => <Input {...field} maxLength={100} disabled={Boolean(sensor)} value={draft.serial} onChange={(event) => set({ serial: event.target.value })} />}
            </Field>
            <Field label={t.model} error={errors["/model"]}>
                {(field) => <Input {...field} maxLength={200} disabled={Boolean(sensor)} value={draft.model} onChange={(event) => set({ model: event.target.value })} />}
            </Field>
            <Field label={t.streamName} required error={sensor ? errors["/name"] : undefined}>
                {(field) => <Input {...field} maxLength={200} value={draft.name} onChange={(event) => set({ name: event.target.value })} />}
            </Field>
            <Field label={t.property} required error={errors["/property"]}>
                {(field) => <Select {...field} value={draft.property} onChange={(property: string) => set({ property })} options={Object.entries(words.property).map(([value, label]) => ({ value, label }))} />}
            </Field>
            <Field label={t.unit} required error={errors["/unit"]}>
                {(field) => <Input {...field} maxLength={100} value={draft.unit} onChange={(event) => set({ unit: event.target.value })} />}
            </Field>
            <Field label={t.interval} help={t.intervalHelp} error={errors["/interval_s"]}>
                {(field) => <InputNumber {...field} min={0.001} value={draft.interval} decimalSeparator={language === "vi" ? "," : "."} onChange={(interval) => set({ interval })} />}
            </Field>
            {save.isError && errors[""] && <ErrorView error={save.error} inline />}
            <Button type="primary" disabled={!complete} loading={save.isPending} onClick={() => save.mutate()}>
                {t.create}
            </Button>
        </section>
    );
}
