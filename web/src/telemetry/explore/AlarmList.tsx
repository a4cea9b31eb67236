import { Link } from "react-router";
import type { Alarm } from "@/api/types";
import { useFormat, useLanguage, useTexts } from "@/i18n";
import { PriorityTag } from "@/ui/StateMark";
import { telemetryTexts } from "../texts";

const SHOWN = 6;

/** The alarms that the chart marks, in words. */
export function AlarmList({ alarms }: { alarms: Alarm[] }) {
    const t = useTexts(telemetryTexts);
    const format = useFormat();
    const language = useLanguage();
    if (alarms.length === 0) return null;
    return (
        <div className="span-alarms">
            <h3>{t.alarms}</h3>
            <ul className="rows">
                {alarms.slice(0, SHOWN).map((alarm) => (
                    <li key={alarm.id}>
                        <PriorityTag priority={alarm.priority} />
                        <Link className="grow" to={`/alarms/${alarm.id}`}>
                            {language === "vi" ? alarm.message_vi : alarm.message_en}
                        </Link>
                        <span className="muted">
                            {format.dateTime(alarm.raised_at)} – {alarm.active ? t.ongoing : format.dateTime(alarm.cleared_at ?? alarm.closed_at)}
                        </span>
                    </li>
                ))}
                {alarms.length > SHOWN && <li className="muted">{t.moreAlarms(format.number(alarms.length - SHOWN))}</li>}
            </ul>
        </div>
    );
}
