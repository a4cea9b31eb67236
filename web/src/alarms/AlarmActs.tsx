import { App, Button, Input, Modal } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { useMutation } from "@tanstack/react-query";
import { api, ApiError } from "@/api/client";
import { keys, queryClient } from "@/api/queries";
import type { Alarm } from "@/api/types";
import { IconCheck, IconPlus } from "@/app/icons";
import { useMay } from "@/app/session";
import { common, useTexts } from "@/i18n";
import { liveStore } from "@/live/store";
import { Field } from "@/ui/form/Field";
import { alarmTexts } from "./texts";

type Act = "acknowledge" | "close";

/** The act that the state asks for: acknowledge first, close once it is over. */
export function nextAct(alarm: Pick<Alarm, "state" | "acknowledged">): Act | undefined {
    if (!alarm.acknowledged && alarm.state !== "closed") return "acknowledge";
    return alarm.state === "cleared" ? "close" : undefined;
}

export function AlarmActs({ alarm }: { alarm: Alarm }) {
    const t = useTexts(alarmTexts);
    const words = useTexts(common);
    const { message } = App.useApp();
    const mayAct = useMay("alarm.act");
    const mayWork = useMay("work.write");
    const [closing, setClosing] = useState(false);
    const [note, setNote] = useState("");
    const act = useMutation({
        mutationFn: (name: Act) =>
            api.post<Alarm>(`/api/v1/alarms/${alarm.id}/${name}`, note.trim() ? { note: note.trim() } : {}),
        onSuccess: (changed, name) => {
            setClosing(false);
            setNote("");
            liveStore.putAlarm(changed);
            message.success(name === "close" ? t.closed : t.acknowledged);
        },
        onError: (error) => message.error(error instanceof ApiError ? error.title : words.problem.unexpected),
        onSettled: () => {
            void queryClient.invalidateQueries({ queryKey: keys.alarm(alarm.id) });
            void queryClient.invalidateQueries({ queryKey: ["alarms"] });
            void queryClient.invalidateQueries({ queryKey: keys.history(alarm.asset_id) });
        },
    });
    const next = mayAct ? nextAct(alarm) : undefined;
    return (
        <>
            {mayWork && alarm.state !== "closed" && (
                <Link to={`/work-orders/new?asset=${alarm.asset_id}&alarm=${alarm.id}`}>
                    <Button block icon={<IconPlus size={16} />}>
                        {words.act.createWork}
                    </Button>
                </Link>
            )}
            {next === "acknowledge" && (
                <Button
                    type="primary"
                    icon={<IconCheck size={16} />}
                    loading={act.isPending}
                    onClick={() => act.mutate("acknowledge")}
                >
                    {t.acknowledge}
                </Button>
            )}
            {next === "close" && (
                <Button type="primary" onClick={() => setClosing(true)}>
                    {t.close}
                </Button>
            )}
            <Modal
                open={closing}
                title={t.close}
                okText={t.close}
                cancelText={words.act.cancel}
                confirmLoading={act.isPending}
                onOk={() => act.mutate("close")}
                onCancel={() => setClosing(false)}
            >
                <Field label={t.note} help={t.noteHelp}>
                    {(props) => (
                        <Input.TextArea
                            {...props}
                            autoFocus
                            maxLength={2000}
                            rows={3}
                            value={note}
                            onChange={(event) => setNote(event.target.value)}
                        />
                    )}
                </Field>
            </Modal>
        </>
    );
}
