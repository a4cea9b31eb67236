import { Button, Dropdown } from "antd";
import { useState } from "react";
import type { WorkOrder } from "@/api/types";
import { IconDots } from "@/app/icons";
import { useMay, useSession } from "@/app/session";
import { common, useTexts } from "@/i18n";
import { actsOf, type WorkAct } from "./acts";
import { AssignDialog } from "./AssignDialog";
import { TextDialog } from "./TextDialog";
import { workTexts } from "./texts";
import { useWorkAct } from "./useWorkAct";
import { WorkEditDialog } from "./WorkEditDialog";

/** What comes next: the sentence, one main button, the rest behind three dots. */
export function WorkActs({ work }: { work: WorkOrder }) {
    const t = useTexts(workTexts);
    const words = useTexts(common);
    const session = useSession().data;
    const act = useWorkAct(work);
    const [open, setOpen] = useState<WorkAct | null>(null);
    const { main, others } = actsOf(work.state, {
        mayWrite: useMay("work.write"),
        mayDo: useMay("work.do"),
        isMine: work.assignee_id !== undefined && work.assignee_id === session?.user.id,
    });
    const begin = (name: WorkAct) => {
        if (name === "start") act.mutate({ act: "start", body: {} });
        else setOpen(name);
    };
    const send = (name: Exclude<WorkAct, "edit">, body: object) =>
        act.mutateAsync({ act: name, body }).then(
            () => setOpen(null),
            () => undefined,
        );
    const label = (name: WorkAct) => (name === "assign" && work.state !== "open" ? t.act.reassign : t.act[name]);
    const close = () => setOpen(null);
    return (
        <div className="work-next">
            <span>{t.next[work.state]}</span>
            <div className="work-acts">
                {others.length > 0 && (
                    <Dropdown
                        trigger={["click"]}
                        menu={{
                            items: others.map((name) => ({ key: name, label: label(name), danger: name === "cancel" })),
                            onClick: ({ key }) => begin(key as WorkAct),
                        }}
                    >
                        <Button icon={<IconDots size={18} />} aria-label={words.act.more} />
                    </Dropdown>
                )}
                {main && (
                    <Button
                        className="work-main"
                        type="primary"
                        loading={act.isPending && open === null}
                        onClick={() => begin(main)}
                    >
                        {label(main)}
                    </Button>
                )}
            </div>
            {open === "assign" && (
                <AssignDialog
                    work={work}
                    busy={act.isPending}
                    onClose={close}
                    onAssign={(assignee_id) => void send("assign", { assignee_id })}
                />
            )}
            {open === "complete" && (
                <TextDialog
                    title={t.act.complete}
                    label={t.resultLabel}
                    help={t.resultHelp}
                    required
                    draft={`work-${work.id}-result`}
                    busy={act.isPending}
                    onClose={close}
                    onSend={(result) => send("complete", { result })}
                />
            )}
            {open === "accept" && (
                <TextDialog
                    title={t.act.accept}
                    label={t.acceptLabel}
                    help={t.acceptHelp}
                    draft={`work-${work.id}-accept`}
                    busy={act.isPending}
                    onClose={close}
                    onSend={(note) => send("accept", note ? { note } : {})}
                />
            )}
            {open === "cancel" && (
                <TextDialog
                    title={t.act.cancel}
                    label={t.cancelLabel}
                    help={t.cancelHelp}
                    required
                    danger
                    draft={`work-${work.id}-cancel`}
                    busy={act.isPending}
                    onClose={close}
                    onSend={(reason) => send("cancel", { reason })}
                />
            )}
            {open === "edit" && <WorkEditDialog work={work} onClose={close} />}
        </div>
    );
}
