import { Button } from "antd";
import type { Alarm, WorkOrder } from "@/api/types";
import { IconCheck, IconPlus, IconUser } from "@/app/icons";
import { useMay } from "@/app/session";
import { common, useTexts } from "@/i18n";
import { useAcknowledge } from "../useAcknowledge";

interface Props {
    alarms: readonly Alarm[];
    /** Work orders that are not finished. */
    work: readonly WorkOrder[] | undefined;
    onCreate: () => void;
    onAssign: () => void;
}

/** The one act that comes next, always in the same corner: acknowledge, create the work, assign it. */
export function MainAct({ alarms, work, onCreate, onAssign }: Props) {
    const words = useTexts(common);
    const mayAct = useMay("alarm.act");
    const mayWrite = useMay("work.write");
    const acknowledge = useAcknowledge();
    const waiting = alarms.filter((alarm) => !alarm.acknowledged);
    const unassigned = work?.some((each) => each.state === "open");
    const create = (main: boolean) =>
        mayWrite && (
            <Button key="create" type={main ? "primary" : "default"} icon={<IconPlus size={17} />} onClick={onCreate}>
                {words.act.createWork}
            </Button>
        );
    if (waiting.length > 0 && mayAct) {
        return (
            <footer className="panel-act">
                {create(false)}
                <Button type="primary" icon={<IconCheck size={17} />} onClick={() => waiting.forEach((alarm) => acknowledge.mutate(alarm))}>
                    {words.act.acknowledge}
                    {waiting.length > 1 ? ` (${waiting.length})` : ""}
                </Button>
            </footer>
        );
    }
    if (!mayWrite) return null;
    return (
        <footer className="panel-act">
            {unassigned ? (
                <>
                    {create(false)}
                    <Button type="primary" icon={<IconUser size={17} />} onClick={onAssign}>
                        {words.act.assign}
                    </Button>
                </>
            ) : (
                create(true)
            )}
        </footer>
    );
}
