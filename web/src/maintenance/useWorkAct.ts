import { App } from "antd";
import { useMutation } from "@tanstack/react-query";
import { api, ApiError } from "@/api/client";
import { keys, queryClient } from "@/api/queries";
import type { WorkOrder } from "@/api/types";
import { common, useTexts } from "@/i18n";
import type { WorkAct } from "./acts";
import { workTexts } from "./texts";

type Sent = Exclude<WorkAct, "edit">;

export function refreshWork(work: Pick<WorkOrder, "id" | "asset_id">): void {
    void queryClient.invalidateQueries({ queryKey: keys.workOrder(work.id) });
    void queryClient.invalidateQueries({ queryKey: ["work"] });
    void queryClient.invalidateQueries({ queryKey: keys.history(work.asset_id) });
}

/** Sends an act of a work order, based on the version on screen: an act on what another has changed is refused. */
export function useWorkAct(work: WorkOrder) {
    const t = useTexts(workTexts);
    const words = useTexts(common);
    const { message } = App.useApp();
    return useMutation({
        mutationFn: ({ act, body }: { act: Sent; body: object }) =>
            api.post<WorkOrder>(`/api/v1/work-orders/${work.id}/${act}`, body, { version: work.version }),
        onSuccess: (changed, { act }) => {
            queryClient.setQueryData<WorkOrder>(keys.workOrder(work.id), (now) => ({ ...now, ...changed }));
            refreshWork(work);
            message.success(t.done[act]);
        },
        onError: (error) => {
            refreshWork(work);
            if (error instanceof ApiError) message.error(error.status === 412 ? words.problem.conflict : error.title);
        },
    });
}
