import type { UseQueryResult } from "@tanstack/react-query";
import { Button, Skeleton } from "antd";
import type { Alarm } from "@/api/types";
import { IconBell, IconCheck } from "@/app/icons";
import { useMay } from "@/app/session";
import { common, useFormat, useLanguage, useTexts } from "@/i18n";
import { AgeText } from "@/ui/AgeText";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorView } from "@/ui/ErrorView";
import { AlarmStateTag, StateMark } from "@/ui/StateMark";
import { operationsTexts } from "../texts";
import { useAcknowledge } from "../useAcknowledge";

/** Open alarms as pushed, then the past ones. */
export function AlarmList({ alarms, open }: { alarms: UseQueryResult<Alarm[]>; open: readonly Alarm[] }) {
    const t = useTexts(operationsTexts);
    const words = useTexts(common);
    const format = useFormat();
    const language = useLanguage();
    const mayAct = useMay("alarm.act");
    const acknowledge = useAcknowledge();
    if (alarms.isError) return <ErrorView error={alarms.error} inline onRetry={() => void alarms.refetch()} />;
    if (!alarms.data) return <Skeleton active paragraph={{ rows: 4 }} title={false} />;
    const openIds = new Set(open.map((alarm) => alarm.id));
    const all = [...open, ...alarms.data.filter((alarm) => !openIds.has(alarm.id))];
    if (all.length === 0) return <EmptyState icon={<IconBell size={28} stroke={1.75} />} title={t.drawer.noAlarms} why={t.drawer.noAlarmsWhy} />;
    return (
        <ul className="panel-list">
            {all.map((alarm) => (
                <li key={alarm.id}>
                    <StateMark state={alarm.state === "closed" ? "normal" : alarm.priority} size={16} filled={!alarm.acknowledged} />
                    <div>
                        <p>{language === "vi" ? alarm.message_vi : alarm.message_en}</p>
                        <small className="muted">
                            <AlarmStateTag state={alarm.state} /> · {alarm.datastream_name} · <AgeText time={alarm.raised_at} />
                            {alarm.extreme != null && ` · ${t.drawer.highest} ${format.quantity(alarm.extreme, alarm.unit, 2)}`}
                        </small>
                    </div>
                    {!alarm.acknowledged && alarm.state !== "closed" && mayAct && (
                        <Button size="small" icon={<IconCheck size={15} />} title={words.act.acknowledge} onClick={() => acknowledge.mutate(alarm)}>
                            {t.feed.acknowledge}
                        </Button>
                    )}
                </li>
            ))}
        </ul>
    );
}
