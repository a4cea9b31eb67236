import { App, Button, InputNumber, Skeleton } from "antd";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import { queryClient } from "@/api/queries";
import { useMay } from "@/app/session";
import { useFormat, useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";
import { Field } from "@/ui/form/Field";
import { Page, Section } from "@/ui/Page";
import { TelemetryTabs } from "../TelemetryTabs";
import { retentionTexts } from "./texts";
import "./retention.css";

interface Retention {
    id: number;
    property: string;
    name: string;
    readings_days?: number | null;
    rollup_days?: number | null;
    datastreams: number;
    changed_at?: string | null;
    changed_by?: string | null;
}

const KEY = ["retention"] as const;
const MOST_DAYS = 36_500;

/** How long readings and roll-ups are kept, for each kind of measurement. */
export default function RetentionPage() {
    const t = useTexts(retentionTexts);
    const list = useQuery({
        queryKey: KEY,
        queryFn: ({ signal }) => api.get<{ items: Retention[] }>("/api/v1/retention", { signal }).then((answer) => answer.items),
    });
    return (
        <Page title={t.title} sub={t.why}>
            <TelemetryTabs />
            <Section title={t.kinds}>
                {list.isPending && <Skeleton active paragraph={{ rows: 8 }} title={false} />}
                {list.isError && <ErrorView error={list.error} inline onRetry={() => void list.refetch()} />}
                <ul className="rows">
                    {list.data?.map((kind) => (
                        <KindRow key={kind.id} kind={kind} />
                    ))}
                </ul>
            </Section>
        </Page>
    );
}

function KindRow({ kind }: { kind: Retention }) {
    const t = useTexts(retentionTexts);
    const format = useFormat();
    const may = useMay("policy.write");
    const [open, setOpen] = useState(false);
    if (open) return <KindForm kind={kind} onClose={() => setOpen(false)} />;
    const days = (n: number | null | undefined) => (n == null ? t.forEver : t.days(format.number(n)));
    return (
        <li>
            <span className="grow retention-kind">
                {kind.name}
                <small className="muted">{t.streams(format.number(kind.datastreams))}</small>
            </span>
            <span className="retention-days">
                {kind.readings_days == null ? (
                    <em className="muted">{t.forEver}</em>
                ) : (
                    <>
                        {t.readings}: {days(kind.readings_days)} · {t.rollups}: {days(kind.rollup_days)}
                    </>
                )}
                {kind.changed_at && (
                    <small className="muted">
                        {format.dateTime(kind.changed_at)} · {kind.changed_by}
                    </small>
                )}
            </span>
            {may && (
                <Button size="small" aria-label={`${t.change}: ${kind.name}`} onClick={() => setOpen(true)}>
                    {t.change}
                </Button>
            )}
        </li>
    );
}

function KindForm({ kind, onClose }: { kind: Retention; onClose: () => void }) {
    const t = useTexts(retentionTexts);
    const { message } = App.useApp();
    const [readings, setReadings] = useState<number | null>(kind.readings_days ?? null);
    const [rollups, setRollups] = useState<number | null>(kind.rollup_days ?? null);
    const save = useMutation({
        mutationFn: (body: { readings_days?: number; rollup_days?: number }) => api.put<Retention>(`/api/v1/retention/${kind.id}`, body),
        onSuccess: () => {
            message.success(t.saved);
            void queryClient.invalidateQueries({ queryKey: KEY });
            onClose();
        },
    });
    const short = readings !== null && rollups !== null && rollups <= readings;
    return (
        <li className="retention-form">
            <strong>{kind.name}</strong>
            <div className="retention-fields">
                <Field label={t.readingsField} help={t.warning}>
                    {(props) => <InputNumber {...props} autoFocus min={1} max={MOST_DAYS} precision={0} value={readings} onChange={setReadings} />}
                </Field>
                <Field label={t.rollupsField} help={t.rollupsHelp} error={short ? t.rollupsShort : undefined}>
                    {(props) => <InputNumber {...props} min={1} max={MOST_DAYS} precision={0} value={rollups} onChange={setRollups} />}
                </Field>
            </div>
            {save.isError && <ErrorView error={save.error} inline />}
            <span className="retention-acts">
                <Button
                    type="primary"
                    loading={save.isPending}
                    disabled={readings === null || short}
                    onClick={() => readings !== null && save.mutate({ readings_days: readings, ...(rollups === null ? {} : { rollup_days: rollups }) })}
                >
                    {t.save}
                </Button>
                {kind.readings_days != null && (
                    <Button disabled={save.isPending} onClick={() => save.mutate({})}>
                        {t.clear}
                    </Button>
                )}
                <Button type="text" onClick={onClose}>
                    {t.cancel}
                </Button>
            </span>
        </li>
    );
}
