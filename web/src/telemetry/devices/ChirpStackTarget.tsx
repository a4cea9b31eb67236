import { App, Button, Input, InputNumber, Select } from "antd";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import { useFormat, useLanguage, useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";
import { Field } from "@/ui/form/Field";
import { refusalsOf } from "@/ui/form/refusals";
import { Facts } from "@/ui/Page";
import { deviceTexts } from "./texts";
import type { Decoder, Tried } from "./types";
import type { Connecting } from "./ways";
import "../ingest/ingest.css";

const POINTERS = ["/key", "/decoder", "/data", "/port"];
const DECIMALS = 3;

/** Which decoder reads the device, and what it makes of a message. */
export function ChirpStackTarget({ state, set }: { state: Connecting; set: (change: Partial<Connecting>) => void }) {
    const t = useTexts(deviceTexts);
    const language = useLanguage();
    const { message } = App.useApp();
    const list = useQuery({
        queryKey: ["ingest", "decoders"],
        queryFn: ({ signal }) => api.get<{ items: Decoder[] }>("/api/v1/ingest/decoders", { signal }).then((page) => page.items),
    });
    const decoder = list.data?.find((each) => each.key === state.decoder);
    const choose = useMutation({
        mutationFn: () => api.post("/api/v1/ingest/decoder-choices", { kind: "device", key: state.devEui, decoder: state.decoder }),
        onSuccess: () => message.success(t.chosen),
    });
    const errors = refusalsOf(choose.error, (pointer) => POINTERS.includes(pointer));
    return (
        <section className="card section stack">
            <Field label={t.devEui} help={t.devEuiHelp} error={errors["/key"]}>
                {(field) => <Input {...field} placeholder="24e124136b502217" maxLength={16} value={state.devEui} onChange={(event) => set({ devEui: event.target.value.trim() })} />}
            </Field>
            <Field label={t.decoder} help={t.decoderHelp} error={errors["/decoder"]}>
                {(field) => (
                    <Select
                        {...field}
                        allowClear
                        loading={list.isPending}
                        value={state.decoder}
                        onChange={(key: string | null | undefined) => set({ decoder: key ?? null })}
                        options={(list.data ?? []).map((each) => ({ value: each.key, label: `${each.maker} ${each.model} · ${language === "vi" ? each.about_vi : each.about_en}` }))}
                    />
                )}
            </Field>
            {list.isError && <ErrorView error={list.error} inline />}
            {decoder && <TryMessage key={decoder.key} decoder={decoder} />}
            {choose.isError && errors[""] && <ErrorView error={choose.error} inline />}
            {decoder && (
                <Button disabled={!state.devEui} loading={choose.isPending} onClick={() => choose.mutate()}>
                    {t.choose}
                </Button>
            )}
        </section>
    );
}

function TryMessage({ decoder }: { decoder: Decoder }) {
    const t = useTexts(deviceTexts);
    const format = useFormat();
    const language = useLanguage();
    const [data, setData] = useState("");
    const [port, setPort] = useState<number | null>(decoder.ports?.[0] ?? 1);
    const tried = useMutation({ mutationFn: () => api.post<Tried>(`/api/v1/ingest/decoders/${decoder.key}/try`, { port: port ?? 0, data }) });
    const errors = refusalsOf(tried.error, (pointer) => POINTERS.includes(pointer));
    const example = decoder.examples[0];
    return (
        <div className="stack">
            <h3>{t.tryTitle}</h3>
            <div className="field-pair">
                <Field label={t.tryData} error={errors["/data"]}>
                    {(field) => <Input {...field} value={data} maxLength={1000} onChange={(event) => setData(event.target.value)} />}
                </Field>
                <Field label={t.tryPort} error={errors["/port"]}>
                    {(field) => <InputNumber {...field} min={0} max={255} value={port} onChange={setPort} />}
                </Field>
            </div>
            <span className="row-acts">
                <Button disabled={!data.trim()} loading={tried.isPending} onClick={() => tried.mutate()}>
                    {t.tryIt}
                </Button>
                {example && (
                    <Button
                        type="link"
                        onClick={() => {
                            setData(example.hex);
                            setPort(example.port);
                        }}
                    >
                        {t.example}
                    </Button>
                )}
            </span>
            {tried.isError && errors[""] && <ErrorView error={tried.error} inline />}
            {tried.data && (
                <Facts rows={tried.data.values.map((each) => [language === "vi" ? each.title_vi : each.title_en, format.quantity(each.value, each.unit ?? "", Number.isInteger(each.value) ? 0 : DECIMALS)])} />
            )}
            {tried.data?.rest && <p className="mark-warning">{t.tryRest(tried.data.rest)}</p>}
        </div>
    );
}
