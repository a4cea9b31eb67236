import { App, Button, Input, Select } from "antd";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api, ApiError } from "@/api/client";
import { useTexts } from "@/i18n";
import { ErrorView } from "@/ui/ErrorView";
import { Field } from "@/ui/form/Field";
import { refusalsOf } from "@/ui/form/refusals";
import { deviceTexts } from "./texts";
import type { Connecting } from "./ways";

type TimeForm = "rfc3339" | "unix_s" | "unix_ms";
const POINTERS = ["/filter", "/time_pointer", "/time_form"];

/** Which topic is listened to, and where a message keeps its time. */
export function JsonTarget({ state, set }: { state: Connecting; set: (change: Partial<Connecting>) => void }) {
    const t = useTexts(deviceTexts);
    const { message } = App.useApp();
    const [pointer, setPointer] = useState("");
    const [form, setForm] = useState<TimeForm>("rfc3339");
    const listen = useMutation({
        mutationFn: () => api.post("/api/v1/ingest/json-topics", { filter: state.topic, time_form: pointer ? form : "arrival", ...(pointer ? { time_pointer: pointer } : {}) }),
        onSuccess: () => message.success(t.listening),
        onError: (error) => {
            if (error instanceof ApiError && error.code === "duplicate_mapping") message.success(t.listening);
        },
    });
    const known = listen.error instanceof ApiError && listen.error.code === "duplicate_mapping";
    const errors = known ? {} : refusalsOf(listen.error, (each) => POINTERS.includes(each));
    return (
        <section className="card section stack">
            <Field label={t.topicFilter} required help={t.topicFilterHelp} error={errors["/filter"]}>
                {(field) => <Input {...field} placeholder="city/pump/+" maxLength={200} value={state.topic} onChange={(event) => set({ topic: event.target.value.trim() })} />}
            </Field>
            <Field label={t.timePointer} help={t.timePointerHelp} error={errors["/time_pointer"]}>
                {(field) => <Input {...field} placeholder="/time" maxLength={200} value={pointer} onChange={(event) => setPointer(event.target.value.trim())} />}
            </Field>
            {pointer && (
                <Field label={t.timeForm} error={errors["/time_form"]}>
                    {(field) => <Select {...field} value={form} onChange={setForm} options={(["rfc3339", "unix_s", "unix_ms"] as const).map((value) => ({ value, label: t.timeForms[value] }))} />}
                </Field>
            )}
            {listen.isError && !known && errors[""] && <ErrorView error={listen.error} inline />}
            <Button disabled={!state.topic} loading={listen.isPending} onClick={() => listen.mutate()}>
                {t.listen}
            </Button>
        </section>
    );
}
