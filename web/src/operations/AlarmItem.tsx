import { Button } from "antd";
import { memo } from "react";
import type { Alarm } from "@/api/types";
import { IconCheck, IconClipboard } from "@/app/icons";
import { common, useLanguage, useTexts } from "@/i18n";
import { AgeText } from "@/ui/AgeText";
import { StateMark } from "@/ui/StateMark";
import { operationsTexts } from "./texts";

interface Props {
    alarm: Alarm;
    selected: boolean;
    mayAct: boolean;
    onOpen: (alarm: Alarm) => void;
    onAcknowledge: (alarm: Alarm) => void;
}

export const AlarmItem = memo(function AlarmItem({ alarm, selected, mayAct, onOpen, onAcknowledge }: Props) {
    const t = useTexts(operationsTexts);
    const words = useTexts(common);
    const language = useLanguage();
    const hasWork = (alarm.work_order_ids?.length ?? 0) > 0;
    return (
        <li className={`alarm-item alarm-${alarm.priority}${alarm.acknowledged ? " alarm-quiet" : ""}${selected ? " alarm-selected" : ""}`} data-alarm={alarm.id}>
            <button type="button" className="alarm-open" aria-current={selected} onClick={() => onOpen(alarm)}>
                <span className="alarm-head">
                    <StateMark state={alarm.priority} size={16} filled={!alarm.acknowledged} />
                    <span className="sr-only">{words.priority[alarm.priority]}.</span>
                    <strong>{alarm.asset_name}</strong>
                    <small>
                        <AgeText time={alarm.raised_at} />
                    </small>
                </span>
                <span className="alarm-message">{language === "vi" ? alarm.message_vi : alarm.message_en}</span>
                <span className="alarm-facts">
                    <span className={`mark-${alarm.priority}`}>{words.priority[alarm.priority]}</span>
                    {!alarm.active && <span title={t.feed.back}>{t.feed.backShort}</span>}
                    {alarm.acknowledged && alarm.acknowledged_by && <span>{t.feed.acknowledgedBy(alarm.acknowledged_by)}</span>}
                    {hasWork && (
                        <span className="alarm-work" title={t.feed.hasWork}>
                            <IconClipboard size={14} stroke={1.75} aria-label={t.feed.hasWork} />
                        </span>
                    )}
                </span>
            </button>
            {!alarm.acknowledged && mayAct && (
                <Button
                    size="small"
                    className="alarm-ack"
                    icon={<IconCheck size={15} stroke={2} />}
                    aria-label={`${words.act.acknowledge}: ${alarm.asset_name}`}
                    title={words.act.acknowledge}
                    onClick={() => onAcknowledge(alarm)}
                >
                    {t.feed.acknowledge}
                </Button>
            )}
        </li>
    );
});
