import { useMutation } from "@tanstack/react-query";
import { App } from "antd";
import { api, ApiError } from "@/api/client";
import { queryClient } from "@/api/queries";
import type { Alarm } from "@/api/types";
import { common, useTexts } from "@/i18n";
import { liveStore } from "@/live/store";
import { operationsTexts } from "./texts";

/** Acknowledges at once on screen; what the server answers then confirms or takes it back. */
export function useAcknowledge() {
    const t = useTexts(operationsTexts);
    const words = useTexts(common);
    const { message } = App.useApp();
    return useMutation({
        mutationFn: (alarm: Alarm) => api.post<Alarm>(`/api/v1/alarms/${alarm.id}/acknowledge`, {}),
        onMutate: (alarm) => {
            liveStore.putAlarm({ ...alarm, acknowledged: true, state: alarm.active ? "acknowledged" : alarm.state });
        },
        onSuccess: (answer) => {
            liveStore.putAlarm(answer);
            void message.success(t.feed.acknowledged(answer.asset_name));
        },
        onError: (error, alarm) => {
            liveStore.putAlarm(alarm);
            void message.error(error instanceof ApiError ? error.title : words.problem.unexpected);
        },
        onSettled: () => void queryClient.invalidateQueries({ queryKey: ["alarms"] }),
    });
}
